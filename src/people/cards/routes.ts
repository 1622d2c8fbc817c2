import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { cardsQuery, printQuery } from './forms.ts';
import { issueCard, issueMissingCards, replaceCard, reportCardLost } from './issuing.ts';
import { cardPage, cardsPage, printPage } from './page.ts';
import { holderColumns } from '../columns.ts';

const KEEPERS = ['manager', 'administrator'] as const;

/** Cards: given, printed, lost, replaced. */
export const cardRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/people/cards',
    door: KEEPERS,
    summary: 'Who of a grid has a card',
    columns: holderColumns,
    query: cardsQuery,
    handle: ({ actor, communityId, query }) => cardsPage(actor, communityId, query.grid),
  }),
  route({
    method: 'post',
    path: '/people/cards',
    door: KEEPERS,
    summary: 'Give a card to each resident of a grid who has none',
    form: cardsQuery,
    again: ({ actor, communityId }) => cardsPage(actor, communityId, undefined),
    handle: async ({ actor, communityId, values: { grid }, command }) => {
      const cards = await issueMissingCards(actor, communityId, grid, command);
      const back = grid === undefined ? '/people/cards' : `/people/cards?grid=${grid}`;
      return created(back, { cards }, 'cards.said.allIssued');
    },
  }),
  route({
    method: 'get',
    path: '/people/cards/print',
    door: KEEPERS,
    summary: 'Cards to print, ten to a sheet of A4',
    query: printQuery,
    handle: ({ actor, communityId, query }) => printPage(actor, communityId, query),
  }),
  route({
    method: 'get',
    path: '/people/:id/card',
    door: ['manager', 'administrator', 'auditor'],
    summary: 'The card of a person, and the ones of before',
    handle: ({ actor, id }) => cardPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/people/:id/card',
    door: KEEPERS,
    summary: 'Give a card to somebody who has none',
    handle: async ({ actor, id, command }) => {
      const card = await issueCard(actor, id, command);
      return created(`/people/${id}/card`, { card }, 'cards.said.issued');
    },
  }),
  route({
    method: 'post',
    path: '/people/:id/card-replacement',
    door: KEEPERS,
    summary: 'Give another card; the old one stops at once',
    handle: async ({ actor, id, command }) => {
      const card = await replaceCard(actor, id, command);
      return created(`/people/${id}/card`, { card }, 'cards.said.replaced');
    },
  }),
  route({
    method: 'post',
    path: '/people/:id/card-loss',
    door: ['manager', 'administrator', 'shopkeeper'],
    summary: 'Report a card lost; it stops at once',
    handle: async ({ actor, id, command }) => {
      const lost = await reportCardLost(actor, id, command);
      const isKeeper = actor.roles.some((one) => one === 'manager' || one === 'administrator');
      return done(isKeeper ? `/people/${id}/card` : '/counter', { lost }, 'cards.said.lost');
    },
  }),
  route({
    method: 'post',
    path: '/me/card-loss',
    door: 'signed-in',
    summary: 'Report one’s own card lost; it stops at once',
    handle: async ({ actor, command }) => {
      const lost = await reportCardLost(actor, actor.personId, command);
      return done('/me/profile', { lost }, 'cards.said.lost');
    },
  }),
];
