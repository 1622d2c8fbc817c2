import Joi from 'joi';
import type { Actor } from '../../people/index.ts';
import { done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { markReady, pickListOf } from './queue.ts';
import { receiptOf } from './receipt.ts';
import { undoHandOver } from './undo.ts';

/** What the receipt is printed on: a roll of 80 mm, or a sheet. */
const receiptQuery = Joi.object<{ paper: 'roll' | 'a4' }, true>({
  paper: Joi.string().valid('roll', 'a4').default('roll'),
});

async function queuePage(actor: Actor, communityId: number): Promise<Answer> {
  const list = await pickListOf(actor, communityId);
  return page('market/counter/queue', { ...list }, { title: 'counter.title.queue' });
}

/** Before a hand-over: what is to be packed. After it: the receipt, and undoing it. */
export const handedOverRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/counter/queue',
    door: ['shopkeeper'],
    summary: 'Reservations to prepare, with their pick-list',
    handle: ({ actor, communityId }) => queuePage(actor, communityId),
  }),
  route({
    method: 'post',
    path: '/redemptions/:id/readiness',
    door: ['shopkeeper'],
    summary: 'Note that the goods of a reservation lie packed; its person is told',
    handle: async ({ actor, id, command }) => {
      const redemption = await markReady(actor, id, command);
      return done('/counter/queue', { redemption }, 'counter.said.ready');
    },
  }),
  route({
    method: 'get',
    path: '/redemptions/:id/receipt',
    door: ['resident', 'shopkeeper', 'manager', 'auditor'],
    summary: 'The receipt of a hand-over, to print on a roll or a sheet',
    query: receiptQuery,
    handle: async ({ actor, id, query: { paper } }) =>
      page(
        'market/receipts/show',
        { ...(await receiptOf(actor, id)) },
        { title: 'counter.title.receipt', only: { paper }, scripts: ['print'] },
      ),
  }),
  route({
    method: 'post',
    path: '/redemptions/:id/undoing',
    door: ['shopkeeper'],
    summary: 'Undo a hand-over of today: points and goods go back',
    handle: async ({ actor, id, command }) => {
      const redemption = await undoHandOver(actor, id, command);
      return done(`/redemptions/${id}`, { redemption }, 'counter.said.undone');
    },
  }),
];
