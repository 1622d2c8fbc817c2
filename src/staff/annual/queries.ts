import sql, { empty } from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import { quarterResults, quartersNotClosed } from '../appraisals/figures.ts';
import type { QuarterResult } from '../appraisals/figures.ts';
import type { Appraisal } from '../appraisals/queries.ts';

/** Something that a person did, with who entered and who approved it. */
export interface Deed {
  readonly id: number;
  readonly personId: number;
  readonly name: string;
  readonly department: string;
  readonly happenedOn: Day;
  readonly words: string;
  readonly state: 'submitted' | 'approved' | 'rejected';
  readonly enteredById: number;
  readonly enteredBy: string;
  readonly enteredAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly reason: string | null;
}

const DEED = sql`
  SELECT s.id, s.person_id AS "personId", p.name, d.name AS department,
         s.happened_on AS "happenedOn", s.words, s.state, s.entered_by_id AS "enteredById",
         b.name AS "enteredBy", s.entered_at AS "enteredAt", c.name AS "decidedBy",
         s.decided_at AS "decidedAt", s.reason
    FROM staff_deeds s
    JOIN persons p ON p.id = s.person_id
    JOIN persons b ON b.id = s.entered_by_id
    LEFT JOIN persons c ON c.id = s.decided_by_id
    JOIN staff_posts o ON o.id = (SELECT l.id FROM staff_posts l
                                   WHERE l.community_id = s.community_id
                                     AND l.person_id = s.person_id
                                   ORDER BY l.from_on DESC LIMIT 1)
    JOIN departments d ON d.id = o.department_id`;

/** The deeds of a year, of all or of one person, in the order in which they happened. */
export const deedsOf = (
  streetId: number,
  year: string,
  personId?: number,
  tx?: Transaction,
): Promise<Deed[]> =>
  rows<Deed>(
    sql`${DEED} WHERE s.community_id = ${streetId}
           AND s.happened_on >= ${`${year}-01-01`} AND s.happened_on <= ${`${year}-12-31`}
           ${personId === undefined ? empty : sql`AND s.person_id = ${personId}`}
         ORDER BY s.happened_on, s.id`,
    tx,
  );

/** A deed of an office. Refuses `no-deed`. */
export async function deedById(streetId: number, id: number): Promise<Deed> {
  const one = await row<Deed>(sql`${DEED} WHERE s.id = ${id} AND s.community_id = ${streetId}`);
  return found(one, 'deed');
}

/** An addition of the year for key work or an honour, of which the ledger knows. */
export interface Honour {
  readonly personId: number;
  readonly rule: string;
  readonly note: string | null;
  readonly points: number;
  readonly occurredOn: Day;
}

/** Additions for key work and honours that stand, of all or of one person. */
export const honoursOf = (streetId: number, year: string, personId?: number): Promise<Honour[]> =>
  rows<Honour>(
    sql`SELECT e.person_id AS "personId", s.name AS rule, i.note, e.points,
               e.occurred_on AS "occurredOn"
          FROM score_entries e
          JOIN set_rules s ON s.id = e.rule_id
          JOIN score_incidents i ON i.id = e.incident_id
         WHERE e.community_id = ${streetId} AND e.part = 'key-work' AND e.points > 0
           AND e.occurred_on >= ${`${year}-01-01`} AND e.occurred_on <= ${`${year}-12-31`}
           AND e.reverses_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM score_entries r WHERE r.reverses_id = e.id)
           ${personId === undefined ? empty : sql`AND e.person_id = ${personId}`}
         ORDER BY e.occurred_on, e.id`,
  );

/** What a year's proposal for a person rests on. */
export interface YearBehind {
  readonly quarters: readonly QuarterResult[];
  /** Quarters that have to be closed first. */
  readonly missing: readonly string[];
  readonly honours: readonly Honour[];
  readonly deeds: readonly Deed[];
}

export async function yearBehind({ streetId, personId, period }: Appraisal): Promise<YearBehind> {
  const results = await quarterResults(streetId, period);
  return {
    quarters: results.filter((one) => one.personId === personId),
    missing: await quartersNotClosed(streetId, period),
    honours: await honoursOf(streetId, period, personId),
    deeds: await deedsOf(streetId, period, personId),
  };
}
