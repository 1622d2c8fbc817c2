import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import type { RowProblem } from './rows.ts';

interface Term {
  readonly personId: number;
  readonly name: string;
  readonly staffNumber: string;
  readonly department: string;
  readonly fromOn: Day;
  readonly toOn: Day | null;
}

/** A staff member, whenever they belonged. */
export interface Known {
  readonly personId: number;
  readonly name: string;
  readonly staffNumber: string;
  readonly department: string;
  isMemberOn(day: Day): boolean;
}

/** Finds whom a row means, by staff number and by name. */
export interface Roll {
  find(name: string, number: string, day: Day): Known | RowProblem;
  readonly all: readonly Known[];
}

/** Everybody who ever belonged to the office, with the department of today. */
export async function rollOf(streetId: number, tx?: Transaction): Promise<Roll> {
  const terms = await rows<Term>(
    sql`SELECT m.person_id AS "personId", p.name, m.staff_number AS "staffNumber",
               d.name AS department, t.from_on AS "fromOn", t.to_on AS "toOn"
          FROM staff_members m
          JOIN persons p ON p.id = m.person_id
          JOIN staff_terms t ON t.community_id = m.community_id AND t.person_id = m.person_id
          JOIN staff_posts s ON s.id = (SELECT l.id FROM staff_posts l
                                         WHERE l.community_id = m.community_id
                                           AND l.person_id = m.person_id
                                         ORDER BY l.from_on DESC LIMIT 1)
          JOIN departments d ON d.id = s.department_id
         WHERE m.community_id = ${streetId} ORDER BY d.position, d.id, m.staff_number, t.from_on`,
    tx,
  );
  return rollFrom(terms);
}

function rollFrom(terms: readonly Term[]): Roll {
  const byId = new Map<number, Term[]>();
  for (const one of terms) byId.set(one.personId, [...(byId.get(one.personId) ?? []), one]);
  const all = [...byId.values()].map(knownFrom);
  const byNumber = new Map(all.map((one) => [plainNumber(one.staffNumber), one]));
  const byName = new Map<string, Known[]>();
  for (const one of all) {
    const name = one.name.replace(/\s+/g, '');
    byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return {
    all,
    find: (name, number, day) => {
      const numbered = number === '' ? undefined : byNumber.get(plainNumber(number));
      if (numbered) return isSame(numbered, name) ? memberOn(numbered, day) : 'name-differs';
      return named(byName.get(name) ?? [], name === '' ? 'number-unknown' : 'name-unknown', day);
    },
  };
}

function knownFrom(terms: readonly Term[]): Known {
  const { personId, name, staffNumber, department } = terms[0] as Term;
  const isMemberOn = (day: Day): boolean =>
    terms.some(({ fromOn, toOn }) => day >= fromOn && (toOn === null || day <= toOn));
  return { personId, name, staffNumber, department, isMemberOn };
}

/** Spreadsheets make 12 of 0012. */
const plainNumber = (number: string): string =>
  number
    .normalize('NFKC')
    .trim()
    .toUpperCase()
    .replace(/^0+(?=.)/, '');

const isSame = (known: Known, name: string): boolean =>
  name === '' || known.name.replace(/\s+/g, '') === name;

const memberOn = (known: Known, day: Day): Known | RowProblem =>
  known.isMemberOn(day) ? known : 'not-member-then';

/** Of several who bear a name, the one who belonged on the day, if it is one. */
function named(bearers: readonly Known[], otherwise: RowProblem, day: Day): Known | RowProblem {
  const [first, ...others] = bearers.filter((one) => one.isMemberOn(day));
  if (first) return others.length === 0 ? first : 'name-shared';
  return bearers.length > 0 ? 'not-member-then' : otherwise;
}
