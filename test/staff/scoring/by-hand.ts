import type { NewRuleSet } from '../../../src/staff/index.ts';
import { RULES } from '../factories.ts';

/** What the rules of two sets make of facts, counted by hand and not by our code. */

export const CODES = [
  'late',
  'absent',
  'duty-missed',
  'duty-covered',
  'meeting-late',
  'key-led',
] as const;
export type Code = (typeof CODES)[number];

/** The rules of the tests, and a point for who covers. */
export const FIRST: NewRuleSet = {
  ...RULES,
  rules: [...RULES.rules, { code: 'duty-covered', part: 'duty', name: '主动替班', points: 1 }],
};

/** Lates cost from the second time, absences more, and the month may take less. */
export const SECOND: NewRuleSet = {
  name: '考核细则（修订）',
  effectiveFrom: '2026-07-16',
  rules: [
    {
      code: 'late',
      part: 'attendance',
      name: '迟到',
      points: -1,
      tiers: [{ from: 4, points: -3 }],
    },
    { code: 'absent', part: 'attendance', name: '旷工', points: -4 },
    { code: 'key-led', part: 'key-work', name: '牵头重点任务', points: 4 },
  ],
  limits: [
    { part: 'attendance', floor: -9, cap: null },
    { part: 'key-work', floor: null, cap: 9 },
  ],
};

/** A fact that stands; `instead` are the points that an appeal has put in place of the rule's. */
export interface StandingFact {
  readonly code: Code;
  readonly day: string;
  readonly instead: number | null;
}

/** What the facts come to by the words of the two sets. */
export function byHand(facts: readonly StandingFact[]): number {
  let sum = 0;
  for (const month of ['2026-07', '2026-08']) {
    const times = new Map<Code, number>();
    let [taken, given] = [0, 0];
    const standing = facts.filter(({ day }) => day.startsWith(month));
    for (const { code, day, instead } of standing.sort((a, b) => (a.day < b.day ? -1 : 1))) {
      const isSecond = day >= SECOND.effectiveFrom;
      if (isSecond && !SECOND.rules.some((rule) => rule.code === code)) continue;
      times.set(code, (times.get(code) ?? 0) + 1);
      let points = Math.max(worth(code, times.get(code) ?? 0, isSecond), instead ?? -Infinity);
      if (points > 0 && code === 'key-led') {
        points = Math.min(points, Math.max(0, (isSecond ? 9 : 5) - given));
        given += points;
      } else if (points < 0 && (code === 'late' || code === 'absent')) {
        points = -Math.min(-points, Math.max(0, (isSecond ? 9 : 6) - taken));
        taken -= points;
      }
      sum += points;
    }
  }
  return sum;
}

function worth(code: Code, nth: number, isSecond: boolean): number {
  if (code === 'absent') return isSecond ? -4 : -2;
  if (code === 'duty-missed') return -5;
  if (code === 'duty-covered') return 1;
  if (code === 'meeting-late') return -1;
  if (code === 'key-led') return isSecond ? 4 : 3;
  if (isSecond) return nth >= 4 ? -3 : -1;
  return nth >= 5 ? -2 : nth >= 3 ? -1 : 0;
}
