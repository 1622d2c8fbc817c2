import sql, { bulk } from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays, today } from '../../base/period.ts';
import type { Day, DaySpan } from '../../base/period.ts';
import { Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { membersOf } from '../members/queries.ts';
import type { Member } from '../members/queries.ts';
import { settingsOf } from '../settings/settings.ts';
import type { ReviewKind } from './grades.ts';

/** What is reviewed, and until when self-summaries may come. */
export interface NewReview {
  readonly kind: ReviewKind;
  readonly period: string;
  readonly span: DaySpan;
  readonly dueOn: Day;
}

/** So many rows go into one statement; SQLite takes 32,766 values. */
const AT_ONCE = 2_000;

/**
 * Opens a review of all who belonged to the office in its time, and tells them. Refuses `day-past`,
 * `nobody-to-review`, `review-there`.
 */
export async function insertReview(
  actor: Actor,
  review: NewReview,
  tx: Transaction,
): Promise<{ id: number; people: number }> {
  const streetId = actor.communityId;
  if (review.dueOn < today()) throw new Refusal('invalid', 'day-past', {}, 'dueOn');
  const { from, to } = review.span;
  const members = await membersOf(streetId, { from, until: addDays(to, -1) }, tx);
  if (members.length === 0) throw new Refusal('conflict', 'nobody-to-review');
  const id = await insertRow(actor, review, members.length, tx);
  for (let at = 0; at < members.length; at += AT_ONCE) {
    await insertAppraisals(id, members.slice(at, at + AT_ONCE), tx);
  }
  await tellAll(review, members, tx);
  const { period } = review;
  const event = { name: 'review-opened', subject: `review:${id}`, facts: { period } };
  await note({ communityId: streetId, personId: actor.personId, ...event }, tx);
  return { id, people: members.length };
}

async function insertRow(
  actor: Actor,
  { kind, period, dueOn }: NewReview,
  people: number,
  tx: Transaction,
): Promise<number> {
  const { communityId: streetId, personId } = actor;
  const settings = await settingsOf(streetId, tx);
  const quota = kind === 'quarter' ? settings.goodQuota : settings.excellentQuota;
  const made = await row<{ id: number }>(
    sql`INSERT INTO staff_reviews (community_id, kind, period, state, due_on, start_score,
          points_weight, top_quota, people, tops, opened_by_id, opened_at)
        VALUES (${streetId}, ${kind}, ${period}, 'open', ${dueOn}, ${settings.startScore},
          ${settings.pointsWeight}, ${quota}, ${people}, 0, ${personId}, ${now()})
        ON CONFLICT (community_id, period) DO NOTHING RETURNING id`,
    tx,
  );
  if (!made) throw new Refusal('conflict', 'review-there', { period });
  return made.id;
}

async function insertAppraisals(
  reviewId: number,
  members: readonly Member[],
  tx: Transaction,
): Promise<void> {
  const values = members.map(({ streetId, personId, departmentId, post }) => [
    ...[streetId, reviewId, personId, departmentId, post, 'open'],
  ]);
  await change(
    sql`INSERT INTO appraisals (community_id, review_id, person_id, department_id, post, state)
        VALUES ${bulk(values)}`,
    tx,
  );
}

async function tellAll(
  { kind, period, dueOn }: NewReview,
  members: readonly Member[],
  tx: Transaction,
): Promise<void> {
  const messages = members.map(({ streetId: communityId, personId }) => ({
    communityId,
    personId,
    kind: `${kind}-review-opened`,
    facts: { period, dueOn },
    href: '/staff/reviews',
  }));
  for (let at = 0; at < messages.length; at += AT_ONCE) {
    await tell(messages.slice(at, at + AT_ONCE), tx);
  }
}

/** Sets another last day for self-summaries of a review that is open. */
export async function moveDeadline(
  actor: Actor,
  reviewId: number,
  dueOn: Day,
  tx: Transaction,
): Promise<void> {
  if (dueOn < today()) throw new Refusal('invalid', 'day-past', {}, 'dueOn');
  const moved = await change(
    sql`UPDATE staff_reviews SET due_on = ${dueOn}
         WHERE id = ${reviewId} AND community_id = ${actor.communityId} AND state = 'open'`,
    tx,
  );
  if (moved === 0) throw new Refusal('conflict', 'review-not-open');
  const { communityId, personId } = actor;
  const event = { name: 'review-deadline-moved', subject: `review:${reviewId}`, facts: { dueOn } };
  await note({ communityId, personId, ...event }, tx);
}
