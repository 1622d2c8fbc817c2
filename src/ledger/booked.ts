import sql, { raw } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import type { Instant } from '../base/clock.ts';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Span } from '../base/period.ts';

/** A transfer as it was booked: everything of it that must never change. */
export interface BookedTransfer {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly kind: string;
  readonly cause: string;
  readonly reverses: number | null;
  readonly ruleVersionId: number | null;
  readonly reason: string | null;
  readonly occurredOn: string;
  readonly bookedAt: Instant;
  readonly bookedById: number | null;
  readonly approvedById: number | null;
}

const others = sql`t.id, t.kind, t.cause, t.reverses_id AS "reverses",
  t.rule_version_id AS "ruleVersionId", t.reason, t.occurred_on AS "occurredOn",
  t.booked_at AS "bookedAt", t.booked_by_id AS "bookedById", t.approved_by_id AS "approvedById"`;

/** A whole transfer, for a statement over `transfers t`. */
export const bookedColumns = sql`${others}, t.points, t.from_account_id AS "from",
  t.to_account_id AS "to"`;

/** What a community booked in a span, in order of id. */
export function transfersIn(
  communityId: number,
  span: Span,
  tx?: Transaction,
): Promise<BookedTransfer[]> {
  return rows<BookedTransfer>(
    sql`SELECT ${bookedColumns} FROM transfers t
         WHERE t.community_id = ${communityId}
           AND t.booked_at >= ${span.from} AND t.booked_at < ${span.to}
         ORDER BY t.id`,
    tx,
  );
}

/** A transfer as the person sees it: what came in is above zero. */
export type EarningLine = Omit<BookedTransfer, 'from' | 'to'>;

/** The awards, deductions and reversals of a person that were booked in a span, oldest first. */
export function earningsOf(personId: number, span: Span): Promise<EarningLine[]> {
  const end = (account: 'from' | 'to'): Sql =>
    sql`SELECT t.*, ${raw(account === 'to' ? 'points' : '-points')} AS signed FROM transfers t
         WHERE ${raw(`t.${account}_account_id`)} IN (SELECT id FROM accounts
           WHERE owner_kind = 'person' AND owner_id = ${personId}
             AND kind IN ('available', 'score'))
           AND t.kind IN ('award', 'deduction', 'reversal')
           AND t.booked_at >= ${span.from} AND t.booked_at < ${span.to}`;
  return rows<EarningLine>(
    sql`SELECT ${others}, t.signed AS points
          FROM (${end('to')} UNION ALL ${end('from')}) AS t ORDER BY t.id`,
  );
}

/** When a community booked its first transfer, or null. */
export async function firstBookedAt(
  communityId: number,
  tx?: Transaction,
): Promise<Instant | null> {
  const found = await row<{ bookedAt: Instant | null }>(
    sql`SELECT MIN(booked_at) AS "bookedAt" FROM transfers WHERE community_id = ${communityId}`,
    tx,
  );
  return found?.bookedAt ?? null;
}
