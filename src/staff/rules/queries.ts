import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';

export const PARTS = ['attendance', 'duty', 'discipline', 'key-work'] as const;
/** What a score is made of. */
export type Part = (typeof PARTS)[number];

/** From the nth of a month on, an incident of the rule is worth that many points. */
export interface Tier {
  readonly from: number;
  readonly points: number;
}

/** A rule as one set says it; an adopted set never changes. */
export interface SetRule {
  readonly id: number;
  readonly code: string;
  readonly part: Part;
  readonly name: string;
  /** Signed whole points of one incident, unless a tier says otherwise. */
  readonly points: number;
  /** Attendance: minutes that are let pass. */
  readonly graceMinutes: number;
  /** Attendance: more minutes than these count as an absence; null: however many. */
  readonly minutesMax: number | null;
  readonly tiers: readonly Tier[];
  readonly source: string;
}

/** The most that a month may take or give in one part; null: no limit. */
export interface PartLimit {
  readonly part: Part;
  readonly floor: number | null;
  readonly cap: number | null;
}

/** A set of rules, in force from a day on until the next adopted one begins. */
export interface RuleSet {
  readonly id: number;
  readonly effectiveFrom: Day;
  readonly rules: ReadonlyMap<string, SetRule>;
  readonly limits: ReadonlyMap<Part, PartLimit>;
}

/** The adopted sets of a street office, the first in force first. */
export async function adoptedSets(streetId: number, tx?: Transaction): Promise<RuleSet[]> {
  const sets = await rows<{ id: number; effectiveFrom: Day }>(
    sql`SELECT id, effective_from AS "effectiveFrom" FROM rule_sets
         WHERE community_id = ${streetId} AND state = 'adopted' ORDER BY effective_from, id`,
    tx,
  );
  const [rules, limits] = [await rulesOf(streetId, tx), await limitsOf(streetId, tx)];
  return sets.map((set) => ({
    ...set,
    rules: new Map(rules.filter(({ setId }) => setId === set.id).map((one) => [one.code, one])),
    limits: new Map(limits.filter(({ setId }) => setId === set.id).map((one) => [one.part, one])),
  }));
}

/** The set in force on a day, of sets in order of their first days; null before the first. */
export const setOn = (sets: readonly RuleSet[], day: Day): RuleSet | null =>
  sets.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? null;

type Kept = Omit<SetRule, 'tiers'> & { readonly setId: number; readonly tiers: string };

async function rulesOf(
  streetId: number,
  tx?: Transaction,
): Promise<(SetRule & { readonly setId: number })[]> {
  const kept = await rows<Kept>(
    sql`SELECT r.id, r.rule_set_id AS "setId", r.code, r.part, r.name, r.points,
               r.grace_minutes AS "graceMinutes", r.minutes_max AS "minutesMax", r.tiers, r.source
          FROM set_rules r JOIN rule_sets s ON s.id = r.rule_set_id
         WHERE s.community_id = ${streetId} AND s.state = 'adopted' ORDER BY r.id`,
    tx,
  );
  return kept.map((one) => ({ ...one, tiers: JSON.parse(one.tiers) as readonly Tier[] }));
}

const limitsOf = (
  streetId: number,
  tx?: Transaction,
): Promise<(PartLimit & { readonly setId: number })[]> =>
  rows<PartLimit & { readonly setId: number }>(
    sql`SELECT l.rule_set_id AS "setId", l.part, l.month_floor AS floor, l.month_cap AS cap
          FROM set_limits l JOIN rule_sets s ON s.id = l.rule_set_id
         WHERE s.community_id = ${streetId} AND s.state = 'adopted'`,
    tx,
  );
