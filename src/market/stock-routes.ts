import { created, done, page, route } from '../web/route.ts';
import type { Answer, Asked, Route } from '../web/route.ts';
import { afterQuery, carryForm, stockInForm, stocktakeForm } from './forms.ts';
import { carry } from './places/carrying.ts';
import { placeMovesOf, placesOf } from './places/queries.ts';
import { mayKeepGoods } from './policy.ts';
import { stockMovesOf } from './queries.ts';
import { stockIn, stocktake } from './stock.ts';
import { stockMoveColumns } from './columns.ts';

const KEEPERS = ['manager', 'shopkeeper'] as const;

type Sent = 'stock-in' | 'stocktake' | 'carrying' | null;

const FORMS = { 'stock-in': stockInForm, stocktake: stocktakeForm, carrying: carryForm };

async function stockPage(
  { actor, id }: Pick<Asked, 'actor' | 'id'>,
  sent: Sent,
  after?: number,
): Promise<Answer> {
  const { good, items, next } = await stockMovesOf(actor, id, after);
  const [places, placeMoves] = await Promise.all([placesOf(id), placeMovesOf(id)]);
  const only = { keeps: mayKeepGoods(actor, actor.communityId), sent, placeMoves };
  const form = FORMS[sent ?? 'stock-in'];
  return page('market/stock-moves/index', { good, places, items, next }, { only, form });
}

/** The stock of one good: its moves, what came in, what was counted. */
export const stockRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/goods/:id/stock-moves',
    door: [...KEEPERS, 'auditor'],
    summary: 'The moves that explain the stock of a good',
    columns: stockMoveColumns,
    query: afterQuery,
    handle: (asked) => stockPage(asked, null, asked.query.after),
  }),
  route({
    method: 'post',
    path: '/goods/:id/stock-ins',
    door: KEEPERS,
    summary: 'Add to the stock of a good what came in',
    form: stockInForm,
    again: (asked) => stockPage(asked, 'stock-in'),
    handle: async ({ actor, id, values, command }) => {
      const good = await stockIn(actor, id, values, command);
      return created(`/goods/${id}/stock-moves`, { good }, 'market.said.stockedIn');
    },
  }),
  route({
    method: 'post',
    path: '/goods/:id/place-moves',
    door: KEEPERS,
    summary: 'Say what was carried between store-room and shelf',
    form: carryForm,
    again: (asked) => stockPage(asked, 'carrying'),
    handle: async ({ actor, id, values, command }) => {
      const places = await carry(actor, id, values, command);
      return created(`/goods/${id}/stock-moves`, { places }, 'stock.said.carried');
    },
  }),
  route({
    method: 'post',
    path: '/goods/:id/stocktakes',
    door: KEEPERS,
    summary: 'Say what was counted of a good; the difference is booked',
    form: stocktakeForm,
    again: (asked) => stockPage(asked, 'stocktake'),
    handle: async ({ actor, id, values, command }) => {
      const { good, difference } = await stocktake(actor, id, values, command);
      const said = difference === 0 ? 'market.said.countAgrees' : 'market.said.countBooked';
      return done(`/goods/${id}/stock-moves`, { good, difference }, said);
    },
  }),
];
