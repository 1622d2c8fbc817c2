import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { confirmStocktake, dropStocktake, handInStocktake } from './booking.ts';
import { beginStocktake, countGood } from './counting.ts';
import { countForm } from './forms.ts';
import { stocktakePage, stocktakesPage } from './page.ts';

const KEEPERS = ['manager', 'shopkeeper'] as const;

/** Stocktakes, from the first good that is counted to the booking of what differs. */
export const stocktakeRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/stocktakes',
    door: [...KEEPERS, 'auditor'],
    summary: 'Stocktakes of the community',
    handle: ({ actor }) => stocktakesPage(actor),
  }),
  route({
    method: 'get',
    path: '/stocktakes/:id',
    door: [...KEEPERS, 'auditor'],
    summary: 'A stocktake: what is left to count and what differs',
    handle: ({ actor, id }) => stocktakePage(actor, id),
  }),
  route({
    method: 'post',
    path: '/stocktakes',
    door: KEEPERS,
    summary: 'Begin a stocktake',
    again: ({ actor }) => stocktakesPage(actor),
    handle: async ({ actor, command }) => {
      const stocktake = await beginStocktake(actor, command);
      return created(`/stocktakes/${stocktake.id}`, { stocktake });
    },
  }),
  route({
    method: 'post',
    path: '/stocktakes/:id/counts',
    door: KEEPERS,
    summary: 'Write down what was counted of a good',
    form: countForm,
    again: ({ actor, id }) => stocktakePage(actor, id),
    handle: async ({ actor, id, values, command }) =>
      created(`/stocktakes/${id}`, { count: await countGood(actor, id, values, command) }),
  }),
  route({
    method: 'post',
    path: '/stocktakes/:id/handing-in',
    door: KEEPERS,
    summary: 'Hand a stocktake in: small differences are booked at once',
    again: ({ actor, id }) => stocktakePage(actor, id),
    handle: async ({ actor, id, command }) => {
      const stocktake = await handInStocktake(actor, id, command);
      const said = stocktake.state === 'booked' ? 'stocktakeBooked' : 'stocktakeWaits';
      return done(`/stocktakes/${id}`, { stocktake }, `stock.said.${said}`);
    },
  }),
  route({
    method: 'post',
    path: '/stocktakes/:id/confirmation',
    door: KEEPERS,
    summary: 'Confirm the differences that somebody else counted',
    again: ({ actor, id }) => stocktakePage(actor, id),
    handle: async ({ actor, id, command }) => {
      const stocktake = await confirmStocktake(actor, id, command);
      return done(`/stocktakes/${id}`, { stocktake }, 'stock.said.stocktakeBooked');
    },
  }),
  route({
    method: 'post',
    path: '/stocktakes/:id/dropping',
    door: KEEPERS,
    summary: 'Drop a stocktake that is not booked',
    again: ({ actor, id }) => stocktakePage(actor, id),
    handle: async ({ actor, id, command }) => {
      const stocktake = await dropStocktake(actor, id, command);
      return done('/stocktakes', { stocktake }, 'stock.said.stocktakeDropped');
    },
  }),
];
