import sql from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';

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

export type SetState = 'draft' | 'adopted' | 'dropped';

/** What a list says of a set. */
export interface SetFacts {
  readonly id: number;
  readonly streetId: number;
  readonly name: string;
  /** Of a draft: the day that its maker has in mind. */
  readonly effectiveFrom: Day;
  readonly state: SetState;
  /** Null: it was there when the office was set up. */
  readonly madeById: number | null;
  readonly madeBy: string | null;
  readonly adoptedBy: string | null;
  readonly adoptedAt: string | null;
  readonly reason: string | null;
}

/** A set with all that it says. */
export interface WholeSet extends SetFacts {
  readonly rules: readonly SetRule[];
  readonly limits: readonly PartLimit[];
}

/** The adopted sets of a street office, the first in force first. */
export async function adoptedSets(streetId: number, tx?: Transaction): Promise<RuleSet[]> {
  const which = sql`s.community_id = ${streetId} AND s.state = 'adopted'`;
  const sets = await rows<{ id: number; effectiveFrom: Day }>(
    sql`SELECT s.id, s.effective_from AS "effectiveFrom" FROM rule_sets s
         WHERE ${which} ORDER BY s.effective_from, s.id`,
    tx,
  );
  const [rules, limits] = [await rulesOf(which, tx), await limitsOf(which, tx)];
  return sets.map(({ id, effectiveFrom }) =>
    asRuleSet({
      id,
      effectiveFrom,
      rules: rules.filter(({ setId }) => setId === id),
      limits: limits.filter(({ setId }) => setId === id),
    }),
  );
}

/** A set as scores are worked out by it. */
export const asRuleSet = ({
  id,
  effectiveFrom,
  rules,
  limits,
}: Pick<WholeSet, 'id' | 'effectiveFrom' | 'rules' | 'limits'>): RuleSet => ({
  id,
  effectiveFrom,
  rules: new Map(rules.map((one) => [one.code, one])),
  limits: new Map(limits.map((one) => [one.part, one])),
});

/** The set in force on a day, of sets in order of their first days; null before the first. */
export const setOn = <S extends Pick<RuleSet, 'effectiveFrom'>>(
  sets: readonly S[],
  day: Day,
): S | null => sets.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? null;

const FACTS = sql`SELECT s.id, s.community_id AS "streetId", s.name,
                         s.effective_from AS "effectiveFrom", s.state, s.made_by_id AS "madeById",
                         m.name AS "madeBy", a.name AS "adoptedBy", s.adopted_at AS "adoptedAt",
                         s.reason
                    FROM rule_sets s
                    LEFT JOIN persons m ON m.id = s.made_by_id
                    LEFT JOIN persons a ON a.id = s.adopted_by_id`;

/** The sets of an office in a state, the first to begin first. */
export const setsOf = (streetId: number, state: SetState, tx?: Transaction): Promise<SetFacts[]> =>
  rows<SetFacts>(
    sql`${FACTS} WHERE s.community_id = ${streetId} AND s.state = ${state}
         ORDER BY s.effective_from, s.id`,
    tx,
  );

/** A set with its rules and limits in the order of parts. Refuses `no-rule-set`. */
export async function wholeSet(id: number, tx?: Transaction): Promise<WholeSet> {
  const facts = found(await row<SetFacts>(sql`${FACTS} WHERE s.id = ${id}`, tx), 'rule-set');
  const which = sql`s.id = ${id}`;
  const rules = (await rulesOf(which, tx)).map(({ setId: _, ...one }) => one);
  const limits = (await limitsOf(which, tx)).map(({ setId: _, ...one }) => one);
  return { ...facts, rules: inOrder(rules), limits: inOrder(limits) };
}

const inOrder = <T extends { readonly part: Part }>(all: readonly T[]): T[] =>
  [...all].sort((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part));

type OfSet<T> = T & { readonly setId: number };

async function rulesOf(which: Sql, tx?: Transaction): Promise<OfSet<SetRule>[]> {
  const kept = await rows<OfSet<Omit<SetRule, 'tiers'>> & { readonly tiers: string }>(
    sql`SELECT r.id, r.rule_set_id AS "setId", r.code, r.part, r.name, r.points,
               r.grace_minutes AS "graceMinutes", r.minutes_max AS "minutesMax", r.tiers, r.source
          FROM set_rules r JOIN rule_sets s ON s.id = r.rule_set_id
         WHERE ${which} ORDER BY r.id`,
    tx,
  );
  return kept.map((one) => ({ ...one, tiers: JSON.parse(one.tiers) as readonly Tier[] }));
}

const limitsOf = (which: Sql, tx?: Transaction): Promise<OfSet<PartLimit>[]> =>
  rows<OfSet<PartLimit>>(
    sql`SELECT l.rule_set_id AS "setId", l.part, l.month_floor AS floor, l.month_cap AS cap
          FROM set_limits l JOIN rule_sets s ON s.id = l.rule_set_id
         WHERE ${which}`,
    tx,
  );
