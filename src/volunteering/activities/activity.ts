import sql, { join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { lockRows, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayReadCommunity } from '../policy.ts';

/**
 * draft → announced → recorded (who was there, and for how long, is written down) → approved (all
 * of it by somebody else); or cancelled before it is recorded.
 */
export type ActivityState = 'draft' | 'announced' | 'cancelled' | 'recorded' | 'approved';

/** What a community does together. */
export interface Activity {
  readonly id: number;
  readonly communityId: number;
  readonly state: ActivityState;
  readonly title: string;
  readonly content: string;
  readonly place: string;
  readonly heldOn: Day;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly signUpUntil: Instant;
  /** Null: as many as come. */
  readonly places: number | null;
  readonly conditions: string;
  readonly risk: string;
  readonly ageMin: number | null;
  readonly organiser: string;
  readonly inCharge: string;
  /** Who runs it on the day besides the managers. */
  readonly inChargeId: number | null;
  readonly contact: string;
  readonly ruleId: number;
  readonly ruleCode: string;
  readonly reason: string | null;
  readonly report: string | null;
  readonly recordedById: number | null;
  readonly approvedAt: Instant | null;
}

const activityColumns = sql`a.id, a.community_id AS "communityId", a.state, a.title, a.content,
  a.place, a.held_on AS "heldOn", a.starts_at AS "startsAt", a.ends_at AS "endsAt",
  a.sign_up_until AS "signUpUntil", a.places, a.conditions, a.risk, a.age_min AS "ageMin",
  a.organiser, a.in_charge AS "inCharge",
  a.in_charge_id AS "inChargeId", a.contact, a.rule_id AS "ruleId",
  r.code AS "ruleCode", a.reason, a.report, a.recorded_by_id AS "recordedById",
  a.approved_at AS "approvedAt"`;

/** Activities by a condition on `a`, and in the order that it ends with. */
export const activitiesWhere = (rest: Sql, tx?: Transaction): Promise<Activity[]> =>
  rows<Activity>(
    sql`SELECT ${activityColumns} FROM activities a JOIN rules r ON r.id = a.rule_id ${rest}`,
    tx,
  );

/** The activities of these ids, by id. */
export async function activitiesById(ids: readonly number[]): Promise<Map<number, Activity>> {
  if (ids.length === 0) return new Map();
  const all = await activitiesWhere(sql`WHERE a.id IN (${join([...new Set(ids)])})`);
  return new Map(all.map((one) => [one.id, one]));
}

/** One that the reader may see: a draft is there for those who keep it. Refuses `no-activity`. */
export async function readableActivity(
  visitor: Actor | null,
  id: number,
  tx?: Transaction,
): Promise<Activity> {
  const [one] = await activitiesWhere(sql`WHERE a.id = ${id}`, tx);
  const isHidden =
    one?.state === 'draft' && !(visitor && mayReadCommunity(visitor, one.communityId));
  return found(one && !isHidden ? one : null, 'activity');
}

/** The same, held: whoever signs up, leaves or records waits for this transaction to end. */
export async function heldActivity(actor: Actor, id: number, tx: Transaction): Promise<Activity> {
  await lockRows('activities', [id], tx);
  return readableActivity(actor, id, tx);
}

/** What the codes of its sign-in are made from. */
export async function secretOf(id: number): Promise<string> {
  const kept = await row<{ secret: string }>(sql`SELECT secret FROM activities WHERE id = ${id}`);
  return found(kept, 'activity').secret;
}
