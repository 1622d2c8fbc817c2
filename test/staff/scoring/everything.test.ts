import { expect } from 'chai';
import fc from 'fast-check';
import { setClock } from '../../../src/base/clock.ts';
import { verifyLedger } from '../../../src/ledger/index.ts';
import { entriesOf, quarterScores, verifyDuties, verifyScores } from '../../../src/staff/index.ts';
import { byHand } from './by-hand.ts';
import { aLife, anOffice, DAYS, DEEDS, PUNCHED, standingFacts, take } from './life.ts';
import type { Life, Office, Step } from './life.ts';

const QUARTER = '2026-Q3';

/** Files come most often, and come again; a leave covers its day, so it is often taken back. */
const OFTEN: Readonly<Record<Step['does'], number>> = {
  file: 9,
  word: 3,
  withdraw: 1,
  leave: 3,
  revoke: 2,
  duty: 3,
  book: 1,
  reverse: 1,
  clear: 2,
  correct: 4,
};
const deeds = (Object.keys(DEEDS) as Step['does'][]).flatMap((deed) =>
  Array.from({ length: OFTEN[deed] }, () => deed),
);

const step: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom(...deeds),
  day: fc.constantFrom(...DAYS),
  punches: fc.constantFrom(...PUNCHED),
  word: fc.constantFrom('late', 'absent'),
  outcome: fc.constantFrom('kept', 'missed', 'left', 'covered'),
  of: fc.constantFrom('day', 'day', 'day', 'duty', 'breach'),
  to: fc.constantFrom(0, -1),
});

const steps: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 6, maxLength: 18 });

const aStep = (does: Step['does'], day: string, over: Partial<Step> = {}): Step => ({
  ...{ does, day, punches: '8:50,17:30', word: 'late', outcome: 'kept', of: 'day', to: 0 },
  ...over,
});

/** Three lates, of which an appeal put the third at nothing; and one more under the second set. */
const appealed = (...more: readonly Step[]): [readonly Step[]] => [
  [
    ...['2026-07-08', '2026-07-09', '2026-07-10'].map((late) => aStep('file', late)),
    aStep('correct', '2026-07-10'),
    ...more,
    aStep('file', '2026-07-16'),
  ],
];

/** A file that is corrected again and again, and in the end what it says withdrawn. */
const CORRECTED: [readonly Step[]] = [
  [
    ...[',', '8:50,17:30', ',', '8:20,17:30', '8:50,17:30', ','].map((punches) =>
      aStep('file', '2026-07-08', { punches }),
    ),
    aStep('withdraw', '2026-07-08'),
  ],
];

/** Then a leave covers it, or a corrected file says that it was an absence: no longer a late. */
const ONCE_WRONG = [
  appealed(aStep('leave', '2026-07-10')),
  appealed(aStep('file', '2026-07-10', { punches: ',' })),
];

describe('the score of a person, whatever becomes known and is decided', function () {
  this.timeout(60_000);
  let office: Office;

  before(async () => {
    office = await anOffice();
  });

  after(() => setClock());

  async function scoreOf(personId: number): Promise<number> {
    const sums = (await quarterScores(office.street.id, QUARTER)).get(personId);
    const score = Object.values(sums ?? {}).reduce((sum, points) => sum + points, 0);
    const entries = await entriesOf(office.street.id, personId, QUARTER);
    expect(entries.reduce((sum, { points }) => sum + points, 0)).to.equal(score);
    return score;
  }

  async function lived(steps: readonly Step[]): Promise<Life> {
    const life = await aLife(office);
    for (const one of steps) await take(office, life, one);
    return life;
  }

  it('is what the facts that stand at the end come to, in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (told) => {
        const life = await lived(told);
        expect(await scoreOf(life.person.personId)).to.equal(byHand(standingFacts(life)));
        const covered = life.outcome === 'covered' ? 1 : 0;
        expect(await scoreOf(life.colleague.personId)).to.equal(covered);
      }),
      { numRuns: 12, examples: [...ONCE_WRONG, CORRECTED] },
    );
    expect(await verifyScores()).to.deep.equal([]);
    expect(await verifyDuties()).to.deep.equal([]);
    expect(await verifyLedger()).to.deep.equal([]);
  });
});
