import sql from 'sql-template-tag';
import { row } from '../../../base/db.ts';
import { permit } from '../../../base/refusal.ts';
import type { Actor } from '../../../people/index.ts';
import { casesWhere } from './case.ts';
import type { CounterCase } from './case.ts';
import { mayReadCases, maySettleCase } from './policy.ts';

export interface ShownCase extends CounterCase {
  readonly maySettle: boolean;
}

const SETTLED_SHOWN = 30;

/** Every case that waits, the oldest first, and those settled last. Refuses `read-cases`. */
export async function counterCases(
  actor: Actor,
  communityId: number,
): Promise<{ waiting: ShownCase[]; settled: CounterCase[] }> {
  permit(mayReadCases(actor, communityId), 'read-cases');
  const own = sql`c.community_id = ${communityId}`;
  const waiting = await casesWhere(sql`${own} AND c.outcome IS NULL ORDER BY c.id`);
  const settled = await casesWhere(
    sql`${own} AND c.outcome IS NOT NULL ORDER BY c.settled_at DESC LIMIT ${SETTLED_SHOWN}`,
  );
  return {
    waiting: waiting.map((one) => ({ ...one, maySettle: maySettleCase(actor, one) })),
    settled,
  };
}

/** How many cases of a community wait. */
export async function openCases(communityId: number): Promise<number> {
  const found = await row<{ count: number }>(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS count FROM counter_cases
         WHERE community_id = ${communityId} AND outcome IS NULL`,
  );
  return found?.count ?? 0;
}
