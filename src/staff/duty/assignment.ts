import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { monthOfDay } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayAssess } from '../policy.ts';
import { conflictOf } from './conflicts.ts';
import type { NewDuty } from './forms.ts';
import { recordMoves, takeTurns } from './moves.ts';
import { dutyOf, knownAroundDays, rosterOf, shiftInUse } from './queries.ts';
import type { Duty } from './queries.ts';
import { insertDuties } from './roster.ts';
import { timesOn } from './times.ts';

/**
 * Puts a person on duty by hand, in a draft or in a roster that is published. Refuses `keep-duty`,
 * `no-shift`, `no-roster-then`, `duty-begun`, `not-member-then`, `on-duty-then`.
 */
export async function assignDuty(
  actor: Actor,
  wish: NewDuty,
  command: Command,
): Promise<{ id: number; day: string }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  return once(command, 'assign-duty', wish, async (tx) => {
    await takeTurns(streetId, tx);
    const roster = await rosterOf(streetId, monthOfDay(wish.day), tx);
    if (!roster) throw new Refusal('invalid', 'no-roster-then', {}, 'day');
    const duty = await possible(streetId, wish, [], tx);
    const [made] = await insertDuties(streetId, roster.id, [duty], tx);
    const { id } = made as { id: number };
    if (roster.state === 'published') {
      const move = { dutyId: id, personId: wish.personId, why: 'assigned' as const };
      await recordMoves(streetId, [move], actor.personId, tx);
      await tellOf('duty-assigned', wish.personId, await dutyOf(id, streetId, tx), streetId, tx);
    }
    return { id, day: wish.day };
  });
}

/** The duty with its times, when the person can have it. */
async function possible(
  streetId: number,
  wish: NewDuty,
  givenAway: readonly number[],
  tx: Transaction,
): Promise<NewDuty & { startsAt: string; endsAt: string }> {
  const duty = { ...wish, ...timesOn(wish.day, await shiftInUse(wish.shiftId, streetId, tx)) };
  if (duty.startsAt <= now()) throw new Refusal('conflict', 'duty-begun', {}, 'day');
  const known = await knownAroundDays(streetId, [wish.day], tx);
  const conflict = conflictOf(duty, known, givenAway);
  if (conflict) throw new Refusal('invalid', conflict, {}, 'personId');
  return duty;
}

/**
 * Changes a duty before it begins: who, which shift, which day of its month. Of a published duty both
 * persons are told. Refuses `keep-duty`, `no-duty`, `own-duty`, `duty-begun`, `duty-other-month`,
 * `no-shift`, `not-member-then`, `on-duty-then`.
 */
export async function changeDuty(
  actor: Actor,
  id: number,
  wish: NewDuty,
  command: Command,
): Promise<{ id: number; day: string }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  return once(command, 'change-duty', { id, ...wish }, async (tx) => {
    await takeTurns(streetId, tx);
    const before = await dutyOf(id, streetId, tx);
    permit(!before.isPublished || before.personId !== actor.personId, 'own-duty');
    if (monthOfDay(wish.day) !== monthOfDay(before.day)) {
      throw new Refusal('invalid', 'duty-other-month', {}, 'day');
    }
    const { startsAt, endsAt } = await possible(streetId, wish, [id], tx);
    const changed = await change(
      sql`UPDATE duties SET person_id = ${wish.personId}, shift_id = ${wish.shiftId},
                            day = ${wish.day}, starts_at = ${startsAt}, ends_at = ${endsAt}
           WHERE id = ${id} AND state = 'assigned' AND starts_at > ${now()}`,
      tx,
    );
    if (changed === 0) throw new Refusal('conflict', 'duty-begun');
    if (before.isPublished) await publishChange(actor, before, wish, tx);
    return { id, day: wish.day };
  });
}

async function publishChange(
  { communityId, personId: by }: Actor,
  before: Duty,
  wish: NewDuty,
  tx: Transaction,
): Promise<void> {
  const move = { dutyId: before.id, personId: wish.personId, why: 'changed' as const };
  await recordMoves(communityId, [move], by, tx);
  const after = await dutyOf(before.id, communityId, tx);
  const isSame = before.personId === wish.personId;
  if (!isSame) await tellOf('duty-cancelled', before.personId, before, communityId, tx);
  await tellOf(isSame ? 'duty-changed' : 'duty-assigned', wish.personId, after, communityId, tx);
}

/**
 * Takes a duty off the roster before it begins; a published one leaves its history. Refuses
 * `keep-duty`, `no-duty`, `own-duty`, `duty-begun`.
 */
export async function cancelDuty(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ id: number; day: string }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  return once(command, 'cancel-duty', { id }, async (tx) => {
    await takeTurns(streetId, tx);
    const duty = await dutyOf(id, streetId, tx);
    permit(!duty.isPublished || duty.personId !== actor.personId, 'own-duty');
    const isStill = sql`id = ${id} AND state = 'assigned' AND starts_at > ${now()}`;
    const cancelled = await change(
      duty.isPublished
        ? sql`UPDATE duties SET state = 'cancelled' WHERE ${isStill}`
        : sql`DELETE FROM duties WHERE ${isStill}`,
      tx,
    );
    if (cancelled === 0) throw new Refusal('conflict', 'duty-begun');
    if (duty.isPublished) {
      const move = { dutyId: id, personId: duty.personId, why: 'cancelled' as const };
      await recordMoves(streetId, [move], actor.personId, tx);
      await tellOf('duty-cancelled', duty.personId, duty, streetId, tx);
    }
    return { id, day: duty.day };
  });
}

const tellOf = (
  kind: 'duty-assigned' | 'duty-changed' | 'duty-cancelled',
  personId: number,
  { id, day, shift }: Duty,
  communityId: number,
  tx: Transaction,
): Promise<void> =>
  tell([{ communityId, personId, kind, facts: { day, shift }, href: `/staff/duties/${id}` }], tx);
