import { found } from '../base/refusal.ts';
import { searchForm } from '../people/index.ts';
import { created, done, route } from '../web/route.ts';
import type { Route } from '../web/route.ts';
import { decisionForm, keptIn, mergeForm, mergeQuery } from './forms.ts';
import { householdRoutes } from './household-routes.ts';
import { decideMerge, proposeMerge } from './merging.ts';
import { mergesPage, newMergePage, ownHouseholdPage } from './pages.ts';
import { agreeToPool, endPool } from './pooling.ts';

const KEEPERS = ['manager', 'administrator'] as const;

/** One's own household. */
const own: readonly Route[] = [
  route({
    method: 'get',
    path: '/me/household',
    door: 'signed-in',
    summary: 'One’s own household, and whether it spends together',
    handle: ({ actor }) => ownHouseholdPage(actor),
  }),
  route({
    method: 'post',
    path: '/me/household/agreement',
    door: 'signed-in',
    summary: 'Agree that one’s household spends together',
    handle: async ({ actor, command }) => {
      const household = await agreeToPool(actor, command);
      return done('/me/household', { household }, 'households.said.agreed');
    },
  }),
  route({
    method: 'post',
    path: '/me/household/pool-end',
    door: 'signed-in',
    summary: 'End that one’s household spends together',
    handle: async ({ actor, command }) => {
      const household = await endPool(actor, found(actor.householdId, 'household'), command);
      return done('/me/household', { household }, 'households.said.ended');
    },
  }),
];

/** Two entries that are one person. */
const merges: readonly Route[] = [
  route({
    method: 'get',
    path: '/merges',
    door: ['manager', 'administrator', 'auditor'],
    summary: 'Entries that are said to be one person',
    handle: ({ actor, communityId }) => mergesPage(actor, communityId),
  }),
  route({
    method: 'get',
    path: '/merges/new',
    door: KEEPERS,
    summary: 'Page to say that two entries are one person',
    query: mergeQuery,
    handle: ({ actor, query }) => newMergePage(actor, query.keep),
  }),
  route({
    method: 'post',
    path: '/merges/searches',
    door: KEEPERS,
    summary: 'Find the other entry of a person',
    keyless: true,
    form: searchForm,
    query: mergeQuery,
    again: ({ actor, query }) => newMergePage(actor, keepIn(query)),
    handle: ({ actor, values, query }) => newMergePage(actor, query.keep, values.q),
  }),
  route({
    method: 'post',
    path: '/merges',
    door: KEEPERS,
    summary: 'Say that two entries are one person',
    form: mergeForm,
    again: ({ actor, values }) => newMergePage(actor, keptIn(values['keptId'])),
    handle: async ({ actor, values, command }) => {
      const merge = await proposeMerge(actor, values, command);
      return created('/merges', { merge }, 'households.said.mergeProposed');
    },
  }),
  route({
    method: 'post',
    path: '/merges/:id/decision',
    door: KEEPERS,
    summary: 'Make two entries one person, or drop it',
    form: decisionForm,
    again: ({ actor, communityId }) => mergesPage(actor, communityId),
    handle: async ({ actor, id, values, command }) => {
      const merge = await decideMerge(actor, id, values, command);
      const said = values.isSame ? 'households.said.merged' : 'households.said.mergeDropped';
      return done('/merges', { merge }, said);
    },
  }),
];

const keepIn = (query: { readonly keep?: number }): number => query.keep ?? 0;

export const householdsRoutes: readonly Route[] = [...own, ...householdRoutes, ...merges];
