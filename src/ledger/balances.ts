import sql, { join } from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Instant } from '../base/clock.ts';

/** What a person has: whole points. */
export interface Balances {
  readonly available: number;
  readonly held: number;
  /** All that was ever awarded, less deductions and reversals; spending does not lower it. */
  readonly earned: number;
}

/**
 * Whose points: one person, or all the entries that are one person. Wherever they earned: somebody
 * who moved has accounts in each community.
 */
export type Whose = number | readonly number[];

export const idsOf = (whose: Whose): number[] => [whose].flat();

/** The balances of a person; zeros for one who never earned. */
export async function balancesOf(whose: Whose, tx?: Transaction): Promise<Balances> {
  const sums = await row<Balances>(
    sql`SELECT COALESCE(SUM(CASE WHEN kind = 'available' THEN balance END), 0) AS available,
               COALESCE(SUM(CASE WHEN kind = 'held' THEN balance END), 0) AS held,
               COALESCE(SUM(earned), 0) AS earned
          FROM accounts WHERE owner_kind = 'person' AND owner_id IN (${join(idsOf(whose))})`,
    tx,
  );
  return sums ?? { available: 0, held: 0, earned: 0 };
}

/** What people may spend in a community, by person; those who never earned there are left out. */
export async function availableOf(
  communityId: number,
  personIds: readonly number[],
  tx?: Transaction,
): Promise<ReadonlyMap<number, number>> {
  const held = await rows<{ personId: number; balance: number }>(
    sql`SELECT owner_id AS "personId", balance FROM accounts
         WHERE owner_kind = 'person' AND owner_id IN (${join([...personIds])})
           AND kind = 'available' AND community_id = ${communityId}`,
    tx,
  );
  return new Map(held.map(({ personId, balance }) => [personId, balance]));
}

/** Points awarded to a person since an instant, less what was taken back. */
export async function earnedSince(whose: Whose, since: Instant): Promise<number> {
  const gains = sql`booked_at >= ${since} AND kind IN ('award', 'deduction', 'reversal')`;
  const found = await row<{ earned: number }>(
    sql`SELECT CAST(COALESCE(SUM(
                 COALESCE((SELECT SUM(points) FROM transfers WHERE to_account_id = a.id AND ${gains}), 0)
               - COALESCE((SELECT SUM(points) FROM transfers WHERE from_account_id = a.id AND ${gains}), 0)
               ), 0) AS INTEGER) AS earned
          FROM accounts a
         WHERE a.owner_kind = 'person' AND a.owner_id IN (${join(idsOf(whose))})
           AND a.kind = 'available'`,
  );
  return found?.earned ?? 0;
}
