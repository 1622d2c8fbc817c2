import { expect } from 'chai';
import { Chance } from '../../../seeders/chance.ts';
import type { Actor } from '../../../src/people/index.ts';
import { beginCasting, closeCycle, papersOf } from '../../../src/staff/index.ts';
import { shuffled } from '../../../src/staff/evaluation/shuffle.ts';
import { asked, TEST_PASSWORD } from '../../factories.ts';
import { signInNameOf } from '../../people/factories.ts';
import { client, startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { bytesOfDatabase, captureLog, copyOfDatabase } from './evidence.ts';
import { aBallot, anElectorate, anIssuing, drawnBy, LEADERS, takenBy } from './factories.ts';
import type { Electorate } from './factories.ts';
import { beyondChance, LINKERS } from './linkers.ts';
import type { Evidence, Row } from './linkers.ts';

const VOTERS = 12;
const RUNS = 3;
/** With a code instead of a signature, since they are cheaper; some of each are enough. */
const BY_CODE = 8;

interface Cast {
  readonly answers: string;
  readonly remark: string;
}

interface Run {
  readonly evidence: Evidence;
  /** What was cast, in the order of casting: what only the voters know. */
  readonly truth: readonly Cast[];
  /** The remarks as they were published. */
  readonly remarks: readonly Row[];
  readonly log: readonly string[];
  /** Texts that were nowhere to be before the closing, and that were found all the same. */
  readonly leaks: readonly string[];
}

/** Every voter answers in a way of their own, and writes more than the one before. */
function castOf(voter: number, run: number): Cast {
  const chance = new Chance(1000 * run + voter);
  const answers = Array.from({ length: 20 }, () => chance.whole(4) + 1).join('');
  const remark = voter % 3 === 0 ? '' : `意见${'建'.repeat(voter * 5)}${run}-${voter}`;
  return { answers, remark };
}

/** Papers by signature and by code, without a word on whose they are. */
async function papersFor(people: Electorate, cycleId: number): Promise<Map<Actor, string>> {
  const { leaders, assessor } = people;
  const papers = new Map<Actor, string>();
  const byCode = leaders.slice(0, BY_CODE);
  const codes = await drawnBy(byCode, cycleId, assessor);
  for (const [place, voter] of byCode.entries()) papers.set(voter, codes[place] as string);
  for (const voter of leaders.slice(BY_CODE)) papers.set(voter, await takenBy(voter, cycleId));
  return papers;
}

/**
 * Holds an evaluation. Each voter signs in, looks at their own pages, and casts at once, from the
 * browser that is signed in; copies of the database are taken right before and right after.
 */
async function holdEvaluation(server: TestServer, people: Electorate, run: number): Promise<Run> {
  const id = await anIssuing(people, LEADERS);
  const papers = await papersFor(people, id);
  await beginCasting(people.assessor, id, false, asked(people.assessor));
  const { lines, stop } = captureLog();
  const casts: Evidence['casts'][number][] = [];
  const truth: Cast[] = [];
  const leaks: string[] = [];
  for (const voter of shuffled(people.leaders)) {
    const browser = client(server.url);
    await browser.signIn(await signInNameOf(voter.personId), TEST_PASSWORD);
    await browser.get(`/papers/${id}`);
    const paper = papers.get(voter) as string;
    const ballot = castOf(people.leaders.indexOf(voter), run);
    const [before, from] = [await copyOfDatabase(), lines.length];
    await browser.get(`/ballots/${id}`);
    await browser.post(`/ballots/${id}/openings`, { paper });
    const form = aBallot(paper, ballot.answers, ballot.remark);
    const reply = await browser.post(`/ballots/${id}`, form);
    expect(reply.location).to.match(/said=staff.evaluation.said.cast$/);
    casts.push({ before, after: await copyOfDatabase(), log: lines.slice(from) });
    truth.push(ballot);
    const bytes = await bytesOfDatabase();
    const token = paper.split('.')[1] ?? paper;
    const written = Buffer.from(ballot.remark).toString('latin1');
    const secret = [ballot.answers, token, ballot.remark, written];
    leaks.push(...secret.filter((text) => text !== '' && bytes.includes(text)));
  }
  stop();
  await closeCycle(people.assessor, id, asked(people.assessor));
  const last = await copyOfDatabase();
  const own = (await papersOf(people.leaders[0]?.personId ?? 0)).find((one) => one.cycleId === id);
  const published = (last.get('evaluation_ballots') ?? []).filter(
    (row) => row['set_id'] === own?.setId,
  );
  const remarks = (last.get('evaluation_remarks') ?? []).filter((row) => row['cycle_id'] === id);
  return { evidence: { casts, published }, truth, remarks, log: lines, leaks };
}

const rightIn = (
  guess: readonly number[],
  published: readonly Row[],
  truth: readonly Cast[],
): number =>
  guess.filter((place, voter) => published[place]?.['answers'] === truth[voter]?.answers).length;

describe('an attack on the ballots', function () {
  this.timeout(120_000);
  let server: TestServer;
  const runs: Run[] = [];

  before(async () => {
    server = await startServer();
    const people = await anElectorate({
      ...{ leaders: VOTERS, colleagues: 0, representatives: 0, rated: 10 },
    });
    while (runs.length < RUNS) runs.push(await holdEvaluation(server, people, runs.length));
  });

  after(() => server.close());

  it('has what it needs: every ballot published, each different', () => {
    for (const { evidence, truth } of runs) {
      const answers = evidence.published.map((row) => row['answers']);
      expect(answers).to.have.members(truth.map((one) => one.answers));
      expect(new Set(answers)).to.have.property('size', VOTERS);
    }
  });

  for (const [name, link] of Object.entries(LINKERS)) {
    it(`does no better than chance by ${name}`, () => {
      const right = runs.map(({ evidence, truth }) =>
        rightIn(link(evidence), evidence.published, truth),
      );
      const sum = right.reduce((all, one) => all + one, 0);
      expect(sum).to.be.below(beyondChance(RUNS * VOTERS, VOTERS));
    });
  }

  it('finds no remark by the order of casting, nor the answers that go with one', () => {
    let right = 0;
    let tries = 0;
    for (const { evidence, truth, remarks } of runs) {
      const written = truth.filter(({ remark }) => remark !== '');
      tries += 2 * written.length;
      for (const [place, { remark, answers }] of written.entries()) {
        if (remarks[place]?.['remark'] === remark) right += 1;
        const beside = remarks.findIndex((row) => row['remark'] === remark);
        if (evidence.published[beside]?.['answers'] === answers) right += 1;
      }
    }
    expect(right).to.be.below(beyondChance(tries, 8));
  });

  it('finds no answer, no remark and no paper in any byte before the closing', () => {
    expect(runs.flatMap(({ leaks }) => leaks)).to.deep.equal([]);
  });

  it('finds no line of the log about a ballot, and others about pages', () => {
    const lines = runs.flatMap(({ log }) => log);
    expect(lines.filter((line) => line.includes('/papers/'))).to.have.length(RUNS * VOTERS);
    expect(lines.filter((line) => line.includes('ballot'))).to.deep.equal([]);
  });

  it('sees a cast change one envelope and one count, all envelopes of one size', () => {
    const sizes = new Set<number>();
    for (const { before, after } of runs.flatMap(({ evidence }) => evidence.casts)) {
      const changed = [...after].filter(
        ([table, rows]) => JSON.stringify(rows) !== JSON.stringify(before.get(table)),
      );
      expect(changed.map(([table]) => table)).to.have.members([
        'evaluation_envelopes',
        'evaluation_sets',
      ]);
      for (const row of after.get('evaluation_envelopes') ?? []) {
        sizes.add((row['sealed'] as string).length);
      }
    }
    expect([...sizes]).to.have.length(1);
  });
});

/** A box as it is often built: rows as they come, with their time, their size and their session. */
function naiveEvidence(): { evidence: Evidence; truth: readonly Cast[] } {
  const truth = shuffled(Array.from({ length: VOTERS }, (_, voter) => castOf(voter, RUNS)));
  const rows = truth.map((cast, place) => ({
    rowid: place + 1,
    mark: `mark-${String(place).padStart(4, '0')}`,
    ...cast,
    remark: `«${place}»${'言'.repeat(place)}`,
    cast_at: `2026-11-26T08:${10 + place}:00.000Z`,
  }));
  const casts = rows.map((row, place) => {
    const copy = (count: number) =>
      new Map<string, readonly Row[]>([
        ['ballots', rows.slice(0, count).map((one) => ({ ...one, digest: one.mark }))],
        ['idempotency_keys', rows.slice(0, count).map(({ answers }) => ({ answer: answers }))],
        ['sessions', rows.slice(0, count).map((one) => ({ expires_at: one.cast_at }))],
      ]);
    const log = [JSON.stringify({ path: '/ballots', ballot: row.mark })];
    return { before: copy(place), after: copy(place + 1), log };
  });
  return { evidence: { casts, published: rows }, truth };
}

describe('the same attack on a box that is built carelessly', () => {
  for (const [name, link] of Object.entries(LINKERS)) {
    it(`joins every ballot to its voter by ${name}`, () => {
      const { evidence, truth } = naiveEvidence();
      expect(rightIn(link(evidence), evidence.published, truth)).to.equal(VOTERS);
    });
  }

  it('would be seen: chance alone does not reach what is refused', () => {
    expect(beyondChance(RUNS * VOTERS, VOTERS)).to.be.within(10, RUNS * VOTERS);
  });
});
