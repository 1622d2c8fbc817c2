import sql from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Quarter, Span } from '../../base/period.ts';
import type { Part } from '../rules/queries.ts';
import { entriesWhere, NO_POINTS } from './queries.ts';
import type { PartSums, ScoreEntry } from './queries.ts';

/** What was booked for each person in a span, whenever it happened; who had nothing is absent. */
export async function bookedScores(
  streetId: number,
  { from, to }: Span,
  tx?: Transaction,
): Promise<ReadonlyMap<number, PartSums>> {
  // By the moment of the transfer, for an entry is written a little later.
  const sums = await rows<{ personId: number; part: Part; points: number }>(
    sql`SELECT e.person_id AS "personId", e.part, CAST(SUM(e.points) AS INTEGER) AS points
          FROM transfers t JOIN score_entries e ON e.transfer_id = t.id
         WHERE t.community_id = ${streetId} AND t.booked_at >= ${from} AND t.booked_at < ${to}
         GROUP BY e.person_id, e.part`,
    tx,
  );
  const booked = new Map<number, PartSums>();
  for (const { personId, part, points } of sums) {
    booked.set(personId, { ...(booked.get(personId) ?? NO_POINTS), [part]: points });
  }
  return booked;
}

/** What each person had of a quarter at a moment, without what everybody begins with. */
export async function quarterAt(
  streetId: number,
  quarter: Quarter,
  moment: Instant,
  tx?: Transaction,
): Promise<ReadonlyMap<number, number>> {
  const sums = await rows<{ personId: number; points: number }>(
    sql`SELECT e.person_id AS "personId", CAST(SUM(e.points) AS INTEGER) AS points
          FROM score_entries e JOIN transfers t ON t.id = e.transfer_id
         WHERE e.community_id = ${streetId} AND e.quarter = ${quarter} AND t.booked_at < ${moment}
         GROUP BY e.person_id`,
    tx,
  );
  return new Map(sums.map(({ personId, points }) => [personId, points]));
}

/** What was booked for a person in a span, in the order in which it happened. */
export const entriesBookedIn = (
  streetId: number,
  personId: number,
  { from, to }: Span,
): Promise<ScoreEntry[]> =>
  entriesWhere(
    sql`t.community_id = ${streetId} AND e.person_id = ${personId}
        AND t.booked_at >= ${from} AND t.booked_at < ${to}`,
  );
