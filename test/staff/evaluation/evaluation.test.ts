import { expect } from 'chai';
import sql from 'sql-template-tag';
import { blindedToken } from '../../../src/client/blinding.ts';
import { row, rows } from '../../../src/base/db.ts';
import {
  addVoter,
  beginCasting,
  beginIssuing,
  cancelCycle,
  closeCycle,
  draftCycle,
  evaluationOf,
  papersOf,
  printSlips,
  removeVoter,
  takePaper,
  tickSlip,
  untickSlip,
} from '../../../src/staff/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aMember, anAssessor, aStreet } from '../factories.ts';
import {
  aCasting,
  aDraft,
  anElectorate,
  anIssuing,
  aPlan,
  cast,
  drawnBy,
  LEADERS,
  takenBy,
} from './factories.ts';
import type { Electorate } from './factories.ts';

const COLLEAGUES = { leaders: 0, colleagues: 100, representatives: 0 };

const turnoutOf = (cycleId: number) =>
  rows<{ papers: number; ballots: number }>(
    sql`SELECT papers, ballots FROM evaluation_sets WHERE cycle_id = ${cycleId} ORDER BY id`,
  );

const countOf = async (table: 'evaluation_envelopes' | 'evaluation_slips', cycleId: number) => {
  const sets = await rows<{ setId: number }>(
    table === 'evaluation_slips'
      ? sql`SELECT set_id AS "setId" FROM evaluation_slips`
      : sql`SELECT set_id AS "setId" FROM evaluation_envelopes`,
  );
  const own = await rows<{ id: number }>(
    sql`SELECT id FROM evaluation_sets WHERE cycle_id = ${cycleId}`,
  );
  return sets.filter(({ setId }) => own.some(({ id }) => id === setId)).length;
};

describe('an evaluation', function () {
  this.timeout(20_000);
  let people: Electorate;

  /** Cycles that several tests share, each with people of its own: a key takes long to make. */
  let early: number;
  let open: { readonly id: number; readonly papers: readonly string[] };

  before(async () => {
    people = await anElectorate();
    early = await anIssuing(people, LEADERS);
    const { id, papers } = await aCasting(people, LEADERS);
    open = { id, papers: papers.leaders };
  });

  const issuing = () => anIssuing(people, LEADERS);
  const casting = () => aCasting(people, LEADERS);
  const close = (id: number): Promise<unknown> =>
    closeCycle(people.assessor, id, asked(people.assessor));

  it('counts what three groups cast, when it is closed and not before', async () => {
    const people = await anElectorate();
    const { id, papers } = await aCasting(people);
    for (const paper of papers.leaders) await cast(id, paper, '4444');
    for (const paper of papers.colleagues) await cast(id, paper, '3333', '继续努力');
    for (const paper of papers.representatives) await cast(id, paper, '2211');
    expect(await evaluationOf(people.street.id, '2026-Q4')).to.have.property('size', 0);
    await closeCycle(people.assessor, id, asked(people.assessor));
    const [one, two] = people.rated as [Actor, Actor];
    const scores = await evaluationOf(people.street.id, '2026-Q4');
    expect([...scores]).to.have.deep.members([
      [one.personId, 40_00 + 32_00 + 12_00],
      [two.personId, 40_00 + 32_00 + 8_00],
    ]);
    expect(await evaluationOf(people.street.id, '2026-Q3')).to.have.property('size', 0);
  });

  it('hides a group of four ballots, and who is left with none', async () => {
    const people = await anElectorate({ leaders: 0, representatives: 0 });
    const id = await anIssuing(people, COLLEAGUES);
    const papers = await drawnBy(people.colleagues, id, people.assessor);
    await beginCasting(people.assessor, id, false, asked(people.assessor));
    for (const paper of papers.slice(1)) await cast(id, paper, '4444');
    await closeCycle(people.assessor, id, asked(people.assessor));
    const scores = await evaluationOf(people.street.id, '2026-Q4');
    expect([...scores.values()]).to.deep.equal([null, null]);
  });

  it('takes a signed paper from a browser, and counts what was cast with it', async () => {
    const id = await issuing();
    const paper = await takenBy(people.leaders[0] as Actor, id);
    await drawnBy(people.leaders.slice(1), id, people.assessor);
    await beginCasting(people.assessor, id, false, asked(people.assessor));
    expect(await cast(id, paper, '4444')).to.deep.equal({ cast: true });
    await refused(cast(id, `${paper.slice(0, -2)}AA`, '4444'), 'paper-wrong');
    await close(id);
  });

  it('answers the same ballot as the first, and refuses another with its paper', async () => {
    const { id, papers } = open;
    const paper = papers[0] as string;
    const [before] = await turnoutOf(id);
    await cast(id, paper, '4321', '很好');
    expect(await cast(id, paper.toLowerCase().replaceAll('-', ' '), '4321', '很好')).to.deep.equal({
      cast: true,
    });
    await refused(cast(id, paper, '4322', '很好'), 'paper-used');
    await refused(cast(id, paper, '4321', ''), 'paper-used');
    expect((await turnoutOf(id))[0]?.ballots).to.equal((before?.ballots ?? 0) + 1);
    expect(await countOf('evaluation_envelopes', id)).to.equal((before?.ballots ?? 0) + 1);
  });

  it('counts one ballot when the same paper comes twice at the same moment', async () => {
    const { id, papers } = open;
    const paper = papers[1] as string;
    const [before] = await turnoutOf(id);
    const both = await Promise.allSettled([cast(id, paper, '4444'), cast(id, paper, '1111')]);
    expect(both.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect((await turnoutOf(id))[0]?.ballots).to.equal((before?.ballots ?? 0) + 1);
  });

  it('issues one paper to a voter, and the same one when asked again', async () => {
    const id = early;
    const voter = people.leaders[0] as Actor;
    const own = (await papersOf(voter.personId)).find(({ cycleId }) => cycleId === id);
    const [before] = await turnoutOf(id);
    const { blinded } = await blindedToken(own?.publicKey ?? '');
    const command = asked(voter);
    const first = await takePaper(voter, id, blinded, command);
    expect(await takePaper(voter, id, blinded, command)).to.deep.equal(first);
    const other = await blindedToken(own?.publicKey ?? '');
    await refused(takePaper(voter, id, other.blinded, asked(voter)), 'paper-taken');
    await refused(
      tickSlip(people.assessor, id, voter.personId, asked(people.assessor)),
      'paper-taken',
    );
    expect((await turnoutOf(id))[0]?.papers).to.equal((before?.papers ?? 0) + 1);
  });

  it('issues one paper when a voter asks from two devices at the same moment', async () => {
    const id = early;
    const voter = people.leaders[1] as Actor;
    const [before] = await turnoutOf(id);
    const both = await Promise.allSettled([takenBy(voter, id), takenBy(voter, id)]);
    expect(both.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect((await turnoutOf(id))[0]?.papers).to.equal((before?.papers ?? 0) + 1);
  });

  it('refuses to sign what is no blinded token', async () => {
    const id = early;
    const voter = people.leaders[2] as Actor;
    const before = await turnoutOf(id);
    for (const bytes of [Buffer.alloc(5, 1), Buffer.alloc(256, 255)]) {
      await refused(
        takePaper(voter, id, bytes.toString('base64url'), asked(voter)),
        'paper-broken',
      );
    }
    expect(await turnoutOf(id)).to.deep.equal(before);
  });

  it('gives no paper to a stranger, none before issuing and none after', async () => {
    const draft = await aDraft(people, LEADERS);
    const voter = people.leaders[0] as Actor;
    await refused(takePaper(voter, draft, 'AAAA', asked(voter)), 'not-issuing');
    const { id } = open;
    await refused(takePaper(voter, id, 'AAAA', asked(voter)), 'not-issuing');
    const stranger = people.rated[0] as Actor;
    await refused(takePaper(stranger, id, 'AAAA', asked(stranger)), 'no-voter');
  });

  it('takes a ballot while ballots are cast, not before and not after', async () => {
    await refused(cast(early, 'ABCD-ABCD-ABCD-ABCD', '4444'), 'not-casting');
    const { id, papers } = await casting();
    await close(id);
    await refused(cast(id, papers.leaders[0] as string, '4444'), 'not-casting');
    expect(await countOf('evaluation_envelopes', id)).to.equal(0);
    expect(await countOf('evaluation_slips', id)).to.equal(0);
  });

  it('refuses a code that was never printed, one of another cycle, and a ballot with no answer', async () => {
    const { id, papers } = open;
    const other = await casting();
    await refused(cast(id, 'ABCD-ABCD-ABCD-ABCD', '4444'), 'paper-wrong');
    await refused(cast(id, other.papers.leaders[0] as string, '4444'), 'paper-wrong');
    await refused(cast(id, papers[2] as string, ''), 'ballot-empty');
  });

  it('does not open a set with four papers, unless it is left out', async () => {
    const two = { leaders: 50, colleagues: 0, representatives: 50 };
    const id = await anIssuing(people, two);
    await drawnBy(people.leaders.slice(1), id, people.assessor);
    const [slip] = await drawnBy(people.representatives, id, people.assessor);
    const { assessor } = people;
    await refused(beginCasting(assessor, id, false, asked(assessor)), 'papers-too-few');
    await beginCasting(assessor, id, true, asked(assessor));
    const states = await rows<{ state: string }>(
      sql`SELECT state FROM evaluation_sets WHERE cycle_id = ${id} ORDER BY id`,
    );
    expect(states.map(({ state }) => state)).to.deep.equal(['left-out', 'casting']);
    await cast(id, slip as string, '4444');
  });

  it('opens nothing where no set has enough papers', async () => {
    const id = await issuing();
    const { assessor } = people;
    await refused(beginCasting(assessor, id, true, asked(assessor)), 'no-set-left');
    await cancelCycle(assessor, id, asked(assessor));
    await refused(beginCasting(assessor, id, true, asked(assessor)), 'not-issuing');
  });

  it('counts no more ballots than papers, though more codes were printed', async () => {
    const id = await issuing();
    const { assessor, leaders } = people;
    const codes = await drawnBy(leaders, id, assessor);
    const set = (await papersOf(leaders[0]?.personId ?? 0))[0]?.setId ?? 0;
    const more = await printSlips(assessor, id, { set, count: 1 }, asked(assessor));
    await beginCasting(assessor, id, false, asked(assessor));
    for (const code of codes) await cast(id, code, '4444');
    await refused(cast(id, more.codes[0] as string, '1111'), 'ballots-too-many');
  });

  it('ticks off no more people than codes were printed, and takes a tick back', async () => {
    const id = await issuing();
    const { assessor, leaders } = people;
    await drawnBy(leaders.slice(0, 2), id, assessor);
    const late = leaders[3] as Actor;
    await refused(tickSlip(assessor, id, late.personId, asked(assessor)), 'no-slips-left');
    const first = leaders[0] as Actor;
    await untickSlip(assessor, id, first.personId, asked(assessor));
    await refused(untickSlip(assessor, id, first.personId, asked(assessor)), 'no-slip');
    await tickSlip(assessor, id, late.personId, asked(assessor));
    expect((await turnoutOf(id))[0]?.papers).to.equal(2);
  });

  it('shows printed codes once, and keeps them nowhere', async () => {
    const id = early;
    const { assessor, leaders } = people;
    const own = await papersOf(leaders[0]?.personId ?? 0);
    const set = own.find(({ cycleId }) => cycleId === id)?.setId ?? 0;
    const command = asked(assessor);
    const { codes } = await printSlips(assessor, id, { set, count: 3 }, command);
    expect(codes.join(' ')).to.match(/^(\w{4}-){3}\w{4}( (\w{4}-){3}\w{4}){2}$/);
    await refused(printSlips(assessor, id, { set, count: 3 }, command), 'slips-shown');
    const kept = await row<{ answer: string }>(
      sql`SELECT answer FROM idempotency_keys WHERE key = ${command.key}`,
    );
    expect(JSON.parse(kept?.answer ?? '')).to.deep.equal({ count: 3 });
  });

  it('is run by an assessor of that office alone, who ticks off no paper of their own', async () => {
    const id = await aDraft(people, LEADERS);
    const stranger = await anAssessor(await aStreet());
    const leader = people.leaders[0] as Actor;
    await refused(draftCycle(leader, aPlan(people), asked(leader)), 'evaluate');
    await refused(beginIssuing(leader, id, asked(leader)), 'evaluate');
    for (const verb of [beginIssuing, closeCycle, cancelCycle]) {
      await refused(verb(stranger, id, asked(stranger)), 'no-cycle');
    }
    const { assessor } = people;
    await refused(tickSlip(assessor, id, assessor.personId, asked(assessor)), 'evaluate-own');
  });

  it('keeps its lists as they were when issuing began', async () => {
    const id = await aDraft(people, LEADERS);
    const { assessor, street } = people;
    const late = await aMember(street);
    const { personId } = people.leaders[0] as Actor;
    await removeVoter(assessor, id, personId, asked(assessor));
    await addVoter(assessor, id, { personId, group: 'leaders' }, asked(assessor));
    await refused(
      addVoter(assessor, id, { personId, group: 'colleagues' }, asked(assessor)),
      'votes-already',
    );
    await beginIssuing(assessor, id, asked(assessor));
    const voter = { personId: late.personId, group: 'colleagues' } as const;
    await refused(addVoter(assessor, id, voter, asked(assessor)), 'lists-closed');
    await refused(removeVoter(assessor, id, personId, asked(assessor)), 'lists-closed');
  });

  it('wants weights that sum to 100, enough voters and somebody to rate', async () => {
    const { assessor } = people;
    const draft = (over: object): Promise<unknown> =>
      draftCycle(assessor, aPlan(people, over), asked(assessor));
    await refused(draft({ leaders: 41 }), 'weights-not-whole');
    await refused(draft({ ratedIn: [999_999] }), 'nobody-rated');
    const few = await anElectorate({ representatives: 4 });
    const id = await aDraft(few);
    await refused(beginIssuing(few.assessor, id, asked(few.assessor)), 'voters-too-few');
    const own = await aDraft(people, { ratedIn: [people.street.departmentId], ...COLLEAGUES });
    await refused(beginIssuing(assessor, own, asked(assessor)), 'rates-nobody');
  });
});
