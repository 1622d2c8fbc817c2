import { peopleMeant, searchForm } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import type { Command } from '../base/command.ts';
import { created, done, route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import { pagesQuery } from './forms.ts';
import { passbookPage, passbooksPage, placeOf, printPage } from './page.ts';
import { printPages } from './printing.ts';

const CLERKS = ['manager', 'shopkeeper'] as const;

async function print(actor: Actor, personId: number, command: Command): Promise<Answer> {
  const { from, to } = await printPages(actor, personId, command);
  return created(`${placeOf(actor, personId)}/print?from=${from}&to=${to}`, { from, to });
}

/** The passbooks of others, for who prints them. */
const clerkRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/passbooks',
    door: CLERKS,
    summary: 'To find whose passbook is printed',
    handle: ({ actor }) => passbooksPage(actor),
  }),
  route({
    method: 'post',
    path: '/passbooks/searches',
    door: CLERKS,
    summary: 'Find a person by card, phone, name or pinyin, to print their passbook',
    keyless: true,
    form: searchForm,
    again: ({ actor }) => passbooksPage(actor),
    handle: async ({ actor, values: { q } }) => {
      const [one, ...others] = await peopleMeant(actor.communityId, q);
      return one && others.length === 0
        ? done(`/people/${one.id}/passbook`, { id: one.id })
        : passbooksPage(actor, q);
    },
  }),
  route({
    method: 'get',
    path: '/people/:id/passbook',
    door: CLERKS,
    summary: 'The passbook of a person, and how far it is printed',
    handle: ({ actor, id }) => passbookPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/people/:id/passbook/pages',
    door: CLERKS,
    summary: 'Print what a passbook has not got yet',
    again: ({ actor, id }) => passbookPage(actor, id),
    handle: ({ actor, id, command }) => print(actor, id, command),
  }),
  route({
    method: 'get',
    path: '/people/:id/passbook/print',
    door: CLERKS,
    summary: 'Pages of a passbook, to print them again',
    query: pagesQuery,
    handle: ({ actor, id, query }) => printPage(actor, id, query),
  }),
];

const ownRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/me/passbook',
    door: ['resident'],
    summary: 'One’s own passbook, and how far it is printed',
    handle: ({ actor }) => passbookPage(actor, actor.personId),
  }),
  route({
    method: 'post',
    path: '/me/passbook/pages',
    door: ['resident'],
    summary: 'Print what one’s own passbook has not got yet',
    again: ({ actor }) => passbookPage(actor, actor.personId),
    handle: ({ actor, command }) => print(actor, actor.personId, command),
  }),
  route({
    method: 'get',
    path: '/me/passbook/print',
    door: ['resident'],
    summary: 'Pages of one’s own passbook, to print them again',
    query: pagesQuery,
    handle: ({ actor, query }) => printPage(actor, actor.personId, query),
  }),
];

export const passbookRoutes: readonly Route[] = [...clerkRoutes, ...ownRoutes];
