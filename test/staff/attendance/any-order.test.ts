import { expect } from 'chai';
import fc from 'fast-check';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { Refusal } from '../../../src/base/refusal.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  enterAttendance,
  entriesOf,
  verifyScores,
  withdrawAttendance,
} from '../../../src/staff/index.ts';
import { approveLeave, revokeLeave } from '../../../src/staff/leave/deciding.ts';
import { asked } from '../../factories.ts';
import { adoptRules, aLeader, aMember, anAssessor, aStreet, RULES } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { imported } from '../imports/factories.ts';
import { ask } from '../leave/factories.ts';

const DAYS = ['2026-07-06', '2026-07-07', '2026-07-08'] as const;
const TIMES = ['8:20,17:30', '8:50,17:30', ',', '8:50,'] as const;

/** What may be told of a day, in whatever order; of files and of words the last one counts. */
const facts = fc.record({
  file: fc.constantFrom(null, ...TIMES),
  word: fc.constantFrom(null, 'late', 'absent'),
  leave: fc.constantFrom(null, 'approved', 'revoked'),
});

describe('what is told of a person', function () {
  this.timeout(60_000);
  let street: TestStreet;
  let assessor: Actor;
  let leader: Actor;
  let people = 0;

  before(async () => {
    setClock(at('2026-07-14', '10:00'));
    street = await aStreet();
    await adoptRules(street, RULES);
    [assessor, leader] = [await anAssessor(street), await aLeader(street)];
  });

  after(() => setClock());

  type Told = { file: string | null; word: string | null; leave: string | null };

  /** Everything that is told, as steps; those of one leave follow one another. */
  function stepsOf(person: Actor, number: string, told: readonly Told[]) {
    return told.flatMap(({ file, word, leave }, n) => {
      const day = DAYS[n] as string;
      const steps: (() => Promise<unknown>)[] = [];
      if (file !== null) steps.push(() => imported(assessor, `${number},,${day},${file}`));
      if (word !== null) steps.push(() => say(person, day, word));
      if (leave !== null) {
        steps.push(async () => {
          const id = await ask(person, day);
          await approveLeave(leader, id, asked(leader));
          if (leave === 'revoked') await revokeLeave(leader, id, '误批', asked(leader));
        });
      }
      return steps;
    });
  }

  /** On a day of leave the entry is refused, and what stands as entered needs no second word. */
  async function say(person: Actor, occurredOn: string, ruleCode: string): Promise<void> {
    const entry = { personId: person.personId, ruleCode, occurredOn, note: '……' };
    await enterAttendance(assessor, entry, asked(assessor)).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }

  async function scoreAfter(told: readonly Told[], order: readonly number[]): Promise<number> {
    people += 1;
    const number = `P${people}`;
    const person = await aMember(street, { staffNumber: number, name: `甲${people}` });
    const steps = stepsOf(person, number, told);
    const ranked = steps
      .map((step, n) => ({ step, rank: order[n] ?? n }))
      .sort((a, b) => a.rank - b.rank);
    for (const { step } of ranked) await step();
    const entries = await entriesOf(street.id, person.personId, '2026-Q3');
    return entries.reduce((sum, one) => sum + one.points, 0);
  }

  it('gives the same score in whatever order it becomes known', async () => {
    // A word is refused while a leave covers its day, so of those two one is told.
    const days = fc.array(
      facts.map((one) => (one.leave === 'approved' ? { ...one, word: null } : one)),
      { minLength: 3, maxLength: 3 },
    );
    const orders = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 9, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(days, orders, orders, async (told, one, other) => {
        expect(await scoreAfter(told, one)).to.equal(await scoreAfter(told, other));
      }),
      { numRuns: 12 },
    );
    expect(await verifyScores()).to.deep.equal([]);
  });

  it('is what a corrected file says last, whatever was booked and undone on the way', async () => {
    const person = await aMember(street, { staffNumber: 'Z1', name: '乙' });
    const files = [',', '8:50,17:30', ',', '8:20,17:30', '8:50,17:30', ','];
    for (const file of files) await imported(assessor, `Z1,,${DAYS[0]},${file}`);
    const sum = async () =>
      (await entriesOf(street.id, person.personId, '2026-Q3')).reduce(
        (all, one) => all + one.points,
        0,
      );
    expect(await sum()).to.equal(-2);
    const last = (await entriesOf(street.id, person.personId, '2026-Q3')).at(-1);
    await withdrawAttendance(assessor, last?.incidentId ?? 0, '补卡', asked(assessor));
    expect(await sum()).to.equal(0);
  });
});
