import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, inTransaction, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { streets } from '../../people/index.ts';
import { appealOf } from './queries.ts';
import { tellDeciders } from './steps.ts';

/** Reminds those who may decide of appeals that are due, once each. Twice is harmless. */
export async function remindOfAppeals(): Promise<void> {
  for (const { id } of await streets()) await inTransaction((tx) => remind(id, tx));
}

async function remind(streetId: number, tx: Transaction): Promise<void> {
  const due = await rows<{ id: number }>(
    sql`SELECT id FROM score_appeals
         WHERE community_id = ${streetId} AND state = 'open' AND due_on <= ${today()}
           AND reminded_at IS NULL ORDER BY id`,
    tx,
  );
  for (const { id } of due) {
    const first = await change(
      sql`UPDATE score_appeals SET reminded_at = ${now()}
           WHERE id = ${id} AND state = 'open' AND reminded_at IS NULL`,
      tx,
    );
    if (first === 1) await tellDeciders(await appealOf(streetId, id, tx), 'due', tx);
  }
}
