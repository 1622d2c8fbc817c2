import type { Actor } from '../../../people/index.ts';
import { created, done, page, route } from '../../../web/route.ts';
import type { Answer, Route } from '../../../web/route.ts';
import { keptForm, keptOf, settlingForm } from './forms.ts';
import { counterCases } from './queries.ts';
import { settleCase } from './settlement.ts';
import { counterSnapshot } from './snapshot.ts';
import { syncHandOver } from './syncing.ts';

async function casesPage(actor: Actor, communityId: number, sent?: number): Promise<Answer> {
  const { waiting, settled } = await counterCases(actor, communityId);
  const extras = { title: 'cases.title', form: settlingForm, only: { sent } };
  return page('market/counter/cases/index', { waiting, settled }, extras);
}

/** The counter without network, and what could not be booked when it was back. */
export const caseRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/counter/offline',
    door: ['shopkeeper'],
    summary: 'The counter as it works without network',
    handle: () =>
      Promise.resolve(
        page(
          'market/counter/offline',
          {},
          { title: 'cases.offlineTitle', scripts: ['counter-offline'] },
        ),
      ),
  }),
  route({
    method: 'get',
    path: '/counter/snapshot',
    door: ['shopkeeper'],
    summary: 'People and goods for when the network is gone',
    handle: async ({ actor, communityId }) => ({
      kind: 'file',
      type: 'application/json',
      body: JSON.stringify(await counterSnapshot(actor, communityId)),
    }),
  }),
  route({
    method: 'post',
    path: '/counter/sync',
    door: ['shopkeeper'],
    summary: 'Book a hand-over made without network; what is refused becomes a case',
    form: keptForm,
    handle: async ({ actor, values, command }) =>
      created('/counter/cases', { ...(await syncHandOver(actor, keptOf(values), command)) }),
  }),
  route({
    method: 'get',
    path: '/counter/cases',
    door: ['manager', 'shopkeeper', 'auditor'],
    summary: 'Hand-overs without network that could not be booked',
    handle: ({ actor, communityId }) => casesPage(actor, communityId),
  }),
  route({
    method: 'post',
    path: '/counter/cases/:id/settlement',
    door: ['manager'],
    summary: 'Settle a case: booked after all, written off, or brought back',
    form: settlingForm,
    again: ({ actor, communityId, id }) => casesPage(actor, communityId, id),
    handle: async ({ actor, id, values, command }) => {
      const settled = await settleCase(actor, id, values, command);
      return done('/counter/cases', { case: settled }, 'cases.said.settled');
    },
  }),
];
