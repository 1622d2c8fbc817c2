import sql from 'sql-template-tag';
import { row } from '../../base/db.ts';
import { warnOf } from './still-open.ts';

warnOf('staff.review.openEvaluations', '/staff/evaluations', async (streetId, quarter) => {
  const counted = await row<{ count: number }>(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS count FROM evaluation_cycles
         WHERE community_id = ${streetId} AND quarter = ${quarter}
           AND phase NOT IN ('closed', 'cancelled')`,
  );
  return counted?.count ?? 0;
});
