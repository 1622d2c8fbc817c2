import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { mayReadScores } from '../policy.ts';
import { streetOf } from '../street.ts';
import { acceptExchange, declineExchange, withdrawExchange } from './exchange.ts';
import { exchangesOf } from './exchange-queries.ts';
import { exchangesQuery } from './forms.ts';
import { exchangeColumns } from '../columns.ts';

async function exchangesPage(actor: Actor, before?: number): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScores(actor, streetId), 'read-exchanges');
  return page('staff/duty/exchanges/index', await exchangesOf(streetId, before));
}

const OWN = '/staff/duties/own';

/** What colleagues ask of one another and answer. */
export const exchangeRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/duties/exchanges',
    door: ['assessor', 'leader', 'auditor'],
    summary: 'Swaps and covers that colleagues agreed on or not, newest first',
    columns: exchangeColumns,
    query: exchangesQuery,
    handle: ({ actor, query }) => exchangesPage(actor, query.before),
  }),
  route({
    method: 'post',
    path: '/staff/duties/exchanges/:id/acceptance',
    door: ['staff'],
    summary: 'Accept a swap or a cover; the roster changes at once',
    handle: async ({ actor, id, command }) =>
      done(OWN, await acceptExchange(actor, id, command), 'staff.duty.said.accepted'),
  }),
  route({
    method: 'post',
    path: '/staff/duties/exchanges/:id/declining',
    door: ['staff'],
    summary: 'Decline a swap or a cover',
    handle: async ({ actor, id, command }) =>
      done(OWN, await declineExchange(actor, id, command), 'staff.duty.said.declined'),
  }),
  route({
    method: 'post',
    path: '/staff/duties/exchanges/:id/withdrawal',
    door: ['staff'],
    summary: 'Take back what one asked of a colleague',
    handle: async ({ actor, id, command }) =>
      done(OWN, await withdrawExchange(actor, id, command), 'staff.duty.said.withdrawn'),
  }),
];
