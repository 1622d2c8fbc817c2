import sql from 'sql-template-tag';
import { change, row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { monthDays, monthOfDay, startOfDay, today } from '../base/period.ts';
import { Refusal } from '../base/refusal.ts';

/** How many points a community means to issue in a calendar month at most. */
export interface Ceiling {
  readonly points: number;
  /** Whether nothing is booked above it, or it only warns. */
  readonly stops: boolean;
}

/** A ceiling beside what was issued this month. */
export interface CeilingState extends Ceiling {
  /** Awards of this month, less what was taken back. */
  readonly issued: number;
  readonly left: number;
  /** From 80 % on. */
  readonly warns: boolean;
}

const WARNS_FROM = 0.8;

interface Stored {
  points: number;
  stops: boolean | number;
}

/** The ceiling of a community and how near it is; null when none is set. */
export async function ceilingOf(
  communityId: number,
  tx?: Transaction,
): Promise<CeilingState | null> {
  const set = await row<Stored>(
    sql`SELECT points, stops FROM issue_ceilings WHERE community_id = ${communityId}`,
    tx,
  );
  if (!set) return null;
  const issued = await issuedThisMonth(communityId, tx);
  const { points } = set;
  const left = Math.max(0, points - issued);
  return { points, stops: Boolean(set.stops), issued, left, warns: issued >= points * WARNS_FROM };
}

/**
 * By a rule, less what was taken back of it: what people brought along from another community, or
 * had before the ledger began, was issued elsewhere.
 */
async function issuedThisMonth(communityId: number, tx?: Transaction): Promise<number> {
  const { from, to } = monthDays(monthOfDay(today()));
  const found = await row<{ issued: number }>(
    sql`SELECT CAST(COALESCE(SUM(CASE WHEN t.from_account_id = a.id THEN t.points ELSE -t.points
                                 END), 0) AS BIGINT) AS issued
          FROM transfers t JOIN accounts a ON a.id IN (t.from_account_id, t.to_account_id)
         WHERE t.community_id = ${communityId} AND a.kind = 'issuance'
           AND t.rule_version_id IS NOT NULL
           AND t.booked_at >= ${startOfDay(from)} AND t.booked_at < ${startOfDay(to)}`,
    tx,
  );
  return found?.issued ?? 0;
}

/** Sets the ceiling of a community, or takes it away. */
export async function setCeiling(
  communityId: number,
  ceiling: Ceiling | null,
  tx: Transaction,
): Promise<void> {
  if (!ceiling) {
    await change(sql`DELETE FROM issue_ceilings WHERE community_id = ${communityId}`, tx);
    return;
  }
  await change(
    sql`INSERT INTO issue_ceilings (community_id, points, stops)
        VALUES (${communityId}, ${ceiling.points}, ${ceiling.stops})
        ON CONFLICT (community_id) DO UPDATE SET points = excluded.points, stops = excluded.stops`,
    tx,
  );
}

/**
 * Lets so many points be booked in this transaction, if the ceiling of the community has room for
 * them or only warns; those who ask at once take turns. Refuses `ceiling-reached`.
 */
export async function keepWithinCeiling(
  communityId: number,
  points: number,
  tx: Transaction,
): Promise<void> {
  if (points === 0) return;
  const held = await change(
    sql`UPDATE issue_ceilings SET stops = stops
         WHERE community_id = ${communityId} AND stops = TRUE`,
    tx,
  );
  if (held === 0) return;
  const state = await ceilingOf(communityId, tx);
  if (state && points > state.left) {
    const facts = { points, left: state.left, ceiling: state.points };
    throw new Refusal('conflict', 'ceiling-reached', facts);
  }
}
