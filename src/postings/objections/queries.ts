import sql from 'sql-template-tag';
import { row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';

/** Whether an objection to a posting was upheld. */
export async function hasUpheld(postingId: number, tx?: Transaction): Promise<boolean> {
  const one = await row(
    sql`SELECT o.id FROM objections o JOIN objection_decisions d ON d.objection_id = o.id
         WHERE o.posting_id = ${postingId} AND d.upheld = TRUE LIMIT 1`,
    tx,
  );
  return one !== null;
}
