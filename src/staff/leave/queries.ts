import sql, { empty, join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day, DaySpan } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import type { LeaveSpan } from './cover.ts';

export const LEAVE_KINDS = [
  'annual',
  'personal',
  'sick',
  'family',
  'compensatory',
  'other',
  'trip',
  'outing',
] as const;
/** Leaves of several kinds, a business trip, or an outing of some hours. */
export type LeaveKind = (typeof LEAVE_KINDS)[number];

export type LeaveState = 'asked' | 'approved' | 'rejected' | 'withdrawn' | 'revoked';

/** Time that a staff member is away with approval, or asks to be. */
export interface Leave extends LeaveSpan {
  readonly id: number;
  readonly personId: number;
  readonly name: string;
  readonly kind: LeaveKind;
  readonly reason: string;
  readonly state: LeaveState;
  readonly askedById: number;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decisionReason: string | null;
  readonly endedBy: string | null;
  readonly endedAt: string | null;
  readonly endReason: string | null;
}

const SPAN = sql`l.from_on AS "fromOn", l.from_half AS "fromHalf", l.to_on AS "toOn",
                 l.to_half AS "toHalf", l.from_time AS "fromTime", l.to_time AS "toTime"`;

const leaveWhere = (condition: Sql): Sql => sql`
  SELECT l.id, l.person_id AS "personId", p.name, l.kind, ${SPAN}, l.reason, l.state,
         l.asked_by_id AS "askedById", a.name AS "askedBy", l.asked_at AS "askedAt",
         d.name AS "decidedBy", l.decided_at AS "decidedAt",
         l.decision_reason AS "decisionReason", e.name AS "endedBy", l.ended_at AS "endedAt",
         l.end_reason AS "endReason"
    FROM staff_leaves l
    JOIN persons p ON p.id = l.person_id
    JOIN persons a ON a.id = l.asked_by_id
    LEFT JOIN persons d ON d.id = l.decided_by_id
    LEFT JOIN persons e ON e.id = l.ended_by_id
   WHERE ${condition}`;

/** A leave of an office. Refuses `no-leave`. */
export async function leaveOf(id: number, streetId: number, tx?: Transaction): Promise<Leave> {
  const one = await row<Leave>(leaveWhere(sql`l.id = ${id} AND l.community_id = ${streetId}`), tx);
  return found(one, 'leave');
}

const PAGE = 30;

export interface LeavePage {
  readonly items: Leave[];
  readonly next: string | null;
}

const pageOf = async (condition: Sql, before: number | undefined): Promise<LeavePage> => {
  const older = before === undefined ? empty : sql`AND l.id < ${before}`;
  const items = await rows<Leave>(
    sql`${leaveWhere(condition)} ${older} ORDER BY l.id DESC LIMIT ${PAGE + 1}`,
  );
  const shown = items.slice(0, PAGE);
  const last = shown.at(-1);
  return { items: shown, next: items.length > PAGE && last ? `before=${last.id}` : null };
};

/** One's own leaves, the last asked for first. */
export const leavesOf = (streetId: number, personId: number, before?: number): Promise<LeavePage> =>
  pageOf(sql`l.community_id = ${streetId} AND l.person_id = ${personId}`, before);

/** The leaves of an office in a state, the last asked for first. */
export const leavesIn = (
  streetId: number,
  state: LeaveState,
  before?: number,
): Promise<LeavePage> => pageOf(sql`l.community_id = ${streetId} AND l.state = ${state}`, before);

export interface PersonLeave extends LeaveSpan {
  readonly personId: number;
  readonly kind: LeaveKind;
}

const PEOPLE_MAX = 1_000;

/** What was approved for people (for all, when they are many) and touches a span of days. */
export function approvedLeaves(
  streetId: number,
  people: readonly number[],
  { from, to }: DaySpan,
  tx?: Transaction,
): Promise<PersonLeave[]> {
  if (people.length === 0) return Promise.resolve([]);
  const among = people.length > PEOPLE_MAX ? empty : sql`AND l.person_id IN (${join([...people])})`;
  return rows<PersonLeave>(
    sql`SELECT l.person_id AS "personId", l.kind, ${SPAN} FROM staff_leaves l
         WHERE l.community_id = ${streetId} AND l.state = 'approved'
           AND l.from_on < ${to} AND l.to_on >= ${from} ${among} ORDER BY l.id`,
    tx,
  );
}

/** Those of a person that are asked for or approved and touch these days. */
export const leavesTouching = (
  streetId: number,
  personId: number,
  { fromOn, toOn }: { readonly fromOn: Day; readonly toOn: Day },
  tx?: Transaction,
): Promise<(LeaveSpan & { readonly id: number })[]> =>
  rows<LeaveSpan & { readonly id: number }>(
    sql`SELECT l.id, ${SPAN} FROM staff_leaves l
         WHERE l.community_id = ${streetId} AND l.person_id = ${personId}
           AND l.state IN ('asked', 'approved') AND l.from_on <= ${toOn} AND l.to_on >= ${fromOn}`,
    tx,
  );
