import sql from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { rows } from '../base/db.ts';
import type { Difference } from '../ledger/index.ts';

/**
 * Holds check-ins against what was booked for them: an approved one with points has exactly its
 * transfer, any other has none, and service records say the same. Nothing when all is well.
 */
export async function verifyVolunteering(): Promise<Difference[]> {
  const found = await Promise.all([
    differences('check-in-points', unpaidCheckIns),
    differences('transfer-without-check-in', strayTransfers),
    differences('check-in-reversal', wrongReversals),
    differences('service-actions', wrongActions),
    differences('service-minutes', wrongMinutes),
  ]);
  return found.flat();
}

async function differences(what: string, statement: Sql): Promise<Difference[]> {
  const found = await rows<Omit<Difference, 'what'>>(statement);
  return found.map((one) => ({ what, ...one }));
}

/** What the check-in says that it earned, against the transfer that it caused. */
const unpaidCheckIns = sql`
  SELECT 'check-in:' || c.id AS subject, COALESCE(c.points, 0) AS stored,
         COALESCE(t.points, 0) AS computed
    FROM check_ins c
    LEFT JOIN transfers t ON t.cause = 'check-in:' || c.id
   WHERE COALESCE(t.points, 0) <> CASE WHEN c.state = 'approved' THEN c.points ELSE 0 END
   ORDER BY c.id`;

const strayTransfers = sql`
  SELECT 'transfer:' || t.id AS subject, t.points AS stored, 0 AS computed
    FROM transfers t
   WHERE t.cause LIKE 'check-in:%'
     AND NOT EXISTS (SELECT 1 FROM check_ins c
                      WHERE c.state = 'approved' AND t.cause = 'check-in:' || c.id)
   ORDER BY t.id`;

const wrongReversals = sql`
  SELECT 'check-in:' || c.id AS subject,
         CASE WHEN c.reversed_at IS NULL THEN 0 ELSE 1 END AS stored,
         CASE WHEN r.id IS NULL THEN 0 ELSE 1 END AS computed
    FROM check_ins c
    JOIN transfers t ON t.cause = 'check-in:' || c.id
    LEFT JOIN transfers r ON r.reverses_id = t.id
   WHERE (c.reversed_at IS NULL) <> (r.id IS NULL)
   ORDER BY c.id`;

const served = sql`
  SELECT c.id, COALESCE(s.actions, 0) AS actions, COALESCE(s.minutes, 0) AS minutes,
         CASE WHEN c.state = 'approved' AND c.reversed_at IS NULL THEN 1 ELSE 0 END AS due,
         CASE WHEN c.state = 'approved' AND c.reversed_at IS NULL
                   AND v.counts_service_hours = TRUE
              THEN COALESCE(c.minutes, c.quantity * v.minutes_per_unit) ELSE 0 END AS due_minutes
    FROM check_ins c
    JOIN rule_versions v ON v.id = c.rule_version_id
    LEFT JOIN (SELECT check_in_id, SUM(actions) AS actions, SUM(minutes) AS minutes
                 FROM service_records GROUP BY check_in_id) AS s ON s.check_in_id = c.id`;

const wrongActions = sql`
  SELECT 'check-in:' || x.id AS subject, x.actions AS stored, x.due AS computed
    FROM (${served}) AS x WHERE x.actions <> x.due ORDER BY x.id`;

const wrongMinutes = sql`
  SELECT 'check-in:' || x.id AS subject, x.minutes AS stored, x.due_minutes AS computed
    FROM (${served}) AS x WHERE x.minutes <> x.due_minutes ORDER BY x.id`;
