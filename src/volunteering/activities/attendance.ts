import sql from 'sql-template-tag';
import { fromNow, now } from '../../base/clock.ts';
import { answered, once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { heldActivity } from './activity.ts';
import type { Activity } from './activity.ts';
import { runActivity, noteActivity } from './announcing.ts';
import { lengthOf } from './hours.ts';
import { participantOf } from './queries.ts';
import { refuseWrongCode } from './sign-in-code.ts';
import { volunteer } from './sign-up.ts';

const HOUR_MS = 3600_000;

type Press = 'arrival' | 'departure';

/**
 * Signs oneself in or out by the code on the organiser's screen. Refuses `no-activity`,
 * `sign-in-code-wrong`, `too-many-tries`, `not-on-now`, `not-signed-up`, `arrived-already`,
 * `not-arrived`.
 */
export async function signByCode(
  actor: Actor,
  activityId: number,
  press: Press,
  code: string,
  command: Command,
): Promise<{ readonly at: string }> {
  // The code is none of the input: sent again a minute later, it is the same press.
  const before = await answered<{ at: string }>(command, `code-${press}`, { activityId });
  if (before) return before;
  await refuseWrongCode(actor, activityId, code);
  return once(command, `code-${press}`, { activityId }, async (tx) => {
    const activity = await heldActivity(actor, activityId, tx);
    refuseNotOn(activity);
    return mark(actor, activity, actor.personId, press, tx);
  });
}

/**
 * Signs somebody in or out by the organiser's tap; who waits for a place and came has one. Refuses
 * `run-activity`, `own-attendance` and what `signByCode` refuses of the list.
 */
export function signByTap(
  actor: Actor,
  activityId: number,
  press: Press,
  personId: number,
  command: Command,
): Promise<{ readonly at: string }> {
  return once(command, `tap-${press}`, { activityId, personId }, async (tx) => {
    const activity = await runActivity(actor, activityId, tx);
    permit(actor.personId !== personId, 'own-attendance');
    refuseNotOn(activity);
    await change(
      sql`UPDATE activity_participants SET state = 'signed-up'
           WHERE activity_id = ${activityId} AND person_id = ${personId} AND state = 'waiting'`,
      tx,
    );
    return mark(actor, activity, personId, press, tx);
  });
}

/**
 * Adds somebody who came without having signed up, at once signed in; perhaps in the place of one
 * who did not come. Refuses `run-activity`, `own-attendance`, `not-on-now`, `no-resident`,
 * `signed-up-already`, `not-to-replace`.
 */
export function addWalkIn(
  actor: Actor,
  activityId: number,
  wish: { readonly personId: number; readonly insteadOfId?: number },
  command: Command,
): Promise<{ readonly at: string }> {
  const { personId, insteadOfId } = wish;
  return once(command, 'walk-in', { activityId, ...wish }, async (tx) => {
    const activity = await runActivity(actor, activityId, tx);
    permit(actor.personId !== personId, 'own-attendance');
    refuseNotOn(activity);
    await volunteer(activity, personId, tx);
    if (insteadOfId !== undefined) await replace(activityId, insteadOfId, tx);
    const added = await change(
      sql`INSERT INTO activity_participants (activity_id, person_id, by_id, state, queued_at,
            walked_in, instead_of_id)
          VALUES (${activityId}, ${personId}, ${actor.personId}, 'signed-up', ${now()}, TRUE,
            ${insteadOfId ?? null})
          ON CONFLICT (activity_id, person_id) DO UPDATE
             SET state = 'signed-up', by_id = excluded.by_id, walked_in = TRUE,
                 instead_of_id = excluded.instead_of_id
           WHERE activity_participants.state IN ('withdrawn', 'waiting')`,
      tx,
    );
    if (added === 0) throw new Refusal('conflict', 'signed-up-already', {}, 'personId');
    return mark(actor, activity, personId, 'arrival', tx);
  });
}

/**
 * Sets somebody's minutes right before they are recorded; none at all for who took no part. Refuses
 * `run-activity`, `own-attendance`, `activity-not-open`, `minutes-too-many`, `not-arrived`.
 */
export function correctMinutes(
  actor: Actor,
  activityId: number,
  wish: { readonly personId: number; readonly minutes: number; readonly reason: string },
  command: Command,
): Promise<{ readonly minutes: number }> {
  const { personId, minutes, reason } = wish;
  return once(command, 'correct-minutes', { activityId, ...wish }, async (tx) => {
    const activity = await runActivity(actor, activityId, tx);
    permit(actor.personId !== personId, 'own-attendance');
    if (activity.state !== 'announced') throw new Refusal('conflict', 'activity-not-open');
    const max = lengthOf(activity);
    if (minutes > max) throw new Refusal('invalid', 'minutes-too-many', { max }, 'minutes');
    const corrected = await change(
      sql`UPDATE activity_participants SET minutes = ${minutes}, minutes_reason = ${reason},
                 minutes_by_id = ${actor.personId}
           WHERE activity_id = ${activityId} AND person_id = ${personId}
             AND arrived_at IS NOT NULL`,
      tx,
    );
    if (corrected === 0) throw new Refusal('conflict', 'not-arrived');
    await noteActivity(actor, activity, 'minutes-corrected', tx);
    return { minutes };
  });
}

/** It begins to be on an hour before its beginning, and is on until an hour after its end. */
export const isOn = ({ state, startsAt, endsAt }: Activity): boolean =>
  state === 'announced' && startsAt <= fromNow(HOUR_MS) && endsAt >= fromNow(-HOUR_MS);

function refuseNotOn(activity: Activity): void {
  if (!isOn(activity)) throw new Refusal('conflict', 'not-on-now');
}

async function replace(activityId: number, personId: number, tx: Transaction): Promise<void> {
  const replaced = await change(
    sql`UPDATE activity_participants SET state = 'replaced'
         WHERE activity_id = ${activityId} AND person_id = ${personId}
           AND state = 'signed-up' AND arrived_at IS NULL`,
    tx,
  );
  if (replaced === 0) throw new Refusal('conflict', 'not-to-replace', {}, 'insteadOfId');
}

async function mark(
  actor: Actor,
  { id }: Activity,
  personId: number,
  press: Press,
  tx: Transaction,
): Promise<{ readonly at: string }> {
  const at = now();
  const mine = sql`activity_id = ${id} AND person_id = ${personId} AND state = 'signed-up'`;
  const marked =
    press === 'arrival'
      ? await change(
          sql`UPDATE activity_participants SET arrived_at = ${at}, arrived_by_id = ${actor.personId}
               WHERE ${mine} AND arrived_at IS NULL`,
          tx,
        )
      : await change(
          sql`UPDATE activity_participants SET left_at = ${at}, left_by_id = ${actor.personId}
               WHERE ${mine} AND arrived_at IS NOT NULL AND left_at IS NULL`,
          tx,
        );
  if (marked === 0) throw new Refusal('conflict', await whyNot(id, personId, tx));
  return { at };
}

async function whyNot(id: number, personId: number, tx: Transaction): Promise<string> {
  const one = await participantOf(id, personId, tx);
  if (one?.state !== 'signed-up') return 'not-signed-up';
  if (one.leftAt !== null) return 'signed-out-already';
  return one.arrivedAt === null ? 'not-arrived' : 'arrived-already';
}
