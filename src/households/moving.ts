import { note } from '../base/audit.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { lockRows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { permit, Refusal } from '../base/refusal.ts';
import { leaveMarket } from '../market/index.ts';
import { tell } from '../messages/index.ts';
import {
  addHousehold,
  entriesOf,
  gridById,
  holdersOf,
  holdHouseholds,
  mayManagePerson,
  place,
  resettle,
} from '../people/index.ts';
import type { Actor, PersonFacts } from '../people/index.ts';
import { followPerson } from './following.ts';
import { kept, members } from './membership.ts';

/** Who of a household moves where, as one household there. */
export interface CommunityMove {
  readonly memberIds: number[];
  /** A grid of the other community. */
  readonly gridId: number;
  readonly name: string;
  readonly reason: string;
  /** Whether what they have reserved is given back; else nothing may be reserved. */
  readonly cancel: boolean;
}

/**
 * Lets members of a household, or all of it, live in another community. Their points go along, their
 * roles here end, they are residents there; card and sign-in stay. The managers there are told.
 * Refuses `no-household`, `keep-households`, `not-in-household`, `manage-person`, `no-grid`,
 * `same-community`, `reservations-open`.
 */
export const movePeople = (
  actor: Actor,
  householdId: number,
  wish: CommunityMove,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'move-people', { householdId, wish }, async (tx) => {
    const { communityId: left } = await kept(actor, householdId, tx);
    const grid = await gridById(wish.gridId, tx);
    if (grid.communityId === left) throw new Refusal('invalid', 'same-community', {}, 'gridId');
    await holdHouseholds([householdId], tx);
    const moving = await members(householdId, wish.memberIds, 'memberIds', tx);
    const ids = moving.map(({ id }) => id);
    await lockRows('persons', ids, tx);
    for (const person of moving) permit(mayManagePerson(actor, person), 'manage-person');
    await leaveMarket(left, ids, { cancel: wish.cancel, byId: actor.personId }, tx);
    const id = await addHousehold(grid.communityId, grid.id, wish.name, tx);
    for (const person of moving) {
      await moveOne(actor, person, { ...grid, householdId: id }, wish.reason, tx);
    }
    await tellOfArrival(grid.communityId, moving.length, id, tx);
    return { id };
  });

async function moveOne(
  actor: Actor,
  person: PersonFacts,
  { communityId, householdId }: { readonly communityId: number; readonly householdId: number },
  reason: string,
  tx: Transaction,
): Promise<void> {
  const byId = actor.personId;
  await place(person, { communityId, householdId }, { kind: 'moved', reason, byId }, tx);
  await resettle(person, communityId, byId, tx);
  for (const id of await entriesOf(person.id, tx)) {
    const mergedIntoId = id === person.id ? null : person.id;
    await followPerson({ id, communityId, mergedIntoId }, byId, tx);
  }
  const event = { communityId: person.communityId, personId: byId, name: 'community-moved' };
  await note({ ...event, subject: `person:${person.id}` }, tx);
  const message = { communityId, personId: person.id, kind: 'community-moved' };
  await tell([{ ...message, href: '/me/household' }], tx);
}

async function tellOfArrival(
  communityId: number,
  count: number,
  householdId: number,
  tx: Transaction,
): Promise<void> {
  const managers = await holdersOf(['manager'], communityId, tx);
  const message = { communityId, kind: 'people-arrived', facts: { count } };
  await tell(
    managers.map((personId) => ({ ...message, personId, href: `/households/${householdId}` })),
    tx,
  );
}
