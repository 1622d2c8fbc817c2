import sql, { bulk } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { Refusal } from '../../base/refusal.ts';
import type { PartLimit, SetRule, Tier } from './queries.ts';

export type NewRule = Pick<SetRule, 'code' | 'part' | 'name' | 'points'> &
  Partial<Pick<SetRule, 'graceMinutes' | 'minutesMax' | 'tiers' | 'source'>>;

/** A set of rules as an office sets it down. */
export interface NewRuleSet {
  readonly name: string;
  readonly effectiveFrom: Day;
  readonly rules: readonly NewRule[];
  readonly limits?: readonly PartLimit[];
}

/**
 * Puts an adopted set of rules in force. The first one may begin on any day; a later one begins after
 * today, so that no day which was judged already gets other rules. Refuses `rules-begin-too-early`,
 * and `tiers-grow-lighter` when a later incident of a month would weigh less than an earlier one.
 */
export async function adoptRuleSet(
  streetId: number,
  set: NewRuleSet,
  by: number | null,
  tx: Transaction,
): Promise<number> {
  for (const { code, points, tiers } of set.rules) refuseLighter(code, points, tiers ?? []);
  const before = await row(
    sql`SELECT id FROM rule_sets WHERE community_id = ${streetId} AND state = 'adopted' LIMIT 1`,
    tx,
  );
  if (before && set.effectiveFrom <= today()) {
    throw new Refusal('conflict', 'rules-begin-too-early', {}, 'effectiveFrom');
  }
  const made = await row<{ id: number }>(
    sql`INSERT INTO rule_sets
          (community_id, name, effective_from, state, made_by_id, made_at, adopted_by_id, adopted_at)
        VALUES (${streetId}, ${set.name}, ${set.effectiveFrom}, 'adopted', ${by}, ${now()}, ${by},
                ${now()}) RETURNING id`,
    tx,
  );
  const { id } = made as { id: number };
  await insertRules(id, set, tx);
  return id;
}

function refuseLighter(code: string, points: number, tiers: readonly Tier[]): void {
  const steps = [...tiers].sort((a, b) => a.from - b.from);
  const weights = (steps[0]?.from === 1 ? steps : [{ from: 1, points }, ...steps]).map((one) =>
    Math.abs(one.points),
  );
  const isLighter = weights.some((weight, n) => n > 0 && weight < (weights[n - 1] ?? 0));
  if (isLighter) throw new Refusal('invalid', 'tiers-grow-lighter', { code }, 'tiers');
}

async function insertRules(
  setId: number,
  { rules, limits = [] }: NewRuleSet,
  tx: Transaction,
): Promise<void> {
  const values = rules.map(({ code, part, name, points, graceMinutes, ...more }) => [
    setId,
    code,
    part,
    name,
    points,
    graceMinutes ?? 0,
    more.minutesMax ?? null,
    JSON.stringify(more.tiers ?? []),
    more.source ?? '',
  ]);
  await change(
    sql`INSERT INTO set_rules
          (rule_set_id, code, part, name, points, grace_minutes, minutes_max, tiers, source)
        VALUES ${bulk(values)}`,
    tx,
  );
  if (limits.length === 0) return;
  await change(
    sql`INSERT INTO set_limits (rule_set_id, part, month_floor, month_cap)
        VALUES ${bulk(limits.map(({ part, floor, cap }) => [setId, part, floor, cap]))}`,
    tx,
  );
}
