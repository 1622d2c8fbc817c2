import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import { streets } from '../../people/index.ts';
import { adoptedSets } from '../rules/queries.ts';
import { worthOf } from './month.ts';
import type { Told } from './month.ts';

/** Something in the scores that does not add up. */
export interface ScoreDifference {
  /** What is wrong: `entry`, `score`, `incident`. */
  readonly what: string;
  /** Where: `entry:7`, `person:3`, `incident:5`. */
  readonly subject: string;
  readonly stored: number;
  readonly computed: number;
}

/**
 * Holds every entry against its transfer, every score against its entries, and the entries that
 * stand against what the rules make of the incidents that stand. Changes nothing.
 */
export async function verifyScores(): Promise<ScoreDifference[]> {
  const found = [await wrongEntries(), await wrongScores()];
  for (const { id } of await streets()) found.push(await wrongIncidents(id));
  return found.flat();
}

async function wrongEntries(): Promise<ScoreDifference[]> {
  const wrong = await rows<{ id: number; stored: number; computed: number }>(
    sql`SELECT * FROM (
          SELECT e.id, e.points AS stored,
                 CASE WHEN a.kind = 'score' AND a.owner_id = e.person_id THEN t.points
                      WHEN f.kind = 'score' AND f.owner_id = e.person_id THEN -t.points
                      ELSE 0 END AS computed
            FROM score_entries e
            JOIN transfers t ON t.id = e.transfer_id
            JOIN accounts a ON a.id = t.to_account_id
            JOIN accounts f ON f.id = t.from_account_id) AS both_sides
         WHERE stored <> computed ORDER BY id`,
  );
  return wrong.map(({ id, ...rest }) => ({ what: 'entry', subject: `entry:${id}`, ...rest }));
}

async function wrongScores(): Promise<ScoreDifference[]> {
  const wrong = await rows<{ id: number; stored: number; computed: number }>(
    sql`SELECT * FROM (
          SELECT a.owner_id AS id, a.balance AS stored,
                 CAST(COALESCE((SELECT SUM(e.points) FROM score_entries e
                                 WHERE e.person_id = a.owner_id
                                   AND e.community_id = a.community_id), 0) AS INTEGER) AS computed
            FROM accounts a WHERE a.kind = 'score') AS sums
         WHERE stored <> computed ORDER BY id`,
  );
  return wrong.map(({ id, ...rest }) => ({ what: 'score', subject: `person:${id}`, ...rest }));
}

interface Booked extends Told {
  /** What its entries come to. */
  readonly booked: number;
}

async function wrongIncidents(streetId: number): Promise<ScoreDifference[]> {
  const told = await rows<Booked>(
    sql`SELECT i.id, i.person_id AS "personId", i.rule_code AS "ruleCode",
               i.occurred_on AS "occurredOn", i.points_instead AS "pointsInstead", i.state,
               CAST(COALESCE(SUM(e.points), 0) AS INTEGER) AS booked
          FROM score_incidents i LEFT JOIN score_entries e ON e.incident_id = i.id
         WHERE i.community_id = ${streetId}
         GROUP BY i.id, i.person_id, i.rule_code, i.occurred_on, i.points_instead, i.state
         ORDER BY i.id`,
  );
  const wanted = worthOf(told, await adoptedSets(streetId));
  return told
    .map(({ id, booked }) => ({ id, stored: booked, computed: wanted.get(id)?.points ?? 0 }))
    .filter(({ stored, computed }) => stored !== computed)
    .map(({ id, ...rest }) => ({ what: 'incident', subject: `incident:${id}`, ...rest }));
}
