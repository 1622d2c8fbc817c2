import { expect } from 'chai';
import fc from 'fast-check';
import { setClock } from '../../../src/base/clock.ts';
import { inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { verifyLedger } from '../../../src/ledger/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  clearIncident,
  closeQuarter,
  correctIncident,
  entriesOf,
  quarterScores,
  settleIncidents,
} from '../../../src/staff/index.ts';
import type { NewIncident } from '../../../src/staff/index.ts';
import { refused } from '../../support/refused.ts';
import { adoptRules, aMember, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { fact, incidentOf } from './facts.ts';

const QUARTER = '2026-Q3';

const tell = (street: TestStreet, stand: readonly NewIncident[], lift: readonly string[] = []) =>
  inTransaction((tx) =>
    settleIncidents(
      street.id,
      { stand, lift: lift.map((key) => ({ key, why: 'leave' })) },
      { personId: null },
      tx,
    ),
  );

async function scoreOf(street: TestStreet, person: Actor, quarter = QUARTER): Promise<number> {
  const sums = (await quarterScores(street.id, quarter)).get(person.personId);
  return Object.values(sums ?? {}).reduce((sum, points) => sum + points, 0);
}

const lates = (person: Actor, count: number): NewIncident[] =>
  Array.from({ length: count }, (_, n) => fact(person, `2026-07-0${n + 1}`, 'late'));

describe('scoring staff', () => {
  let street: TestStreet;
  let person: Actor;

  beforeEach(async () => {
    setClock(at('2026-09-20', '10:00'));
    street = await aStreet();
    person = await aMember(street);
    await adoptRules(street);
  });

  afterEach(() => setClock());

  it('lets the first two lates of a month pass, and takes more from the fifth on', async () => {
    await tell(street, lates(person, 6));
    expect((await entriesOf(street.id, person.personId, QUARTER)).map((one) => one.points)).to.eql([
      -1, -1, -2, -2,
    ]);
  });

  it('begins to count anew with the month', async () => {
    await tell(street, [...lates(person, 4), fact(person, '2026-08-03', 'late')]);
    expect(await scoreOf(street, person)).to.equal(-2);
  });

  it('takes and gives no more in a month than the limits say', async () => {
    const absent = ['06', '07', '08', '09'].map((day) => fact(person, `2026-07-${day}`, 'absent'));
    const led = ['10', '11'].map((day) => fact(person, `2026-07-${day}`, 'key-led'));
    await tell(street, [...absent, ...led]);
    const sums = (await quarterScores(street.id, QUARTER)).get(person.personId);
    expect(sums).to.include({ attendance: -6, 'key-work': 5 });
  });

  it('books nothing for the same facts told again, also at once', async () => {
    const facts = [...lates(person, 6), fact(person, '2026-07-20', 'duty-missed')];
    await Promise.all([tell(street, facts), tell(street, facts)]);
    expect(await tell(street, facts)).to.deep.equal({ booked: 0, reversed: 0 });
    expect(await scoreOf(street, person)).to.equal(-11);
  });

  it('undoes by a linked reversal what no longer stands, and what followed from it', async () => {
    const facts = lates(person, 5);
    await tell(street, facts);
    await tell(street, [], [facts[0]?.key ?? '']);
    const entries = await entriesOf(street.id, person.personId, QUARTER);
    const linked = entries.filter(({ reverses }) => reverses !== null);
    expect(linked.length).to.be.above(0);
    expect(await scoreOf(street, person)).to.equal(-2);
  });

  it('counts a correction of a closed quarter in the open one', async () => {
    const missed = fact(person, '2026-07-20', 'duty-missed');
    await tell(street, [missed]);
    await inTransaction((tx) => closeQuarter(street.id, QUARTER, null, tx));
    setClock(at('2026-10-10', '10:00'));
    await tell(street, [], [missed.key]);
    expect(await scoreOf(street, person)).to.equal(-5);
    expect(await scoreOf(street, person, '2026-Q4')).to.equal(5);
  });

  it('keeps what was decided on appeal, whatever its source tells again', async () => {
    const missed = fact(person, '2026-07-20', 'duty-missed');
    await tell(street, [missed]);
    const id = await incidentOf(missed.key);
    await inTransaction((tx) => clearIncident(id, { personId: person.personId }, tx));
    await tell(street, [missed]);
    expect(await scoreOf(street, person)).to.equal(0);
  });

  it('never decides an appeal for the worse', async () => {
    const missed = fact(person, '2026-07-20', 'duty-missed');
    await tell(street, [missed]);
    const id = await incidentOf(missed.key);
    const decide = (points: number) =>
      inTransaction((tx) => correctIncident(id, points, { personId: person.personId }, tx));
    await refused(decide(-6), 'appeal-worse');
    await decide(-2);
    expect(await scoreOf(street, person)).to.equal(-2);
  });

  it('takes new rules from their first day, and none that reach back', async () => {
    await refused(adoptRules(street, { effectiveFrom: '2026-09-20' }), 'rules-begin-too-early');
    const absent = { code: 'absent', part: 'attendance', name: '旷工', points: -4 } as const;
    await adoptRules(street, { effectiveFrom: '2026-09-21', rules: [absent], limits: [] });
    const days = ['2026-09-18', '2026-09-21'];
    await tell(
      street,
      days.map((day) => fact(person, day, 'absent')),
    );
    expect(await scoreOf(street, person)).to.equal(-6);
  });

  it('refuses rules by which a later time weighs less', async () => {
    const late = { code: 'late', part: 'attendance', name: '迟到', points: -2 } as const;
    const rules = [{ ...late, tiers: [{ from: 3, points: -1 }] }];
    await refused(adoptRules(await aStreet(), { rules }), 'tiers-grow-lighter');
  });

  it('comes to the same score in whatever order the facts are told and lifted', async () => {
    const days = fc
      .integer({ min: 1, max: 28 })
      .map((n) => `2026-07-${String(n).padStart(2, '0')}`);
    const step = fc.record({
      day: days,
      code: fc.constantFrom('late', 'absent', 'duty-missed', 'key-led'),
      lifts: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const [first, second] = [await aMember(street), await aMember(street)];
        const standing = new Map<string, string>();
        for (const { day, code, lifts } of steps) {
          const one = fact(first, day, code);
          if (lifts) standing.delete(one.key);
          else standing.set(one.key, day);
          await (lifts ? tell(street, [], [one.key]) : tell(street, [one]));
        }
        const final = [...standing].map(([key, day]) => fact(second, day, key.split(':')[0] ?? ''));
        await tell(street, final);
        expect(await scoreOf(street, first)).to.equal(await scoreOf(street, second));
      }),
      { numRuns: 25 },
    );
    expect(await verifyLedger()).to.deep.equal([]);
  });
});
