import { done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { waitForGood, waitNoMore } from './waiting.ts';

/** The waiting list of a good that is sold out. */
export const waitingRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/goods/:id/waits',
    door: ['resident'],
    summary: 'Ask to be told when a good that is sold out is there again',
    handle: async ({ actor, id, command }) => {
      const wait = await waitForGood(actor, id, command);
      return done(`/goods/${id}`, { wait }, 'stock.said.waiting');
    },
  }),
  route({
    method: 'post',
    path: '/goods/:id/waits/end',
    door: ['resident'],
    summary: 'Ask no more to be told of a good',
    handle: async ({ actor, id, command }) => {
      const wait = await waitNoMore(actor, id, command);
      return done(`/goods/${id}`, { wait }, 'stock.said.waitingNoMore');
    },
  }),
];
