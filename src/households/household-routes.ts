import { searchForm } from '../people/index.ts';
import { created, done, route } from '../web/route.ts';
import type { Route } from '../web/route.ts';
import { householdColumns } from './columns.ts';
import { headForm, listQuery, memberForm, moveForm, membersForm, splitForm } from './forms.ts';
import { joinHousehold, leaveHousehold, nameHeadOf, splitHousehold } from './membership.ts';
import { movePeople } from './moving.ts';
import { householdPage, joinPage, listPage, movePage, splitPage } from './pages.ts';
import { endPool, recordConsents } from './pooling.ts';

const READERS = ['manager', 'administrator', 'auditor'] as const;
const KEEPERS = ['manager', 'administrator'] as const;

/** Looking at households, and finding one. */
const reading: readonly Route[] = [
  route({
    method: 'get',
    path: '/households',
    door: READERS,
    summary: 'Households of the community, grid by grid',
    columns: householdColumns,
    query: listQuery,
    handle: ({ actor, communityId, query }) => listPage(actor, communityId, query),
  }),
  route({
    method: 'post',
    path: '/households/searches',
    door: READERS,
    summary: 'Find households by name or head',
    keyless: true,
    form: searchForm,
    again: ({ actor, communityId }) => listPage(actor, communityId, {}),
    handle: ({ actor, communityId, values }) => listPage(actor, communityId, { q: values.q }),
  }),
  route({
    method: 'get',
    path: '/households/:id',
    door: READERS,
    summary: 'One household: members, points, pool, history',
    handle: ({ actor, id }) => householdPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/households/:id/members/new',
    door: KEEPERS,
    summary: 'Page for who joins a household',
    handle: ({ actor, id }) => joinPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/households/:id/members/searches',
    door: KEEPERS,
    summary: 'Find who joins a household',
    keyless: true,
    form: searchForm,
    again: ({ actor, id }) => joinPage(actor, id),
    handle: ({ actor, id, values }) => joinPage(actor, id, values.q),
  }),
  route({
    method: 'get',
    path: '/households/:id/split',
    door: KEEPERS,
    summary: 'Page for members who become a household of their own',
    handle: ({ actor, id }) => splitPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/households/:id/move',
    door: KEEPERS,
    summary: 'Page for who moves to another community',
    handle: ({ actor, id }) => movePage(actor, id),
  }),
];

/** Who lives with whom. */
const members: readonly Route[] = [
  route({
    method: 'post',
    path: '/households/:id/members',
    door: KEEPERS,
    summary: 'Let somebody join a household',
    form: memberForm,
    again: ({ actor, id }) => joinPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const household = await joinHousehold(actor, id, values, command);
      return done(`/households/${id}`, { household }, 'households.said.joined');
    },
  }),
  route({
    method: 'post',
    path: '/households/:id/departures',
    door: KEEPERS,
    summary: 'Let a member leave a household',
    form: memberForm,
    again: ({ actor, id }) => householdPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const household = await leaveHousehold(actor, id, values, command);
      return done(`/households/${id}`, { household }, 'households.said.left');
    },
  }),
  route({
    method: 'post',
    path: '/households/:id/head',
    door: KEEPERS,
    summary: 'Name the head of a household',
    form: headForm,
    again: ({ actor, id }) => householdPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const household = await nameHeadOf(actor, id, values.memberId, command);
      return done(`/households/${id}`, { household }, 'households.said.headNamed');
    },
  }),
  route({
    method: 'post',
    path: '/households/:id/split',
    door: KEEPERS,
    summary: 'Make a household of some members',
    form: splitForm,
    again: ({ actor, id }) => splitPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const household = await splitHousehold(actor, id, values, command);
      return created(`/households/${household.id}`, { household }, 'households.said.split');
    },
  }),
  route({
    method: 'post',
    path: '/households/:id/move',
    door: KEEPERS,
    summary: 'Move members to another community, with their points',
    form: moveForm,
    again: ({ actor, id }) => movePage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const household = await movePeople(actor, id, values, command);
      return created(`/households/${id}`, { household }, 'households.said.moved');
    },
  }),
];

/** Spending together, as managers write it down. */
const pools: readonly Route[] = [
  route({
    method: 'post',
    path: '/households/:id/consents',
    door: KEEPERS,
    summary: 'Record consents on paper that a household spends together',
    form: membersForm,
    again: ({ actor, id }) => householdPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const household = await recordConsents(actor, id, values.memberIds, command);
      return done(`/households/${id}`, { household }, 'households.said.consented');
    },
  }),
  route({
    method: 'post',
    path: '/households/:id/pool-end',
    door: KEEPERS,
    summary: 'End the pool of a household for a member who asks',
    handle: async ({ actor, id, command }) => {
      const household = await endPool(actor, id, command);
      return done(`/households/${id}`, { household }, 'households.said.ended');
    },
  }),
];

export const householdRoutes: readonly Route[] = [...reading, ...members, ...pools];
