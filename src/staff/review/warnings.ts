import sql from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { row } from '../../base/db.ts';
import { quarterDays } from '../../base/period.ts';
import { warnOf } from './still-open.ts';

/** What of a quarter may still change its scores, or what its review is to say. */

const counted = async (statement: Sql): Promise<number> =>
  (await row<{ count: number }>(statement))?.count ?? 0;

warnOf('staff.review.openEvaluations', '/staff/evaluations', (streetId, quarter) =>
  counted(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS count FROM evaluation_cycles
         WHERE community_id = ${streetId} AND quarter = ${quarter}
           AND phase NOT IN ('closed', 'cancelled')`,
  ),
);

warnOf('staff.review.openProposals', '/staff/discipline', (streetId, quarter) => {
  const { from, to } = quarterDays(quarter);
  return counted(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS count FROM score_proposals
         WHERE community_id = ${streetId} AND state = 'open'
           AND occurred_on >= ${from} AND occurred_on < ${to}`,
  );
});

warnOf('staff.review.openAppeals', '/staff/appeals', (streetId, quarter) => {
  const { from, to } = quarterDays(quarter);
  return counted(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS count
          FROM score_appeals a JOIN score_incidents i ON i.id = a.incident_id
         WHERE a.community_id = ${streetId} AND a.state = 'open'
           AND i.occurred_on >= ${from} AND i.occurred_on < ${to}`,
  );
});

warnOf('staff.review.openLeaves', '/staff/leave-requests', (streetId, quarter) => {
  const { from, to } = quarterDays(quarter);
  return counted(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS count FROM staff_leaves
         WHERE community_id = ${streetId} AND state = 'asked'
           AND from_on < ${to} AND to_on >= ${from}`,
  );
});
