import { found, permit } from '../base/refusal.ts';
import { availableOf } from '../ledger/index.ts';
import {
  communities,
  findPeople,
  gridsOf,
  householdById,
  householdList,
  isChild,
  mayManagePerson,
  membersOf,
  movesOf,
  namesakesOf,
  peopleByIds,
  personById,
  searchForm,
} from '../people/index.ts';
import type { Actor, HouseholdFacts, HouseholdFilter, PersonFacts } from '../people/index.ts';
import { page } from '../web/route.ts';
import type { Answer } from '../web/route.ts';
import { memberForm, mergeForm, moveForm, splitForm } from './forms.ts';
import { kept } from './membership.ts';
import {
  mayApproveMerge,
  mayDropMerge,
  mayEndPool,
  mayKeepHouseholds,
  mayReadHouseholds,
  mayRecordConsents,
} from './policy.ts';
import { givenIn, mergesOf } from './queries.ts';

/** The households of a community, grid by grid, or those that were found. */
export async function listPage(
  actor: Actor,
  communityId: number,
  filter: HouseholdFilter,
): Promise<Answer> {
  permit(mayReadHouseholds(actor, communityId), 'read-households');
  const { items, next } = await householdList(communityId, filter);
  const { q, grid } = filter;
  const narrowed = grid === undefined ? '' : `&grid=${grid}`;
  return page(
    'households/households/index',
    { items, next: next === null || q !== undefined ? null : `after=${next}${narrowed}` },
    {
      form: searchForm,
      values: { q },
      only: {
        ...{ grids: await gridsOf(communityId), grid: grid ?? null, q: q ?? null },
        ...(q === undefined ? {} : { path: '/households' }),
      },
    },
  );
}

/** Members with what each has, and what they have together. */
async function membersWithPoints({ id, communityId, headId }: HouseholdFacts) {
  const members = await membersOf(id);
  const points = await availableOf(communityId, [0, ...members.map((one) => one.id)]);
  const shown = members.map((one) => ({
    ...one,
    isHead: one.id === headId,
    isChild: isChild(one.bornOn),
    points: points.get(one.id) ?? 0,
  }));
  return { members: shown, together: shown.reduce((sum, one) => sum + one.points, 0) };
}

/** One household: who lives there, whether it pools, what they have, who came and went. */
export async function householdPage(actor: Actor, id: number): Promise<Answer> {
  const household = await householdById(id);
  permit(mayReadHouseholds(actor, household.communityId), 'read-households');
  const may = {
    keep: mayKeepHouseholds(actor, household.communityId),
    record: mayRecordConsents(actor, household),
    end: mayEndPool(actor, household),
  };
  const data = { household, ...(await membersWithPoints(household)) };
  const [history, given] = await Promise.all([movesOf(id), givenIn(id)]);
  return page('households/households/show', { ...data, history, given }, { only: { may } });
}

/** The household of who asks, in large words. */
export async function ownHouseholdPage(actor: Actor): Promise<Answer> {
  if (actor.householdId === null) return page('households/own/show', { household: null });
  const household = await householdById(actor.householdId);
  const { members, together } = await membersWithPoints(household);
  const given = await givenIn(household.id);
  const own = members.find(({ id }) => id === actor.personId);
  const headAgreed = members.some((one) => one.isHead && one.consentedAt !== null);
  const isAsked =
    members.length > 1 && own?.consentedAt === null && !own.isChild && (own.isHead || headAgreed);
  const isAgreed = members.some(({ consentedAt }) => consentedAt !== null);
  return page(
    'households/own/show',
    { household, members, together, given },
    { only: { isAsked, isAgreed, own } },
  );
}

/** The form for who joins; with words, those who were found by them. */
export async function joinPage(actor: Actor, id: number, q?: string): Promise<Answer> {
  const household = await kept(actor, id);
  const ids = q === undefined ? [] : await findPeople(household.communityId, q, FOUND_MAX);
  const people = [...(await peopleByIds(ids)).values()].filter((one) => one.householdId !== id);
  return page(
    'households/members/new',
    { household },
    { form: memberForm, only: { people, q: q ?? null, path: `/households/${id}/members/new` } },
  );
}

const FOUND_MAX = 20;

/** The form for members who become a household of their own. */
export async function splitPage(actor: Actor, id: number): Promise<Answer> {
  const household = await kept(actor, id);
  const only = { members: await membersOf(id), grids: await gridsOf(household.communityId) };
  return page('households/split/new', { household }, { form: splitForm, only });
}

/** The form for who moves to another community. */
export async function movePage(actor: Actor, id: number): Promise<Answer> {
  const household = await kept(actor, id);
  const others = (await communities()).filter((one) => one.id !== household.communityId);
  const places = await Promise.all(
    others.map(async (one) =>
      (await gridsOf(one.id)).map((grid) => ({
        value: grid.id,
        label: `${one.name} · ${grid.name}`,
      })),
    ),
  );
  const only = { members: await membersOf(id), places: places.flat() };
  return page('households/move/new', { household }, { form: moveForm, only });
}

/** The merges of the community, those that wait first. */
export async function mergesPage(actor: Actor, communityId: number): Promise<Answer> {
  permit(mayReadHouseholds(actor, communityId), 'read-households');
  const items = (await mergesOf(communityId)).map((one) => ({
    ...one,
    mayApprove: one.state === 'proposed' && mayApproveMerge(actor, one),
    mayDrop: one.state === 'proposed' && mayDropMerge(actor, one),
  }));
  return page('households/merges/index', { items });
}

/** The form that says of two entries that they are one: those that look alike, or were found. */
export async function newMergePage(actor: Actor, keptId: number, q?: string): Promise<Answer> {
  const person = found(await personById(keptId), 'person');
  permit(mayManagePerson(actor, person), 'manage-person');
  const candidates = await candidatesFor(person, q);
  const values = { keptId };
  const path = `/merges/new?keep=${keptId}`;
  return page(
    'households/merges/new',
    { person: { id: person.id, name: person.name } },
    { form: mergeForm, values, only: { candidates, q: q ?? null, path } },
  );
}

async function candidatesFor(person: PersonFacts, q?: string): Promise<PersonFacts[]> {
  const ids =
    q === undefined
      ? await namesakesOf(person.id)
      : await findPeople(person.communityId, q, FOUND_MAX);
  const all = await Promise.all(ids.map((id) => personById(id)));
  return all.flatMap((one) =>
    one && one.id !== person.id && one.mergedIntoId === null ? [one] : [],
  );
}
