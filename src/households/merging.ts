import sql from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, lockRows, row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { permit, Refusal } from '../base/refusal.ts';
import { handOnReservations } from '../market/index.ts';
import { tell } from '../messages/index.ts';
import {
  entriesOf,
  foldInto,
  holdHouseholds,
  mayManagePerson,
  personById,
  place,
} from '../people/index.ts';
import type { Actor, PersonFacts } from '../people/index.ts';
import { handOnActivities } from '../volunteering/index.ts';
import { followPerson } from './following.ts';
import { mayApproveMerge, mayDropMerge } from './policy.ts';
import type { Proposed } from './policy.ts';
import { mergeById } from './queries.ts';

/** Two entries that are one person: which is kept, which becomes it, and how that is known. */
export interface NewMerge {
  readonly keptId: number;
  readonly mergedId: number;
  readonly reason: string;
}

/**
 * Says that two entries of a community are one person; another manager decides. Refuses `no-person`,
 * `same-entry`, `other-community`, `manage-person`, `merge-proposed`.
 */
export const proposeMerge = (
  actor: Actor,
  { keptId, mergedId, reason }: NewMerge,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'propose-merge', { keptId, mergedId, reason }, async (tx) => {
    const { communityId } = await pair(actor, { keptId, mergedId }, tx);
    const made = await row<{ id: number }>(
      sql`INSERT INTO merges (community_id, kept_id, merged_id, state, reason, proposed_by_id,
            proposed_at)
          VALUES (${communityId}, ${keptId}, ${mergedId}, 'proposed', ${reason},
            ${actor.personId}, ${now()})
          ON CONFLICT (merged_id) WHERE state <> 'dropped' DO NOTHING RETURNING id`,
      tx,
    );
    if (!made) throw new Refusal('conflict', 'merge-proposed', {}, 'mergedId');
    await noteOf(actor, { communityId, id: made.id }, 'merge-proposed', tx);
    return { id: made.id };
  });

/** Both entries, held. Refuses what keeps them from being one. */
async function pair(
  actor: Actor,
  { keptId, mergedId }: Pick<NewMerge, 'keptId' | 'mergedId'>,
  tx: Transaction,
): Promise<{ communityId: number; kept: PersonFacts; merged: PersonFacts }> {
  if (keptId === mergedId) throw new Refusal('invalid', 'same-entry', {}, 'mergedId');
  await lockRows('persons', [keptId, mergedId], tx);
  const kept = await entry(actor, keptId, 'keptId', tx);
  const merged = await entry(actor, mergedId, 'mergedId', tx);
  if (kept.communityId !== merged.communityId) {
    throw new Refusal('conflict', 'other-community', {}, 'mergedId');
  }
  return { communityId: kept.communityId, kept, merged };
}

async function entry(
  actor: Actor,
  id: number,
  field: string,
  tx: Transaction,
): Promise<PersonFacts> {
  const person = await personById(id, tx);
  if (!person || person.erasedAt !== null || person.mergedIntoId !== null) {
    throw new Refusal('invalid', 'no-person', {}, field);
  }
  permit(actor.personId !== id && mayManagePerson(actor, person), 'manage-person');
  return person;
}

/** A proposal that the actor may decide. */
export interface Decision {
  readonly isSame: boolean;
}

/**
 * Makes two entries one person, or drops the proposal. Points of the second go over by transfers, its
 * reservations keep their codes, its places in activities go along, its check-ins and hours count with the first, it signs in no more.
 * Refuses `no-merge`, `approve-merge`, `drop-merge`, `decided-already`, and what `proposeMerge` does.
 */
export const decideMerge = (
  actor: Actor,
  mergeId: number,
  { isSame }: Decision,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'decide-merge', { mergeId, isSame }, async (tx) => {
    const merge = await mergeById(mergeId, tx);
    if (isSame) permit(mayApproveMerge(actor, merge), 'approve-merge');
    else permit(mayDropMerge(actor, merge), 'drop-merge');
    const decided = await change(
      sql`UPDATE merges SET state = ${isSame ? 'approved' : 'dropped'},
                 decided_by_id = ${actor.personId}, decided_at = ${now()}
           WHERE id = ${mergeId} AND state = 'proposed'`,
      tx,
    );
    if (decided === 0) throw new Refusal('conflict', 'decided-already');
    if (isSame) await unite(actor, merge, tx);
    await noteOf(actor, merge, isSame ? 'merge-approved' : 'merge-dropped', tx);
    return { id: mergeId };
  });

async function unite(actor: Actor, { keptId, mergedId }: Proposed, tx: Transaction): Promise<void> {
  const byId = actor.personId;
  const before = await personById(mergedId, tx);
  await holdHouseholds([before?.householdId ?? null], tx);
  const { communityId, kept, merged } = await pair(actor, { keptId, mergedId }, tx);
  await place(merged, { communityId, householdId: null }, { kind: 'merged', byId }, tx);
  await handOnReservations(communityId, { from: mergedId, to: keptId, byId }, tx);
  await handOnActivities({ from: mergedId, to: keptId }, tx);
  const entries = await entriesOf(mergedId, tx);
  await foldInto(kept, merged, byId, tx);
  for (const id of entries) await followPerson({ id, communityId, mergedIntoId: keptId }, byId, tx);
  const message = { communityId, personId: keptId, kind: 'entries-merged' };
  await tell([{ ...message, href: '/me/transfers' }], tx);
}

const noteOf = (
  { personId }: Actor,
  { id, communityId }: { readonly id: number; readonly communityId: number },
  name: string,
  tx: Transaction,
): Promise<void> => note({ communityId, personId, name, subject: `merge:${id}` }, tx);
