import sql, { join } from 'sql-template-tag';
import { rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';

interface Pooled {
  readonly personId: number;
  readonly otherId: number;
}

/**
 * Who else spends with each of these people, in order of id: the other members of a household that
 * pools, those who may no longer sign in as well. Nobody for one whose household does not.
 */
export async function poolsOf(
  personIds: readonly number[],
  tx?: Transaction,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const pools = new Map<number, number[]>(personIds.map((id) => [id, []]));
  if (personIds.length === 0) return pools;
  const pooled = await rows<Pooled>(
    sql`SELECT p.id AS "personId", o.id AS "otherId"
          FROM persons p
          JOIN households h ON h.id = p.household_id AND h.pooled_at IS NOT NULL
          JOIN persons o ON o.household_id = h.id AND o.id <> p.id AND o.erased_at IS NULL
         WHERE p.id IN (${join([...personIds])}) ORDER BY p.id, o.id`,
    tx,
  );
  for (const { personId, otherId } of pooled) pools.get(personId)?.push(otherId);
  return pools;
}
