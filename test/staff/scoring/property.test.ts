import { expect } from 'chai';
import fc from 'fast-check';
import { setClock } from '../../../src/base/clock.ts';
import { inTransaction } from '../../../src/base/db.ts';
import type { Transaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { Refusal } from '../../../src/base/refusal.ts';
import { verifyLedger } from '../../../src/ledger/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  clearIncident,
  correctIncident,
  entriesOf,
  quarterScores,
  settleIncidents,
  verifyScores,
} from '../../../src/staff/index.ts';
import type { NewRuleSet } from '../../../src/staff/index.ts';
import { adoptRules, aMember, aStreet, RULES } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { fact, incidentOf } from './facts.ts';

const QUARTER = '2026-Q3';
const CODES = ['late', 'absent', 'duty-missed', 'key-led'] as const;
type Code = (typeof CODES)[number];

/** Lates cost from the second time, absences more, and the month may take less. */
const SECOND: NewRuleSet = {
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

/** Something that is told, lifted or decided of a fact; `to` are the points of a correction. */
interface Step {
  readonly does: 'tell' | 'lift' | 'clear' | 'correct';
  readonly code: Code;
  readonly day: string;
  readonly to: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom(
    'tell',
    'tell',
    'tell',
    'tell',
    'lift',
    'lift',
    'clear',
    'correct',
    'correct',
  ),
  code: fc.constantFrom(...CODES),
  day: fc
    .tuple(fc.constantFrom('07', '08'), fc.integer({ min: 10, max: 22 }))
    .map(([month, day]) => `2026-${month}-${day}`),
  to: fc.integer({ min: -4, max: 1 }),
});

/** A fact as it stands after all that was told, lifted and decided. */
interface Final {
  readonly code: Code;
  readonly day: string;
  readonly stands: boolean;
  readonly settled: boolean;
  readonly instead: number | null;
}

/** What a step that was done makes of a fact; what was decided on appeal stays decided. */
function finalAfter(before: Final | undefined, one: Step): Final | undefined {
  const { code, day } = one;
  if (before?.settled && (one.does === 'tell' || one.does === 'lift')) return before;
  if (one.does === 'tell') return { code, day, stands: true, settled: false, instead: null };
  if (!before) return undefined;
  if (one.does === 'lift') return { ...before, stands: false };
  if (one.does === 'clear') return { ...before, stands: false, settled: true };
  return { ...before, settled: true, instead: one.to };
}

/** What the facts come to by the words of the two sets, counted by hand and not by our code. */
function byHand(facts: readonly Final[]): number {
  let sum = 0;
  for (const month of ['2026-07', '2026-08']) {
    const times = new Map<Code, number>();
    let [taken, given] = [0, 0];
    const standing = facts.filter(({ day, stands }) => stands && day.startsWith(month));
    for (const { code, day, instead } of standing.sort((a, b) => (a.day < b.day ? -1 : 1))) {
      const isSecond = day >= SECOND.effectiveFrom;
      if (isSecond && code === 'duty-missed') continue; // the second set does not know it
      times.set(code, (times.get(code) ?? 0) + 1);
      let points = instead ?? worth(code, times.get(code) ?? 0, isSecond);
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
  if (code === 'key-led') return isSecond ? 4 : 3;
  if (isSecond) return nth >= 4 ? -3 : -1;
  return nth >= 5 ? -2 : nth >= 3 ? -1 : 0;
}

describe('the score of a person', function () {
  this.timeout(60_000);
  let street: TestStreet;

  before(async () => {
    setClock(at('2026-07-01', '10:00'));
    street = await aStreet();
    await adoptRules(street, RULES);
    await adoptRules(street, SECOND);
    setClock(at('2026-09-20', '10:00'));
  });

  after(() => setClock());

  /** Does a step for a person; whether it was done, for an appeal may be refused. */
  async function take(person: Actor, one: Step): Promise<boolean> {
    const told = fact(person, one.day, one.code);
    const id = await incidentOf(told.key);
    const by = { personId: null };
    const work = async (tx: Transaction): Promise<void> => {
      if (one.does === 'tell') await settleIncidents(street.id, { stand: [told] }, by, tx);
      if (one.does === 'clear') await clearIncident(id, person.personId, tx);
      if (one.does === 'correct') await correctIncident(id, one.to, person.personId, tx);
      if (one.does !== 'lift') return;
      await settleIncidents(street.id, { lift: [{ key: told.key, why: 'leave' }] }, by, tx);
    };
    try {
      await inTransaction(work);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  it('is what the facts that stand at the end come to, in whatever order they became known', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 24 }), async (steps) => {
        const person = await aMember(street);
        const finals = new Map<string, Final>();
        for (const one of steps) {
          if (!(await take(person, one))) continue;
          const key = `${one.code} ${one.day}`;
          const final = finalAfter(finals.get(key), one);
          if (final) finals.set(key, final);
        }
        const sums = (await quarterScores(street.id, QUARTER)).get(person.personId);
        const score = Object.values(sums ?? {}).reduce((sum, points) => sum + points, 0);
        expect(score).to.equal(byHand([...finals.values()]));
        const entries = await entriesOf(street.id, person.personId, QUARTER);
        expect(entries.reduce((sum, { points }) => sum + points, 0)).to.equal(score);
      }),
      { numRuns: 60 },
    );
    expect(await verifyScores()).to.deep.equal([]);
    expect(await verifyLedger()).to.deep.equal([]);
  });
});
