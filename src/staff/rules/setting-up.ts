import sql, { bulk } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { Refusal } from '../../base/refusal.ts';
import { refuseWrongSet } from './checking.ts';
import type { NewRule } from './checking.ts';
import type { PartLimit } from './queries.ts';

/** A set of rules as an office sets it down. */
export interface NewRuleSet {
  readonly name: string;
  readonly effectiveFrom: Day;
  readonly rules: readonly NewRule[];
  readonly limits?: readonly PartLimit[];
}

/**
 * Puts a set of rules in force as an office is set up; later ones go the way of drafts. The first may
 * begin on any day; a later one begins after today, so that no day which was judged already gets
 * other rules. Refuses `rules-begin-too-early`, and what is wrong with the set.
 */
export async function adoptRuleSet(
  streetId: number,
  set: NewRuleSet,
  by: number | null,
  tx: Transaction,
): Promise<number> {
  refuseWrongSet(set);
  const before = await row(
    sql`SELECT id FROM rule_sets WHERE community_id = ${streetId} AND state = 'adopted' LIMIT 1`,
    tx,
  );
  if (before && set.effectiveFrom <= today()) {
    throw new Refusal('conflict', 'rules-begin-too-early', {}, 'effectiveFrom');
  }
  const id = await insertDraft(streetId, set, by, tx);
  for (const rule of set.rules) await insertRule(id, rule, tx);
  await insertLimits(id, set.limits ?? [], tx);
  await change(
    sql`UPDATE rule_sets SET state = 'adopted', adopted_by_id = ${by}, adopted_at = ${now()}
         WHERE id = ${id}`,
    tx,
  );
  return id;
}

/** A draft that says nothing yet. */
export async function insertDraft(
  streetId: number,
  { name, effectiveFrom }: Pick<NewRuleSet, 'name' | 'effectiveFrom'>,
  by: number | null,
  tx: Transaction,
): Promise<number> {
  const made = await row<{ id: number }>(
    sql`INSERT INTO rule_sets (community_id, name, effective_from, state, made_by_id, made_at)
        VALUES (${streetId}, ${name}, ${effectiveFrom}, 'draft', ${by}, ${now()}) RETURNING id`,
    tx,
  );
  return (made as { id: number }).id;
}

/** Puts a rule into a draft. Refuses `set-code-taken`. */
export async function insertRule(setId: number, rule: NewRule, tx: Transaction): Promise<void> {
  const { code, part, name, points, graceMinutes = 0, minutesMax = null } = rule;
  const { tiers = [], source = '' } = rule;
  const added = await change(
    sql`INSERT INTO set_rules (rule_set_id, code, part, name, points, grace_minutes, minutes_max,
          tiers, source)
        VALUES (${setId}, ${code}, ${part}, ${name}, ${points}, ${graceMinutes}, ${minutesMax},
                ${JSON.stringify(tiers)}, ${source})
        ON CONFLICT (rule_set_id, code) DO NOTHING`,
    tx,
  );
  if (added === 0) throw new Refusal('conflict', 'set-code-taken', {}, 'code');
}

/** Puts the limits of parts that have any into a draft. */
export async function insertLimits(
  setId: number,
  limits: readonly PartLimit[],
  tx: Transaction,
): Promise<void> {
  const some = limits.filter(({ floor, cap }) => floor !== null || cap !== null);
  if (some.length === 0) return;
  await change(
    sql`INSERT INTO set_limits (rule_set_id, part, month_floor, month_cap)
        VALUES ${bulk(some.map(({ part, floor, cap }) => [setId, part, floor, cap]))}`,
    tx,
  );
}
