import Joi from 'joi';
import { created, done, page, route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import type { Actor } from './actor.ts';
import { communities } from './communities.ts';
import { grantForm, newPersonForm, personForm, searchForm } from './forms.ts';
import type { PeopleFilter } from './listing.ts';
import { editPersonPage, foundPage, newPersonPage, peoplePage } from './people-page.ts';
import { changePerson } from './person-changes.ts';
import { createResident } from './persons.ts';
import { hasPin } from './pins/queries.ts';
import {
  mayErasePerson,
  mayGrantIn,
  mayGrantTo,
  mayManagePerson,
  maySwitchPerson,
} from './policy.ts';
import { householdMembers, visiblePerson } from './queries.ts';
import type { PersonFacts } from './queries.ts';

const READERS = ['manager', 'administrator', 'auditor'] as const;
const KEEPERS = ['manager', 'administrator'] as const;

const id = (): Joi.NumberSchema => Joi.number().integer().min(1).max(2_147_483_647).empty('');

/** Administrators of all communities look at one after another. */
const placeQuery = Joi.object<{ community?: number }, true>({ community: id() });

const listQuery = Joi.object<PeopleFilter & { community?: number }, true>({
  community: id(),
  grid: id(),
  household: id(),
  after: Joi.string().pattern(/^\d{1,10}\.\d{1,10}\.\d{1,10}$/),
});

async function personPage(actor: Actor, personId: number): Promise<Answer> {
  const person = await visiblePerson(actor, personId);
  const { householdId } = person;
  const members = householdId === null ? [] : await householdMembers(householdId);
  const only = {
    may: whatMayBeDone(actor, person),
    places: await grantPlaces(actor, person),
    hasPin: await hasPin(personId),
  };
  return page('people/persons/show', { person, members }, { form: grantForm, only });
}

const whatMayBeDone = (actor: Actor, person: PersonFacts): Readonly<Record<string, unknown>> => ({
  change: mayManagePerson(actor, person),
  switch: maySwitchPerson(actor, person),
  erase: mayErasePerson(actor, person),
  end: person.grants
    .filter((one) => mayGrantTo(actor, person, one.communityId))
    .map((one) => one.id),
});

/** Where the actor may give the person a role; `null` is everywhere. */
async function grantPlaces(
  actor: Actor,
  person: PersonFacts,
): Promise<{ id: number | null; name: string | null }[]> {
  if (person.erasedAt !== null || actor.personId === person.id) return [];
  const places = (await communities()).filter(({ id }) => mayGrantIn(actor, id));
  const everywhere = mayGrantIn(actor, null) ? [{ id: null, name: null }] : [];
  return [...places.map(({ id, name }) => ({ id, name })), ...everywhere];
}

/** Who lives and works here: list, search, one person, new and changed ones. */
export const personRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/people',
    door: READERS,
    summary: 'People of the community, household by household',
    query: listQuery,
    handle: ({ actor, communityId, query: { community, ...filter } }) =>
      peoplePage(actor, community ?? communityId, filter),
  }),
  route({
    method: 'post',
    path: '/people/searches',
    door: READERS,
    summary: 'Find people by name, pinyin, card number or phone',
    keyless: true,
    form: searchForm,
    query: placeQuery,
    again: ({ actor, communityId, query }) => peoplePage(actor, placeOf(query) ?? communityId, {}),
    handle: ({ actor, communityId, values, query }) =>
      foundPage(actor, query.community ?? communityId, values.q),
  }),
  route({
    method: 'get',
    path: '/people/new',
    door: KEEPERS,
    summary: 'Page for a new resident',
    query: placeQuery,
    handle: ({ actor, communityId, query }) => newPersonPage(actor, query.community ?? communityId),
  }),
  route({
    method: 'post',
    path: '/people',
    door: KEEPERS,
    summary: 'Add a resident',
    form: newPersonForm,
    query: placeQuery,
    again: ({ actor, communityId, query }) => newPersonPage(actor, placeOf(query) ?? communityId),
    handle: async ({ actor, communityId, values, query, command }) => {
      const place = query.community ?? communityId;
      const person = await createResident(actor, place, values, command);
      return created(`/people/${person.id}`, { person }, 'people.said.personCreated');
    },
  }),
  route({
    method: 'get',
    path: '/people/:id',
    door: READERS,
    summary: 'One person, with roles and household',
    handle: ({ actor, id }) => personPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/people/:id/edit',
    door: KEEPERS,
    summary: 'Page to change what is known of a person',
    handle: ({ actor, id }) => editPersonPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/people/:id',
    door: KEEPERS,
    summary: 'Change what is known of a person',
    form: personForm,
    again: ({ actor, id }) => editPersonPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const person = await changePerson(actor, id, values, command);
      return done(`/people/${id}`, { person }, 'people.said.personChanged');
    },
  }),
];

/** The community that the address names; `again` is typed for any form, so it is asked here. */
const placeOf = (query: { readonly community?: number }): number | undefined => query.community;
