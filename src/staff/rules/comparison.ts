import { PARTS } from './queries.ts';
import type { Part, PartLimit, SetRule, WholeSet } from './queries.ts';

/** One rule that two sets say differently; null where a set does not have it. */
export interface RuleChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly code: string;
  readonly before: SetRule | null;
  readonly after: SetRule | null;
}

/** The limits of one part where two sets differ in them. */
export interface LimitChange {
  readonly part: Part;
  readonly before: PartLimit;
  readonly after: PartLimit;
}

export interface Comparison {
  readonly rules: readonly RuleChange[];
  readonly limits: readonly LimitChange[];
  /** How many rules both say alike. */
  readonly same: number;
}

type Content = Pick<WholeSet, 'rules' | 'limits'>;

const NOTHING: Content = { rules: [], limits: [] };

/** What changes from one set to another, line by line, in the order of the second. */
export function compareSets(before: Content | null, after: Content): Comparison {
  const old = before ?? NOTHING;
  const byCode = new Map(old.rules.map((rule) => [rule.code, rule]));
  const kept = new Set(after.rules.map(({ code }) => code));
  const told = after.rules.flatMap<RuleChange>((rule) => {
    const was = byCode.get(rule.code) ?? null;
    if (was && saidOf(was) === saidOf(rule)) return [];
    const kind = was ? 'changed' : 'added';
    return [{ kind, code: rule.code, before: was, after: rule }];
  });
  const removed = old.rules
    .filter(({ code }) => !kept.has(code))
    .map((rule) => ({ kind: 'removed' as const, code: rule.code, before: rule, after: null }));
  const limits = PARTS.map((part) => ({
    part,
    before: limitOf(old, part),
    after: limitOf(after, part),
  })).filter((one) => one.before.floor !== one.after.floor || one.before.cap !== one.after.cap);
  return {
    rules: [...told, ...removed],
    limits,
    same: after.rules.length - told.length,
  };
}

const limitOf = ({ limits }: Content, part: Part): PartLimit =>
  limits.find((one) => one.part === part) ?? { part, floor: null, cap: null };

const saidOf = ({ id: _, ...rule }: SetRule): string => JSON.stringify(rule);
