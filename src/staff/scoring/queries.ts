import sql, { join, raw } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays, quarterDays } from '../../base/period.ts';
import type { Day, Quarter } from '../../base/period.ts';
import { membersOf } from '../members/queries.ts';
import { PARTS } from '../rules/queries.ts';
import type { Part } from '../rules/queries.ts';
import { settingsFor } from '../settings/settings.ts';

/** Signed whole points of each part. */
export type PartSums = Readonly<Record<Part, number>>;

export const NO_POINTS: PartSums = { attendance: 0, duty: 0, discipline: 0, 'key-work': 0 };

export const sumOf = (sums: PartSums): number => PARTS.reduce((sum, part) => sum + sums[part], 0);

/** What entries come to in each part. */
export const sumsOf = (entries: readonly { readonly part: Part; readonly points: number }[]) =>
  entries.reduce<PartSums>(
    (sums, { part, points }) => ({ ...sums, [part]: sums[part] + points }),
    NO_POINTS,
  );

/** What each person has in each part of a quarter; people without entries are absent. */
export async function quarterScores(
  streetId: number,
  quarter: Quarter,
  tx?: Transaction,
): Promise<ReadonlyMap<number, PartSums>> {
  // One row a person: a row for each part takes longer to bring over than to add up.
  const sums = await rows<PartSums & { readonly personId: number }>(
    sql`SELECT person_id AS "personId", ${join(PARTS.map(sumIn))}
          FROM score_entries WHERE community_id = ${streetId} AND quarter = ${quarter}
         GROUP BY person_id`,
    tx,
  );
  return new Map(sums.map(({ personId, ...own }) => [personId, own]));
}

const sumIn = (part: Part): Sql =>
  sql`CAST(SUM(CASE WHEN part = ${part} THEN points ELSE 0 END) AS INTEGER) AS ${raw(`"${part}"`)}`;

/** What was booked for a person, as they see it. */
export interface ScoreEntry {
  readonly id: number;
  readonly part: Part;
  readonly rule: string;
  /** The set whose rule it was booked by, and since when that is in force. */
  readonly setId: number;
  readonly setName: string;
  readonly setFrom: Day;
  readonly points: number;
  readonly occurredOn: Day;
  readonly bookedAt: string;
  readonly incidentId: number;
  /** Where its evidence is: `duty:3`. */
  readonly subject: string;
  readonly note: string | null;
  /** Why it was undone, of a reversal. */
  readonly reason: string | null;
  readonly enteredBy: string | null;
  readonly approvedBy: string | null;
  readonly reverses: number | null;
  readonly reversesIn: Quarter | null;
  readonly reversedBy: number | null;
  readonly reversedIn: Quarter | null;
}

/** Entries as they are shown, of those that a condition on `e` and its transfer `t` chooses. */
export const entriesWhere = (condition: Sql): Promise<ScoreEntry[]> =>
  rows<ScoreEntry>(
    sql`SELECT e.id, e.part, s.name AS rule, v.id AS "setId", v.name AS "setName",
               v.effective_from AS "setFrom", e.points, e.occurred_on AS "occurredOn",
               e.booked_at AS "bookedAt", i.id AS "incidentId", i.subject, i.note, t.reason,
               b.name AS "enteredBy", a.name AS "approvedBy", e.reverses_id AS reverses,
               o.quarter AS "reversesIn", r.id AS "reversedBy", r.quarter AS "reversedIn"
          FROM score_entries e
          JOIN score_incidents i ON i.id = e.incident_id
          JOIN set_rules s ON s.id = e.rule_id
          JOIN rule_sets v ON v.id = s.rule_set_id
          JOIN transfers t ON t.id = e.transfer_id
          LEFT JOIN persons b ON b.id = i.entered_by_id
          LEFT JOIN persons a ON a.id = i.approved_by_id
          LEFT JOIN score_entries o ON o.id = e.reverses_id
          LEFT JOIN score_entries r ON r.reverses_id = e.id
         WHERE ${condition}
         ORDER BY e.occurred_on, e.id`,
  );

/** The entries of a person that count in a quarter, in the order in which they happened. */
export const entriesOf = (
  streetId: number,
  personId: number,
  quarter: Quarter,
): Promise<ScoreEntry[]> =>
  entriesWhere(
    sql`e.community_id = ${streetId} AND e.quarter = ${quarter} AND e.person_id = ${personId}`,
  );

/** A staff member with what a quarter brought. */
export interface SheetLine {
  readonly personId: number;
  readonly name: string;
  readonly staffNumber: string;
  readonly departmentId: number;
  readonly department: string;
  readonly sums: PartSums;
  /** What everybody begins with and what the quarter added and took. */
  readonly score: number;
}

/** The scores of all members of a quarter, in the order of departments and staff numbers. */
export async function scoreSheet(streetId: number, quarter: Quarter): Promise<SheetLine[]> {
  const { from, to } = quarterDays(quarter);
  const members = await membersOf(streetId, { from, until: addDays(to, -1) });
  const scores = await quarterScores(streetId, quarter);
  const { startScore } = await settingsFor(streetId, quarter);
  return members.map(({ personId, name, staffNumber, departmentId, department }) => {
    const sums = scores.get(personId) ?? NO_POINTS;
    const score = startScore + sumOf(sums);
    return { personId, name, staffNumber, departmentId, department, sums, score };
  });
}
