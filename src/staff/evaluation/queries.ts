import sql from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Quarter } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import type { GroupKind } from './tally.ts';

export type Phase = 'draft' | 'issuing' | 'casting' | 'closed' | 'cancelled';

/** A cycle as its pages show it. */
export interface Cycle {
  readonly id: number;
  readonly streetId: number;
  readonly street: string;
  readonly title: string;
  readonly quarter: Quarter;
  readonly phase: Phase;
  readonly questions: readonly string[];
  readonly takesRemarks: boolean;
  readonly ballotsMin: number;
  readonly secretName: string | null;
}

type Kept = Omit<Cycle, 'questions' | 'takesRemarks'> & {
  readonly questions: string;
  readonly takesRemarks: unknown;
};

const cycleColumns = sql`c.id, c.community_id AS "streetId", t.name AS street, c.title, c.quarter,
  c.phase, c.questions, c.takes_remarks AS "takesRemarks", c.ballots_min AS "ballotsMin",
  c.secret_name AS "secretName"
  FROM evaluation_cycles c JOIN communities t ON t.id = c.community_id`;

const cycleOfRow = (kept: Kept): Cycle => ({
  ...kept,
  questions: JSON.parse(kept.questions) as string[],
  takesRemarks: Boolean(kept.takesRemarks),
});

/** The cycles of an office, the latest first. */
export async function cyclesOf(streetId: number): Promise<Cycle[]> {
  const kept = await rows<Kept>(
    sql`SELECT ${cycleColumns} WHERE c.community_id = ${streetId} ORDER BY c.id DESC`,
  );
  return kept.map(cycleOfRow);
}

/** Cycles in which ballots are cast, of every office. */
export async function castingCycles(): Promise<Cycle[]> {
  const kept = await rows<Kept>(
    sql`SELECT ${cycleColumns} WHERE c.phase = 'casting' ORDER BY c.id`,
  );
  return kept.map(cycleOfRow);
}

/** A cycle. Refuses `no-cycle`. */
export async function cycleById(id: number, tx?: Transaction): Promise<Cycle> {
  const kept = await row<Kept>(sql`SELECT ${cycleColumns} WHERE c.id = ${id}`, tx);
  return cycleOfRow(found(kept, 'cycle'));
}

/** A cycle of that office; another's is not there. */
export async function cycleOf(streetId: number, id: number, tx?: Transaction): Promise<Cycle> {
  const cycle = await cycleById(id, tx);
  return found(cycle.streetId === streetId ? cycle : null, 'cycle');
}

/** A group of raters, and how many may vote in it. */
export interface Group {
  readonly id: number;
  readonly kind: GroupKind;
  readonly weight: number;
  readonly voters: number;
}

export const groupsOf = (cycleId: number, tx?: Transaction): Promise<Group[]> =>
  rows<Group>(
    sql`SELECT g.id, g.kind, g.weight,
               (SELECT CAST(COUNT(*) AS INTEGER) FROM evaluation_voters v
                 WHERE v.group_id = g.id) AS voters
          FROM evaluation_groups g WHERE g.cycle_id = ${cycleId} ORDER BY g.id`,
    tx,
  );

/** A set with its turnout: who may vote, papers issued, ballots cast. */
export interface BallotSet {
  readonly id: number;
  readonly kind: GroupKind;
  readonly number: number;
  /** How many sets its group has. */
  readonly of: number;
  readonly state: 'issuing' | 'casting' | 'closed' | 'left-out';
  readonly publicKey: string;
  readonly rated: readonly number[];
  readonly voters: number;
  readonly papers: number;
  readonly slips: number;
  readonly ballots: number;
}

export async function setsOf(cycleId: number, tx?: Transaction): Promise<BallotSet[]> {
  const kept = await rows<Omit<BallotSet, 'rated' | 'of'> & { readonly rated: string }>(
    sql`SELECT s.id, g.kind, s.number, s.state, s.public_key AS "publicKey", s.rated, s.papers,
               s.slips, s.ballots,
               (SELECT CAST(COUNT(*) AS INTEGER) FROM evaluation_voters v
                 WHERE v.set_id = s.id) AS voters
          FROM evaluation_sets s JOIN evaluation_groups g ON g.id = s.group_id
         WHERE s.cycle_id = ${cycleId} ORDER BY s.id`,
    tx,
  );
  return kept.map((one) => ({
    ...one,
    rated: JSON.parse(one.rated) as number[],
    of: kept.filter(({ kind }) => kind === one.kind).length,
  }));
}

/** Somebody on a list of a cycle: a voter, or somebody who is rated. */
export interface Listed {
  readonly personId: number;
  readonly name: string;
  /** The department of staff, the community of a resident. */
  readonly place: string;
}

export interface Voter extends Listed {
  readonly kind: GroupKind;
  /** The number of their set; null while the cycle is a draft. */
  readonly setNumber: number | null;
  readonly paper: 'signature' | 'slip' | null;
}

const lastPost = (column: Sql): Sql => sql`
  (SELECT ${column} FROM staff_posts s JOIN departments d ON d.id = s.department_id
    WHERE s.person_id = p.id ORDER BY s.from_on DESC, s.id DESC LIMIT 1)`;

// Staff by their departments, in the office's own order; residents by their communities.
const place = sql`COALESCE(${lastPost(sql`d.name`)}, t.name)`;
const placeOrder = sql`COALESCE(${lastPost(sql`d.position`)}, t.id)`;

/** Who may vote, group by group; no time, and nothing of what they cast. */
export const votersOf = (cycleId: number): Promise<Voter[]> =>
  rows<Voter>(
    sql`SELECT p.id AS "personId", p.name, ${place} AS place, g.kind, s.number AS "setNumber", v.paper
          FROM evaluation_voters v
          JOIN evaluation_groups g ON g.id = v.group_id
          JOIN persons p ON p.id = v.person_id
          JOIN communities t ON t.id = p.community_id
          LEFT JOIN evaluation_sets s ON s.id = v.set_id
         WHERE v.cycle_id = ${cycleId} ORDER BY g.id, s.number, ${placeOrder}, p.id`,
  );

/** Who is rated, in the order of departments and of staff numbers. */
export const ratedOf = (cycleId: number, tx?: Transaction): Promise<Listed[]> =>
  rows<Listed>(
    sql`SELECT p.id AS "personId", p.name, ${place} AS place
          FROM evaluation_rated r
          JOIN persons p ON p.id = r.person_id
          JOIN communities t ON t.id = p.community_id
          LEFT JOIN staff_members m ON m.person_id = p.id
         WHERE r.cycle_id = ${cycleId} ORDER BY ${placeOrder}, m.staff_number, p.id`,
    tx,
  );

/** What a voter has in a cycle. */
export interface OwnPaper {
  readonly cycleId: number;
  readonly title: string;
  readonly street: string;
  readonly phase: Phase;
  readonly kind: GroupKind;
  readonly setId: number | null;
  readonly setState: BallotSet['state'] | null;
  readonly publicKey: string | null;
  readonly paper: 'signature' | 'slip' | null;
}

/** The cycles in which a person may vote, the latest first; drafts are not told of. */
export const papersOf = (personId: number): Promise<OwnPaper[]> =>
  rows<OwnPaper>(
    sql`SELECT c.id AS "cycleId", c.title, t.name AS street, c.phase, g.kind, v.set_id AS "setId",
               s.state AS "setState", s.public_key AS "publicKey", v.paper
          FROM evaluation_voters v
          JOIN evaluation_cycles c ON c.id = v.cycle_id
          JOIN communities t ON t.id = c.community_id
          JOIN evaluation_groups g ON g.id = v.group_id
          LEFT JOIN evaluation_sets s ON s.id = v.set_id
         WHERE v.person_id = ${personId} AND c.phase IN ('issuing', 'casting', 'closed')
         ORDER BY c.id DESC`,
  );

/** The remarks of a closed cycle, in the order of their random keys. */
export const remarksOf = async (cycleId: number): Promise<string[]> =>
  (
    await rows<{ remark: string }>(
      sql`SELECT remark FROM evaluation_remarks WHERE cycle_id = ${cycleId} ORDER BY mark`,
    )
  ).map(({ remark }) => remark);

/** The closed cycles in which a person was on a ballot, the latest first. */
export const cyclesRating = (personId: number): Promise<{ id: number }[]> =>
  rows<{ id: number }>(
    sql`SELECT c.id FROM evaluation_rated r JOIN evaluation_cycles c ON c.id = r.cycle_id
         WHERE r.person_id = ${personId} AND c.phase = 'closed' ORDER BY c.id DESC`,
  );
