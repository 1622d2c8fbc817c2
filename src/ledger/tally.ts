import sql from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Instant } from '../base/clock.ts';
import type { Span } from '../base/period.ts';

/** What moved for one person in a span of time. */
export interface PersonTally {
  readonly personId: number;
  readonly earned: number;
  readonly deducted: number;
}

/** What was booked in a community in a span of time. */
export interface Tally {
  /** Those whose points were awarded or taken back, in order of id. */
  readonly people: readonly PersonTally[];
  /** Points that came to people, less those that were taken back. */
  readonly issued: number;
  /** Points that were spent, less those of hand-overs that were undone. */
  readonly redeemed: number;
}

interface Moved extends PersonTally {
  readonly redeemed: number;
}

/**
 * What was booked in the span, from one pass over its transfers: the database sums each pair of
 * accounts, and only those sums meet the accounts' owners.
 */
export async function tally(communityId: number, span: Span, tx?: Transaction): Promise<Tally> {
  // PostgreSQL makes a sum of sums a NUMERIC, which would be read as text.
  const moved = await rows<Moved>(
    sql`SELECT CASE WHEN f.owner_kind = 'person' THEN f.owner_id ELSE g.owner_id END AS "personId",
               CAST(SUM(CASE WHEN f.kind IN ('issuance', 'assessment') THEN s.points ELSE 0 END) AS BIGINT) AS earned,
               CAST(SUM(CASE WHEN g.kind IN ('issuance', 'assessment') THEN s.points ELSE 0 END) AS BIGINT) AS deducted,
               CAST(SUM(CASE WHEN g.kind = 'redeemed' THEN s.points
                             WHEN f.kind = 'redeemed' THEN -s.points ELSE 0 END) AS BIGINT) AS redeemed
          FROM (SELECT from_account_id, to_account_id, SUM(points) AS points FROM transfers
                 WHERE community_id = ${communityId}
                   AND booked_at >= ${span.from} AND booked_at < ${span.to}
                 GROUP BY from_account_id, to_account_id) AS s
          JOIN accounts f ON f.id = s.from_account_id
          JOIN accounts g ON g.id = s.to_account_id
         GROUP BY 1 ORDER BY 1`,
    tx,
  );
  const total = (of: (one: Moved) => number): number =>
    moved.reduce((sum, one) => sum + of(one), 0);
  return {
    people: moved
      .filter(({ earned, deducted }) => earned > 0 || deducted > 0)
      .map(({ personId, earned, deducted }) => ({ personId, earned, deducted })),
    issued: total(({ earned, deducted }) => earned - deducted),
    redeemed: total(({ redeemed }) => redeemed),
  };
}

// Points that came from the community to its people, less those that went back.
const gained = sql`COALESCE(SUM(CASE WHEN f.owner_kind = 'person' THEN 0 ELSE t.points END)
  - SUM(CASE WHEN g.owner_kind = 'person' THEN 0 ELSE t.points END), 0)`;
const withOwners = sql`transfers t JOIN accounts f ON f.id = t.from_account_id
  JOIN accounts g ON g.id = t.to_account_id`;

/**
 * Points that people held and might still spend at a moment: the cached balances less what was
 * booked since. One statement, so that nothing is booked between the two.
 */
export async function outstandingAt(
  communityId: number,
  moment: Instant,
  tx?: Transaction,
): Promise<number> {
  const found = await row<{ points: number }>(
    sql`SELECT (SELECT COALESCE(SUM(balance), 0) FROM accounts
                 WHERE community_id = ${communityId} AND kind IN ('available', 'held', 'score'))
             - (SELECT ${gained} FROM ${withOwners}
                 WHERE t.community_id = ${communityId} AND t.booked_at >= ${moment}) AS points`,
    tx,
  );
  return found?.points ?? 0;
}

/** By how much the points that people hold grew in a span, from the transfers alone. */
export async function outstandingGrowth(communityId: number, span: Span): Promise<number> {
  const found = await row<{ points: number }>(
    sql`SELECT ${gained} AS points FROM ${withOwners}
         WHERE t.community_id = ${communityId}
           AND t.booked_at >= ${span.from} AND t.booked_at < ${span.to}`,
  );
  return found?.points ?? 0;
}

/** Points that people hold and may still spend, now. */
export async function outstandingPoints(communityId: number): Promise<number> {
  const sums = await row<{ balance: number }>(
    sql`SELECT COALESCE(SUM(balance), 0) AS balance FROM accounts
         WHERE community_id = ${communityId} AND kind IN ('available', 'held', 'score')`,
  );
  return sums?.balance ?? 0;
}
