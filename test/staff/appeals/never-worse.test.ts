import { expect } from 'chai';
import fc from 'fast-check';
import { setClock } from '../../../src/base/clock.ts';
import { inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import {
  clearIncident,
  correctIncident,
  entriesOf,
  settleIncidents,
  verifyScores,
} from '../../../src/staff/index.ts';
import type { NewIncident } from '../../../src/staff/index.ts';
import { PARTS } from '../../../src/staff/rules/queries.ts';
import type { Part, RuleSet, SetRule } from '../../../src/staff/rules/queries.ts';
import { scoreMonth } from '../../../src/staff/scoring/month.ts';
import type { Standing } from '../../../src/staff/scoring/month.ts';
import { Refusal } from '../../../src/base/refusal.ts';
import { adoptRules, aMember, aStreet } from '../factories.ts';

const CODES = ['a', 'b', 'c', 'd'] as const;

const dayOf = (n: number): string => `2026-07-${String(n).padStart(2, '0')}`;

/** A rule that takes, or one that gives, whose later tiers weigh no less. */
const aRule = (code: string, id: number, part: Part, sign: 1 | -1): fc.Arbitrary<SetRule> =>
  fc.array(fc.nat(4), { minLength: 3, maxLength: 3 }).map((weights) => {
    const [first = 0, second = 0, third = 0] = [...weights].sort((a, b) => a - b);
    const tiers = [
      { from: 2, points: sign * second },
      { from: 4, points: sign * third },
    ];
    return {
      ...{ id, code, part, name: code, graceMinutes: 0, minutesMax: null, source: '' },
      ...{ points: sign * first, tiers },
    };
  });

const aLimit = fc.option(fc.nat(8), { nil: null });

const aSet = (id: number, effectiveFrom: string): fc.Arbitrary<RuleSet> =>
  fc
    .record({
      rules: fc.tuple(
        aRule('a', id * 10 + 1, 'attendance', -1),
        aRule('b', id * 10 + 2, 'attendance', -1),
        aRule('c', id * 10 + 3, 'key-work', 1),
        aRule('d', id * 10 + 4, 'key-work', -1),
      ),
      floor: aLimit,
      cap: aLimit,
    })
    .map(({ rules, floor, cap }) => ({
      id,
      effectiveFrom,
      rules: new Map(rules.map((rule) => [rule.code, rule])),
      limits: new Map(
        PARTS.map((part) => [part, { part, floor: floor === null ? null : -floor, cap }]),
      ),
    }));

/** A month of incidents under a set of rules that another replaces in its middle. */
const aMonth = fc.record({
  sets: fc.tuple(aSet(1, '2026-01-01'), aSet(2, '2026-07-15')),
  incidents: fc.array(
    fc.record({ ruleCode: fc.constantFrom(...CODES), day: fc.integer({ min: 1, max: 28 }) }),
    { minLength: 1, maxLength: 14 },
  ),
  decisions: fc.array(
    fc.record({ pick: fc.nat(), clears: fc.boolean(), better: fc.integer({ min: 1, max: 5 }) }),
    { minLength: 1, maxLength: 6 },
  ),
});

describe('an appeal never makes the result worse', () => {
  afterEach(() => setClock());

  it('by the rules of any month: tiers, floors, caps, new rules in its middle', () => {
    fc.assert(
      fc.property(aMonth, ({ sets, incidents, decisions }) => {
        let standing: readonly Standing[] = incidents.map(({ ruleCode, day }, n) => ({
          ...{ id: n + 1, ruleCode, occurredOn: dayOf(day), pointsInstead: null },
        }));
        for (const { pick, clears, better } of decisions) {
          const taken = scoreMonth(standing, sets).filter(({ points }) => points < 0);
          const contested = taken[pick % Math.max(1, taken.length)];
          if (!contested) return;
          const before = sumOf(standing, sets);
          const pointsInstead = Math.min(0, contested.points + better);
          standing = clears
            ? standing.filter(({ id }) => id !== contested.incidentId)
            : standing.map((one) =>
                one.id === contested.incidentId ? { ...one, pointsInstead } : one,
              );
          expect(sumOf(standing, sets)).to.be.at.least(before);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('nor than without the correction, when the rules come to weigh less', () => {
    fc.assert(
      fc.property(aMonth, fc.nat(), ({ sets, incidents, decisions }, lifted) => {
        const plain: readonly Standing[] = incidents.map(({ ruleCode, day }, n) => ({
          ...{ id: n + 1, ruleCode, occurredOn: dayOf(day), pointsInstead: null },
        }));
        const taken = scoreMonth(plain, sets).filter(({ points }) => points < 0);
        const contested = taken[(decisions[0]?.pick ?? 0) % Math.max(1, taken.length)];
        if (!contested) return;
        const pointsInstead = Math.min(0, contested.points + (decisions[0]?.better ?? 1));
        const gone = plain[lifted % plain.length]?.id;
        const without = plain.filter(({ id }) => id !== gone);
        const corrected = without.map((one) =>
          one.id === contested.incidentId ? { ...one, pointsInstead } : one,
        );
        expect(sumOf(corrected, sets)).to.be.at.least(sumOf(without, sets));
      }),
      { numRuns: 3_000 },
    );
  });

  it('in the books, whatever is contested and in whatever order', async () => {
    setClock(at('2026-07-30', '10:00'));
    const street = await aStreet();
    await adoptRules(street);
    const step = fc.record({
      code: fc.constantFrom('late', 'late', 'late', 'absent', 'key-led'),
      day: fc.integer({ min: 1, max: 28 }),
    });
    const choice = fc.record({
      pick: fc.nat(),
      clears: fc.boolean(),
      points: fc.integer({ min: -3, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 3, maxLength: 12 }),
        fc.array(choice, { minLength: 1, maxLength: 5 }),
        async (steps, choices) => {
          const { personId } = await aMember(street);
          const stand = steps.map<NewIncident>(({ code, day }, n) => ({
            ...{ personId, ruleCode: code, occurredOn: dayOf(day), enteredById: null },
            part: code === 'key-led' ? 'key-work' : 'attendance',
            ...{ key: `never-worse:${personId}:${n}`, subject: 'test:1' },
          }));
          await inTransaction((tx) =>
            settleIncidents(street.id, { stand }, { personId: null }, tx),
          );
          for (const { pick, clears, points } of choices) {
            const entries = await entriesOf(street.id, personId, '2026-Q3');
            if (entries.length === 0) return;
            const before = entries.reduce((sum, one) => sum + one.points, 0);
            const id = entries[pick % entries.length]?.incidentId ?? 0;
            const by = { personId };
            await inTransaction((tx) =>
              clears ? clearIncident(id, by, tx) : correctIncident(id, points, by, tx),
            ).catch((error: unknown) => {
              expect(error).to.be.instanceOf(Refusal).with.property('code', 'appeal-worse');
            });
            const after = await entriesOf(street.id, personId, '2026-Q3');
            expect(after.reduce((sum, one) => sum + one.points, 0)).to.be.at.least(before);
          }
        },
      ),
      { numRuns: 20 },
    );
    expect(await verifyScores()).to.deep.equal([]);
  });

  it('and what a later leave lifts is lifted also where an appeal had corrected it', async () => {
    setClock(at('2026-07-30', '10:00'));
    const street = await aStreet();
    await adoptRules(street);
    const { personId } = await aMember(street);
    const key = `absent:${personId}`;
    const absent: NewIncident = {
      ...{ personId, part: 'attendance', ruleCode: 'absent', occurredOn: dayOf(6) },
      ...{ key, subject: 'test:1', enteredById: null },
    };
    const tell = (facts: Parameters<typeof settleIncidents>[1]) =>
      inTransaction((tx) => settleIncidents(street.id, facts, { personId: null }, tx));
    const points = async () =>
      (await entriesOf(street.id, personId, '2026-Q3')).map((one) => one.points);
    await tell({ stand: [absent] });
    const [entry] = await entriesOf(street.id, personId, '2026-Q3');
    await inTransaction((tx) => correctIncident(entry?.incidentId ?? 0, -1, { personId }, tx));
    await tell({ lift: [{ key, why: 'leave' }] });
    expect(await points()).to.deep.equal([-2, 2, -1, 1]);
    // The leave is taken back: the correction still holds.
    await tell({ stand: [absent] });
    expect(await points()).to.deep.equal([-2, 2, -1, 1, -1]);
  });
});

const sumOf = (standing: readonly Standing[], sets: readonly RuleSet[]): number =>
  scoreMonth(standing, sets).reduce((sum, { points }) => sum + points, 0);
