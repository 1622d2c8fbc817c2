import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';

/** Something of a duty that does not agree with what stands behind it. */
export interface DutyDifference {
  /** What is wrong: `duty-incident`, `duty-outcome`, `duty-holder`. */
  readonly what: string;
  /** Where: `duty:7`. */
  readonly subject: string;
  readonly stored: string;
  readonly computed: string;
}

/**
 * Holds the outcomes of duties against the incidents that they make, against what was said of them,
 * and who is on duty against who was last put there. Changes nothing.
 */
export async function verifyDuties(): Promise<DutyDifference[]> {
  return [await wrongIncidents(), await wrongOutcomes(), await wrongHolders()].flat();
}

// What an appeal has decided stands as it was decided, whatever the outcome says.
async function wrongIncidents(): Promise<DutyDifference[]> {
  const wrong = await rows<{ key: string; stored: string; computed: string }>(
    sql`WITH expected AS (
          SELECT community_id, 'duty:' || id AS key, person_id
            FROM duties WHERE outcome IN ('missed', 'left')
          UNION ALL
          SELECT community_id, 'duty:' || id || ':covered:' || covered_by_id, covered_by_id
            FROM duties WHERE outcome = 'covered')
        SELECT e.key, 'none' AS stored, 'stands' AS computed FROM expected e
         WHERE NOT EXISTS (SELECT 1 FROM score_incidents i
                            WHERE i.community_id = e.community_id AND i.key = e.key
                              AND i.person_id = e.person_id
                              AND (i.state = 'stands' OR i.settled = TRUE))
        UNION ALL
        SELECT i.key, 'stands', 'none' FROM score_incidents i
         WHERE i.part = 'duty' AND i.key LIKE 'duty:%' AND i.state = 'stands'
           AND i.settled = FALSE
           AND NOT EXISTS (SELECT 1 FROM expected e
                            WHERE e.community_id = i.community_id AND e.key = i.key
                              AND e.person_id = i.person_id)
         ORDER BY 1`,
  );
  return wrong.map(({ key, ...rest }) => ({ what: 'duty-incident', subject: key, ...rest }));
}

async function wrongOutcomes(): Promise<DutyDifference[]> {
  const wrong = await rows<{ id: number; stored: string; computed: string }>(
    sql`SELECT * FROM (
          SELECT d.id, COALESCE(d.outcome, 'none') AS stored,
                 COALESCE((SELECT o.outcome FROM duty_outcomes o WHERE o.duty_id = d.id
                            ORDER BY o.id DESC LIMIT 1), 'none') AS computed
            FROM duties d) AS said
         WHERE stored <> computed ORDER BY id`,
  );
  return wrong.map(({ id, ...rest }) => ({
    what: 'duty-outcome',
    subject: `duty:${id}`,
    ...rest,
  }));
}

async function wrongHolders(): Promise<DutyDifference[]> {
  const wrong = await rows<{ id: number; stored: number; computed: number }>(
    sql`SELECT * FROM (
          SELECT d.id, d.person_id AS stored,
                 COALESCE((SELECT m.person_id FROM duty_moves m WHERE m.duty_id = d.id
                            ORDER BY m.id DESC LIMIT 1), 0) AS computed
            FROM duties d JOIN duty_rosters r ON r.id = d.roster_id
           WHERE r.state = 'published') AS held
         WHERE stored <> computed ORDER BY id`,
  );
  return wrong.map(({ id, stored, computed }) => ({
    what: 'duty-holder',
    subject: `duty:${id}`,
    stored: `person:${stored}`,
    computed: computed === 0 ? 'nobody' : `person:${computed}`,
  }));
}
