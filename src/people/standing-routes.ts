import { created, done, page, route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import { permit } from '../base/refusal.ts';
import type { Actor } from './actor.ts';
import { erasureForm, grantForm } from './forms.ts';
import { endGrant, grantRole } from './grants.ts';
import { issueOneTimeCode } from './one-time-codes.ts';
import { mayErasePerson } from './policy.ts';
import { visiblePerson } from './queries.ts';
import { activatePerson, deactivatePerson, erasePerson } from './standing.ts';

const KEEPERS = ['manager', 'administrator'] as const;

async function codePage(
  actor: Actor,
  personId: number,
  issued: Readonly<Record<'code' | 'expiresAt', string>>,
): Promise<Answer> {
  const { id, name } = await visiblePerson(actor, personId);
  const only = { person: { id, name }, path: `/people/${id}` };
  return page('people/one-time-codes/show', { ...issued }, { status: 201, only });
}

async function erasurePage(actor: Actor, personId: number): Promise<Answer> {
  const person = await visiblePerson(actor, personId);
  permit(mayErasePerson(actor, person), 'erase-person');
  const { id, name } = person;
  return page('people/erasure/new', { person: { id, name } }, { form: erasureForm });
}

/** What a person may be here: sign in, hold roles, be forgotten. */
export const standingRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/people/:id/one-time-codes',
    door: KEEPERS,
    summary: 'Replace a forgotten password by a one-time code, told once',
    handle: async ({ actor, id, command }) =>
      codePage(actor, id, { ...(await issueOneTimeCode(actor, id, command)) }),
  }),
  route({
    method: 'post',
    path: '/people/:id/deactivation',
    door: KEEPERS,
    summary: 'End a person’s sign-in',
    handle: async ({ actor, id, command }) =>
      done(
        `/people/${id}`,
        { person: await deactivatePerson(actor, id, command) },
        'people.said.personDeactivated',
      ),
  }),
  route({
    method: 'post',
    path: '/people/:id/activation',
    door: KEEPERS,
    summary: 'Let a person sign in again',
    handle: async ({ actor, id, command }) =>
      done(
        `/people/${id}`,
        { person: await activatePerson(actor, id, command) },
        'people.said.personActivated',
      ),
  }),
  route({
    method: 'get',
    path: '/people/:id/erasure',
    door: ['administrator'],
    summary: 'Page that asks before a person’s data is erased',
    handle: ({ actor, id }) => erasurePage(actor, id),
  }),
  route({
    method: 'post',
    path: '/people/:id/erasure',
    door: ['administrator'],
    summary: 'Erase a person’s data; the ledger stays',
    form: erasureForm,
    again: ({ actor, id }) => erasurePage(actor, id),
    handle: async ({ actor, id, values, command }) =>
      done(
        `/people/${id}`,
        { person: await erasePerson(actor, id, values.name, command) },
        'people.said.personErased',
      ),
  }),
  route({
    method: 'post',
    path: '/people/:id/grants',
    door: ['administrator'],
    summary: 'Give a person a role',
    form: grantForm,
    handle: async ({ actor, id, values, command }) =>
      created(
        `/people/${id}`,
        { grant: await grantRole(actor, id, values, command) },
        'people.said.roleGranted',
      ),
  }),
  route({
    method: 'post',
    path: '/grants/:id/end',
    door: ['administrator'],
    summary: 'Take a role back',
    handle: async ({ actor, id, command }) => {
      const grant = await endGrant(actor, id, command);
      return done(`/people/${grant.personId}`, { grant }, 'people.said.roleEnded');
    },
  }),
];
