import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { answered, once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import { holdersOf } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { approveWithin } from '../approval.ts';
import { enterCheckIns } from '../entering.ts';
import type { NewEntry } from '../entering.ts';
import type { Rule } from '../models.ts';
import { photoDigests, withPhotos } from '../photos.ts';
import type { PhotoFile } from '../photos.ts';
import { ruleOn } from '../rule-queries.ts';
import type { Activity } from './activity.ts';
import { keptActivity, noteActivity, runActivity } from './announcing.ts';
import { lengthOf, minutesThere, unitsOf } from './hours.ts';
import { insertActivityPhotos } from './photos.ts';
import { participantsOf } from './queries.ts';
import type { Participant } from './queries.ts';

export interface RecordWish {
  readonly report: string;
  /** Whoever signed in and not out stayed until the end. */
  readonly stayed: boolean;
}

/** What its check-ins are entered and approved under. */
const batchOf = (activityId: number): string => `activity:${activityId}`;

/**
 * Writes down who was there and for how long, with a report and photos: each becomes a check-in
 * that waits for another manager. Refuses `run-activity`, `activity-not-held`,
 * `leaving-unknown`, `rule-not-in-force`.
 */
export async function recordActivity(
  actor: Actor,
  activityId: number,
  wish: RecordWish,
  photos: readonly PhotoFile[],
  command: Command,
): Promise<{ readonly recorded: number }> {
  const asked = { activityId, wish, photos: await photoDigests(photos) };
  const before = await answered<{ recorded: number }>(command, RECORD, asked);
  if (before) return before;
  return withPhotos(actor.communityId, photos, (kept) =>
    once(command, RECORD, asked, async (tx) => {
      const activity = await runActivity(actor, activityId, tx);
      await closeList(actor, activity, wish, tx);
      const entries = await entriesOf(activity, wish, tx);
      const from = { source: 'sign-in', batch: batchOf(activityId) } as const;
      await enterCheckIns(actor, activity.communityId, entries, from, tx);
      await insertActivityPhotos(activityId, kept, tx);
      await noteActivity(actor, activity, 'activity-recorded', tx);
      await tellApprovers(actor, activity, tx);
      return { recorded: entries.length };
    }),
  );
}

const RECORD = 'record-activity';

/** What became of an approval: how many are approved, and how many wait for somebody else. */
export interface Approved {
  readonly approved: number;
  readonly left: number;
}

/**
 * Approves all that was recorded in one go, by another manager than who recorded it; what is the
 * approver's own or their household's is left for somebody else. Refuses `keep-activities`,
 * `own-entry`, `activity-not-recorded`.
 */
export function approveActivity(
  actor: Actor,
  activityId: number,
  command: Command,
): Promise<Approved> {
  return once(command, 'approve-activity', { activityId }, async (tx) => {
    const activity = await keptActivity(actor, activityId, tx);
    if (activity.state !== 'recorded') throw new Refusal('conflict', 'activity-not-recorded');
    permit(activity.recordedById !== actor.personId, 'own-entry');
    const { approved } = await approveWithin(actor, await waitingOf(activityId, tx), tx);
    const left = (await waitingOf(activityId, tx)).length;
    if (left === 0) await finish(actor, activityId, tx);
    await noteActivity(actor, activity, 'activity-approved', tx);
    return { approved: approved.length, left };
  });
}

/** The check-ins of an activity that nobody has decided on. */
async function waitingOf(activityId: number, tx: Transaction): Promise<number[]> {
  const waiting = await rows<{ id: number }>(
    sql`SELECT id FROM check_ins WHERE batch = ${batchOf(activityId)} AND state = 'submitted'
         ORDER BY id`,
    tx,
  );
  return waiting.map(({ id }) => id);
}

async function closeList(
  actor: Actor,
  { id }: Activity,
  { report }: RecordWish,
  tx: Transaction,
): Promise<void> {
  const closed = await change(
    sql`UPDATE activities SET state = 'recorded', report = ${report},
               recorded_by_id = ${actor.personId}, recorded_at = ${now()}
         WHERE id = ${id} AND state = 'announced' AND ends_at <= ${now()}`,
    tx,
  );
  if (closed === 0) throw new Refusal('conflict', 'activity-not-held');
}

async function entriesOf(
  activity: Activity,
  wish: RecordWish,
  tx: Transaction,
): Promise<NewEntry[]> {
  const rule = await ruleOn(activity.communityId, activity.ruleCode, activity.heldOn, tx);
  if (!rule) throw new Refusal('conflict', 'rule-not-in-force');
  const there = (await participantsOf(activity.id, tx)).filter(
    ({ state, arrivedAt }) => state === 'signed-up' && arrivedAt !== null,
  );
  return there.flatMap((one) => {
    const minutes = minutesOf(activity, one, wish);
    return minutes === 0 ? [] : [entryOf(activity, rule, one, minutes)];
  });
}

function minutesOf(activity: Activity, one: Participant, { stayed }: RecordWish): number {
  const there = minutesThere(activity, one);
  if (there !== null) return there;
  if (!stayed) throw new Refusal('invalid', 'leaving-unknown', { name: one.name }, 'stayed');
  return minutesThere(activity, { ...one, leftAt: activity.endsAt }) ?? lengthOf(activity);
}

const entryOf = (
  { heldOn, place, title }: Activity,
  rule: Rule,
  { personId, householdId }: Participant,
  minutes: number,
): NewEntry => ({
  ...{ personId, householdId, rule, minutes, place },
  quantity: unitsOf(rule, minutes),
  occurredOn: heldOn,
  note: title,
});

async function tellApprovers(
  actor: Actor,
  { id, communityId, title }: Activity,
  tx: Transaction,
): Promise<void> {
  const others = (await holdersOf(['manager'], communityId, tx)).filter(
    (personId) => personId !== actor.personId,
  );
  await tell(
    others.map((personId) => ({
      ...{ communityId, personId, kind: 'activity-recorded' },
      ...{ facts: { title }, href: `/activities/${id}` },
    })),
    tx,
  );
}

async function finish(actor: Actor, activityId: number, tx: Transaction): Promise<void> {
  await change(
    sql`UPDATE activities SET state = 'approved', approved_by_id = ${actor.personId},
               approved_at = ${now()} WHERE id = ${activityId} AND state = 'recorded'`,
    tx,
  );
}
