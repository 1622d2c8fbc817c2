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
import { adoptRules, aMember, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { byHand, CODES, FIRST, SECOND } from './by-hand.ts';
import type { Code, StandingFact } from './by-hand.ts';
import { fact, incidentOf } from './facts.ts';

const QUARTER = '2026-Q3';
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
    .tuple(fc.constantFrom('07', '08'), fc.integer({ min: 13, max: 18 }))
    .map(([month, day]) => `2026-${month}-${day}`),
  to: fc.integer({ min: -4, max: 1 }),
});

/** A fact as it is after all that was told, lifted and decided. */
interface Final extends StandingFact {
  readonly stands: boolean;
  readonly cleared: boolean;
}

/** What a step that was done makes of a fact; what was cleared stays cleared. */
function finalAfter(before: Final | undefined, one: Step): Final | undefined {
  const { code, day } = one;
  if (one.does === 'tell' && !before) {
    return { code, day, stands: true, cleared: false, instead: null };
  }
  if (!before || before.cleared) return before;
  if (one.does === 'tell') return { ...before, stands: true };
  if (one.does === 'clear') return { ...before, stands: false, cleared: true };
  if (one.does === 'correct') return { ...before, instead: one.to };
  // What an appeal has made an addition is no longer what was told.
  return (before.instead ?? 0) > 0 ? before : { ...before, stands: false };
}

describe('the score of a person', function () {
  this.timeout(60_000);
  let street: TestStreet;

  before(async () => {
    setClock(at('2026-07-01', '10:00'));
    street = await aStreet();
    await adoptRules(street, FIRST);
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
      if (one.does === 'clear') await clearIncident(id, { personId: person.personId }, tx);
      if (one.does === 'correct')
        await correctIncident(id, one.to, { personId: person.personId }, tx);
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
        expect(score).to.equal(byHand([...finals.values()].filter(({ stands }) => stands)));
        const entries = await entriesOf(street.id, person.personId, QUARTER);
        expect(entries.reduce((sum, { points }) => sum + points, 0)).to.equal(score);
      }),
      { numRuns: 60 },
    );
    expect(await verifyScores()).to.deep.equal([]);
    expect(await verifyLedger()).to.deep.equal([]);
  });
});
