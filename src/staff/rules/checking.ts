import { Refusal } from '../../base/refusal.ts';
import type { PartLimit, SetRule, Tier } from './queries.ts';

/** A rule as it is set down; what is left out is none. */
export type NewRule = Pick<SetRule, 'code' | 'part' | 'name' | 'points'> &
  Partial<Pick<SetRule, 'graceMinutes' | 'minutesMax' | 'tiers' | 'source'>>;

/** How many tiers a rule may have: so many rows has its form. */
export const TIERS_MAX = 5;

const refuse = (code: string, field: string, facts: Record<string, string> = {}): never => {
  throw new Refusal('invalid', code, facts, field);
};

/**
 * Refuses a rule that says nothing or contradicts itself, at the field that is wrong:
 * `grace-not-attendance`, `tiers-too-many`, `tiers-out-of-order`, `signs-mixed`,
 * `tiers-grow-lighter`, `rule-worth-nothing`. A tier's fields are `from1`, `points1` and so on.
 */
export function refuseWrongRule({ code, part, points, tiers = [], graceMinutes = 0 }: NewRule) {
  if (graceMinutes > 0 && part !== 'attendance') refuse('grace-not-attendance', 'graceMinutes');
  if (tiers.length > TIERS_MAX) refuse('tiers-too-many', `from${TIERS_MAX}`);
  const steps: readonly Tier[] = [{ from: 1, points }, ...tiers];
  const sign = Math.sign(steps.find((one) => one.points !== 0)?.points ?? 0);
  for (const [n, tier] of tiers.entries()) {
    const before = steps[n] as Tier;
    // A first tier may begin with the first time, in place of the rule's own points.
    const isLater = n === 0 ? tier.from >= before.from : tier.from > before.from;
    if (!isLater) refuse('tiers-out-of-order', `from${n + 1}`);
    if (tier.points !== 0 && Math.sign(tier.points) !== sign) {
      refuse('signs-mixed', `points${n + 1}`);
    }
    const replaces = n === 0 && tier.from === 1;
    if (!replaces && Math.abs(tier.points) < Math.abs(before.points)) {
      refuse('tiers-grow-lighter', `points${n + 1}`, { code });
    }
  }
  if (sign === 0) refuse('rule-worth-nothing', 'points');
}

/** Refuses a set without rules, with a code twice, or with a rule or limit that is wrong. */
export function refuseWrongSet(set: {
  readonly rules: readonly NewRule[];
  readonly limits?: readonly PartLimit[];
}): void {
  const [first] = set.rules;
  if (!first) throw new Refusal('conflict', 'rules-empty');
  const codes = new Set<string>();
  for (const rule of set.rules) {
    if (codes.has(rule.code)) throw new Refusal('conflict', 'set-code-taken', {}, 'code');
    codes.add(rule.code);
    refuseWrongRule(rule);
  }
  for (const { floor, cap } of set.limits ?? []) {
    if ((floor ?? 0) > 0 || (cap ?? 0) < 0) throw new Refusal('invalid', 'limits-crossed');
  }
}
