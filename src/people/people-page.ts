import { permit } from '../base/refusal.ts';
import { page } from '../web/route.ts';
import type { Answer, List } from '../web/route.ts';
import type { Actor } from './actor.ts';
import { communities, residentialCommunity } from './communities.ts';
import type { Community } from './communities.ts';
import { newPersonForm, personForm, searchForm } from './forms.ts';
import { maskedPhone } from './names.ts';
import { peopleOf, searchPeople } from './listing.ts';
import type { ListedPerson, PeopleFilter } from './listing.ts';
import { mayManagePeople, mayReadPeople } from './policy.ts';
import { gridsOf, householdsOf, visiblePerson } from './queries.ts';

/** In a list a phone number only tells people apart. */
const inList = (person: ListedPerson): ListedPerson => ({
  ...person,
  phone: person.phone === null ? null : maskedPhone(person.phone),
});

/** The communities whose people the actor may read. */
async function readable(actor: Actor): Promise<Community[]> {
  return (await communities()).filter(({ id }) => mayReadPeople(actor, id));
}

/** The list of a community's people, household by household. */
export async function peoplePage(
  actor: Actor,
  communityId: number,
  filter: PeopleFilter,
): Promise<Answer> {
  permit(mayReadPeople(actor, communityId), 'read-people');
  await residentialCommunity(communityId);
  const { items, next } = await peopleOf(communityId, filter);
  const { grid, household } = filter;
  return page(
    'people/persons/index',
    { items: items.map(inList), next: next && nextQuery({ ...filter, after: next }, communityId) },
    {
      form: searchForm,
      only: {
        ...(await around(actor, communityId)),
        q: null,
        grid: grid ?? null,
        isNarrowed: grid !== undefined || household !== undefined,
      },
    },
  );
}

/** The same as it goes out: with whole phone numbers, for who keeps them. */
export async function peopleList(
  actor: Actor,
  communityId: number,
  filter: PeopleFilter,
): Promise<List> {
  permit(mayReadPeople(actor, communityId), 'read-people');
  const { items, next } = await peopleOf(communityId, filter);
  const mayKeep = mayManagePeople(actor, communityId);
  return {
    items: mayKeep ? items : items.map(inList),
    next: next && nextQuery({ ...filter, after: next }, communityId),
  };
}

/** The people found; the words never stand in an address, so the page's own is that of the list. */
export async function foundPage(actor: Actor, communityId: number, q: string): Promise<Answer> {
  permit(mayReadPeople(actor, communityId), 'read-people');
  await residentialCommunity(communityId);
  const items = await searchPeople(communityId, q);
  return page(
    'people/persons/index',
    { items: items.map(inList), next: null },
    {
      form: searchForm,
      values: { q },
      only: {
        ...(await around(actor, communityId)),
        q,
        grid: null,
        isNarrowed: false,
        path: `/people?community=${communityId}`,
      },
    },
  );
}

async function around(
  actor: Actor,
  communityId: number,
): Promise<Readonly<Record<string, unknown>>> {
  return {
    communityId,
    places: await readable(actor),
    grids: await gridsOf(communityId),
    mayManage: mayManagePeople(actor, communityId),
  };
}

function nextQuery(filter: PeopleFilter, communityId: number): string {
  const parts = Object.entries({ ...filter, community: communityId });
  return new URLSearchParams(parts.map(([name, value]) => [name, String(value)])).toString();
}

/** The form for a new resident. */
export async function newPersonPage(actor: Actor, communityId: number): Promise<Answer> {
  permit(mayManagePeople(actor, communityId), 'manage-people');
  await residentialCommunity(communityId);
  const households = await householdsOf(communityId);
  const grids = await gridsOf(communityId);
  const only = { communityId, households, grids };
  return page('people/persons/new', {}, { form: newPersonForm, only });
}

/** The form for what is known of a person. */
export async function editPersonPage(actor: Actor, personId: number): Promise<Answer> {
  const person = await visiblePerson(actor, personId);
  const households = await householdsOf(person.communityId);
  const { name, householdId, phone, cardNumber, signInName } = person;
  const nameConsent = person.nameConsentAt !== null;
  return page(
    'people/persons/edit',
    { person },
    {
      form: personForm,
      values: { name, householdId, phone, cardNumber, signInName, nameConsent },
      only: { households },
    },
  );
}
