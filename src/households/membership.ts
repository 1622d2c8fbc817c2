import { note } from '../base/audit.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import type { Transaction } from '../base/db.ts';
import { found, permit, Refusal } from '../base/refusal.ts';
import {
  addHousehold,
  holdHouseholds,
  householdById,
  membersOf,
  nameHead,
  personById,
  place,
  refuseStrangeGrid,
} from '../people/index.ts';
import type { Actor, HouseholdFacts, PersonFacts, Why } from '../people/index.ts';
import { mayKeepHouseholds } from './policy.ts';

/** Who comes or goes, and why. */
export interface MemberChange {
  readonly memberId: number;
  readonly reason: string;
}

/**
 * Lets a person of the community live in a household; where they belonged to another they leave it.
 * Refuses `no-household`, `keep-households`, `no-person`, `member-already`.
 */
export const joinHousehold = (
  actor: Actor,
  householdId: number,
  { memberId, reason }: MemberChange,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'join-household', { householdId, memberId, reason }, async (tx) => {
    const household = await kept(actor, householdId, tx);
    const before = await personOf(household.communityId, memberId, tx);
    await holdHouseholds([householdId, before.householdId], tx);
    const person = await personOf(household.communityId, memberId, tx);
    if (person.householdId === householdId) {
      throw new Refusal('conflict', 'member-already', {}, 'memberId');
    }
    await move(actor, person, householdId, { kind: 'joined', reason }, tx);
    return { id: householdId };
  });

/**
 * Lets a member belong to no household; their points stay theirs. Refuses `no-household`,
 * `keep-households`, `not-in-household`.
 */
export const leaveHousehold = (
  actor: Actor,
  householdId: number,
  { memberId, reason }: MemberChange,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'leave-household', { householdId, memberId, reason }, async (tx) => {
    await kept(actor, householdId, tx);
    await holdHouseholds([householdId], tx);
    const [person] = await members(householdId, [memberId], 'memberId', tx);
    await move(actor, person as PersonFacts, null, { kind: 'left', reason }, tx);
    return { id: householdId };
  });

/** Some members become a household of their own. */
export interface Split {
  readonly memberIds: number[];
  readonly gridId: number;
  readonly name: string;
  readonly reason: string;
}

/**
 * Makes a household of some members of another, the first grown-up of them its head. Refuses
 * `no-household`, `keep-households`, `not-in-household`, `split-all`, `no-grid`.
 */
export const splitHousehold = (
  actor: Actor,
  householdId: number,
  split: Split,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'split-household', { householdId, split }, async (tx) => {
    const { communityId } = await kept(actor, householdId, tx);
    await refuseStrangeGrid(communityId, split.gridId, tx);
    await holdHouseholds([householdId], tx);
    const leaving = await members(householdId, split.memberIds, 'memberIds', tx);
    const all = await membersOf(householdId, tx);
    if (leaving.length === all.length) throw new Refusal('conflict', 'split-all', {}, 'memberIds');
    const id = await addHousehold(communityId, split.gridId, split.name, tx);
    for (const person of leaving) {
      await move(actor, person, id, { kind: 'split', reason: split.reason }, tx);
    }
    return { id };
  });

/** Names the head. Refuses `no-household`, `keep-households`, `not-in-household`, `head-is-child`. */
export const nameHeadOf = (
  actor: Actor,
  householdId: number,
  memberId: number,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'name-head', { householdId, memberId }, async (tx) => {
    const { communityId } = await kept(actor, householdId, tx);
    await holdHouseholds([householdId], tx);
    await nameHead(householdId, memberId, actor.personId, tx);
    const event = { communityId, personId: actor.personId, name: 'head-named' };
    await note({ ...event, subject: `household:${householdId}` }, tx);
    return { id: householdId };
  });

/** A household that the actor keeps. Refuses `no-household`, `keep-households`. */
export async function kept(actor: Actor, id: number, tx?: Transaction): Promise<HouseholdFacts> {
  const household = await householdById(id, tx);
  permit(mayKeepHouseholds(actor, household.communityId), 'keep-households');
  return household;
}

async function personOf(communityId: number, id: number, tx: Transaction): Promise<PersonFacts> {
  const person = await personById(id, tx);
  const belongs =
    person?.communityId === communityId && person.erasedAt === null && person.mergedIntoId === null;
  if (!belongs) throw new Refusal('invalid', 'no-person', {}, 'memberId');
  return person;
}

/** The members of a household that are meant. Refuses `not-in-household`. */
export async function members(
  householdId: number,
  ids: readonly number[],
  field: string,
  tx: Transaction,
): Promise<PersonFacts[]> {
  const people: PersonFacts[] = [];
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const person = await personById(id, tx);
    if (person?.householdId !== householdId) {
      throw new Refusal('invalid', 'not-in-household', {}, field);
    }
    people.push(found(person, 'person'));
  }
  return people;
}

async function move(
  actor: Actor,
  person: PersonFacts,
  householdId: number | null,
  why: Omit<Why, 'byId'>,
  tx: Transaction,
): Promise<void> {
  const { id, communityId } = person;
  await place(person, { communityId, householdId }, { ...why, byId: actor.personId }, tx);
  const event = { communityId, personId: actor.personId, name: `household-${why.kind}` };
  await note({ ...event, subject: `person:${id}` }, tx);
}
