import sql, { bulk } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { change } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { State } from './models.ts';

/** One step of a check-in from one state to another, by whom and why. */
export interface NewStep {
  readonly from: State | null;
  readonly to: State | 'reversed';
  readonly by: number;
  readonly reason?: string;
}

/** Notes the same step of one or many check-ins; the table refuses change. */
export async function insertSteps(
  checkInIds: readonly number[],
  { from, to, by, reason }: NewStep,
  tx: Transaction,
): Promise<void> {
  if (checkInIds.length === 0) return;
  const at = now();
  const values = checkInIds.map((id) => [id, by, from, to, reason ?? null, at]);
  await change(
    sql`INSERT INTO check_in_decisions (check_in_id, person_id, from_state, to_state, reason, at)
        VALUES ${bulk(values)}`,
    tx,
  );
}
