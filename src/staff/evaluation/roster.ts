import sql from 'sql-template-tag';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import { residentBy } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { memberOf } from '../members/queries.ts';
import { mayAssess } from '../policy.ts';
import { cycleOf } from './queries.ts';
import type { GroupKind } from './tally.ts';

/** Who votes and who is rated is settled while the cycle is a draft, never later. */
async function changing<T>(
  actor: Actor,
  cycleId: number,
  [command, name, input]: readonly [Command, string, Readonly<Record<string, unknown>>],
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  permit(mayAssess(actor, actor.communityId), 'evaluate');
  return once(command, name, { ...input, cycleId }, async (tx) => {
    await cycleOf(actor.communityId, cycleId, tx);
    const isDraft = await change(
      sql`UPDATE evaluation_cycles SET phase = phase WHERE id = ${cycleId} AND phase = 'draft'`,
      tx,
    );
    if (isDraft === 0) throw new Refusal('conflict', 'lists-closed');
    return work(tx);
  });
}

/**
 * Lets a person vote in a group: staff as leaders or colleagues, residents as representatives.
 * Refuses `evaluate`, `lists-closed`, `no-member`, `no-resident`, `votes-already`.
 */
export function addVoter(
  actor: Actor,
  cycleId: number,
  voter: { readonly personId: number; readonly group: GroupKind },
  command: Command,
): Promise<{ personId: number }> {
  return changing(actor, cycleId, [command, 'add-voter', voter], async (tx) => {
    const { personId, group } = voter;
    if (group === 'representatives') await residentBy(personId, tx);
    else await memberOf(personId, actor.communityId, tx);
    const kept = await row<{ id: number }>(
      sql`SELECT id FROM evaluation_groups WHERE cycle_id = ${cycleId} AND kind = ${group}`,
      tx,
    );
    const added = await change(
      sql`INSERT INTO evaluation_voters (cycle_id, person_id, group_id)
          VALUES (${cycleId}, ${personId}, ${found(kept, 'cycle').id})
          ON CONFLICT (cycle_id, person_id) DO NOTHING`,
      tx,
    );
    if (added === 0) throw new Refusal('conflict', 'votes-already');
    return { personId };
  });
}

/** Takes a person off the list of voters. Refuses `evaluate`, `lists-closed`, `no-voter`. */
export function removeVoter(
  actor: Actor,
  cycleId: number,
  personId: number,
  command: Command,
): Promise<{ personId: number }> {
  return changing(actor, cycleId, [command, 'remove-voter', { personId }], async (tx) => {
    const removed = await change(
      sql`DELETE FROM evaluation_voters WHERE cycle_id = ${cycleId} AND person_id = ${personId}`,
      tx,
    );
    if (removed === 0) throw new Refusal('missing', 'no-voter');
    return { personId };
  });
}

/** Has a member of the office rated too. Refuses `evaluate`, `lists-closed`, `no-member`. */
export function addRated(
  actor: Actor,
  cycleId: number,
  personId: number,
  command: Command,
): Promise<{ personId: number }> {
  return changing(actor, cycleId, [command, 'rate-member', { personId }], async (tx) => {
    await memberOf(personId, actor.communityId, tx);
    await change(
      sql`INSERT INTO evaluation_rated (cycle_id, person_id) VALUES (${cycleId}, ${personId})
          ON CONFLICT (cycle_id, person_id) DO NOTHING`,
      tx,
    );
    return { personId };
  });
}

/** Leaves a member out of the rating. Refuses `evaluate`, `lists-closed`, `no-member`. */
export function removeRated(
  actor: Actor,
  cycleId: number,
  personId: number,
  command: Command,
): Promise<{ personId: number }> {
  return changing(actor, cycleId, [command, 'leave-member-out', { personId }], async (tx) => {
    const removed = await change(
      sql`DELETE FROM evaluation_rated WHERE cycle_id = ${cycleId} AND person_id = ${personId}`,
      tx,
    );
    if (removed === 0) throw new Refusal('missing', 'no-member');
    return { personId };
  });
}
