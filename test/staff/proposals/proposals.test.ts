import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../../src/base/clock.ts';
import { change, inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  answerProposal,
  decideProposal,
  enterProposal,
  entriesOf,
  reverseIncident,
  verifyScores,
  waiveAnswer,
  withdrawProposal,
} from '../../../src/staff/index.ts';
import { attachmentsOf, readableAttachment } from '../../../src/staff/attachments/attachments.ts';
import { proposalSteps, readableProposal } from '../../../src/staff/proposals/queries.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aPdf } from '../attachments/factories.ts';
import { aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import { aBookedBreach, aBreach, anOffice, book, ENTRY, lastIncident } from './factories.ts';
import { pointsOf, QUARTER } from './factories.ts';
import type { Office } from './factories.ts';

describe('what is proposed to be booked for a person', () => {
  let office: Office;

  beforeEach(async () => {
    office = await anOffice();
  });

  afterEach(() => setClock());

  const answer = (id: number, by: Actor = office.person) =>
    answerProposal(by, id, 'The bus did not come', [], asked(by));
  const toldTo = async ({ personId }: Actor): Promise<string[]> =>
    (await messagesOf(personId)).items.map(({ kind }) => kind);

  describe('is entered', () => {
    const enter = (by: Actor, over = {}, part: 'discipline' | 'key-work' = 'discipline') => {
      const wish = { ...ENTRY, personId: office.person.personId, ...over };
      return enterProposal(by, part, wish, [], asked(by));
    };

    it('with a text or a file as evidence, and the person is told', async () => {
      const { assessor, person } = office;
      const empty = { ...ENTRY, text: '', personId: person.personId };
      await refused(enter(assessor, { text: '' }), 'evidence-needed');
      const { id } = await enterProposal(assessor, 'discipline', empty, [aPdf()], asked(assessor));
      expect(await attachmentsOf(`proposal:${id}`)).to.have.length(1);
      expect(await toldTo(person)).to.deep.equal(['proposal-hearing']);
    });

    it('by assessors alone, key work by leaders too, by nobody about themselves', async () => {
      const { assessor, leader, person } = office;
      await refused(enter(leader), 'enter-proposal');
      await refused(enter(person), 'enter-proposal');
      await refused(enter(assessor, { personId: assessor.personId }), 'own-matter');
      await enter(leader, { ruleCode: 'honour-street' }, 'key-work');
    });

    it('of nobody in another office, no day to come, no rule of another part', async () => {
      const { assessor } = office;
      const stranger = await aMember(await aStreet());
      await refused(enter(assessor, { personId: stranger.personId }), 'no-member');
      await refused(enter(assessor, { occurredOn: '2026-08-11' }), 'day-to-come');
      await refused(enter(assessor, { occurredOn: '2019-12-31' }), 'not-member-then');
      for (const ruleCode of ['absent', 'honour-street', 'nonsense']) {
        await refused(enter(assessor, { ruleCode }), 'no-set-rule');
      }
      // What comes of tasks comes by tasks.
      await refused(enter(assessor, { ruleCode: 'key-led' }, 'key-work'), 'no-set-rule');
    });

    it('once for a command that is repeated', async () => {
      const { assessor, person } = office;
      const command = asked(assessor);
      const wish = { ...ENTRY, personId: person.personId };
      const once = () => enterProposal(assessor, 'discipline', wish, [], command);
      expect(await once()).to.deep.equal(await once());
      expect(await toldTo(person)).to.have.length(1);
    });
  });

  describe('is heard', () => {
    it('so nothing is booked before its last day is over', async () => {
      const id = await aBreach(office);
      await refused(book(office.assessor, id), 'still-heard');
      setClock(at('2026-08-13', '23:59'));
      await refused(book(office.assessor, id), 'still-heard');
      expect(await pointsOf(office)).to.deep.equal([]);
      setClock(at('2026-08-14', '00:00'));
      await book(office.assessor, id);
      expect(await pointsOf(office)).to.deep.equal([-1]);
    });

    it('earlier when the person answers, or has nothing to add', async () => {
      const [first, second] = [await aBreach(office), await aBreach(office)];
      await answer(first);
      await waiveAnswer(office.person, second, asked(office.person));
      await book(office.assessor, first);
      await book(office.assessor, second);
      expect(await pointsOf(office)).to.deep.equal([-1, -1]);
      const steps = async (id: number) => (await proposalSteps(id)).map(({ name }) => name);
      expect(await steps(first)).to.deep.equal(['entered', 'answered', 'booked']);
      expect(await steps(second)).to.deep.equal(['entered', 'waived', 'booked']);
    });

    it('of the person alone, once, and to the last minute of the time', async () => {
      const { person, assessor, street } = office;
      const [id, late] = [await aBreach(office), await aBreach(office)];
      for (const other of [assessor, await aMember(street), await aMember(await aStreet())]) {
        await refused(answer(id, other), 'no-proposal');
      }
      await refused(answerProposal(person, id, '', [], asked(person)), 'answer-empty');
      setClock(at('2026-08-13', '23:59'));
      await answer(id);
      await refused(answer(id), 'answered-already');
      setClock(at('2026-08-14', '00:00'));
      await refused(answer(late), 'hearing-over');
      expect(await toldTo(assessor)).to.deep.equal(['proposal-answered']);
    });

    it('and an answer’s files are read by the person and by those who decide', async () => {
      const { person, leader, street } = office;
      const id = await aBreach(office);
      await answerProposal(person, id, '', [aPdf()], asked(person));
      const [file] = await attachmentsOf(`answer:${id}`);
      for (const reader of [person, leader]) {
        expect(await readableAttachment(reader, file?.id ?? 0, 'full')).to.have.property('body');
      }
      for (const stranger of [await aMember(street), await aLeader(await aStreet())]) {
        await refused(readableAttachment(stranger, file?.id ?? 0, 'full'), 'no-attachment');
      }
    });
  });

  describe('is decided', () => {
    it('of five points and more by somebody else than who entered it', async () => {
      const id = await aBreach(office, 'harm');
      await answer(id);
      await refused(book(office.assessor, id), 'decide-proposal');
      await book(office.leader, id);
      const [entry] = await entriesOf(office.street.id, office.person.personId, QUARTER);
      expect(entry).to.include({ points: -10, enteredBy: '钱进', approvedBy: '孙正' });
    });

    it('never by the person, whatever their role, nor by an assessor of another office', async () => {
      const own = { ...office, person: office.second };
      const id = await aBreach(own);
      await waiveAnswer(office.second, id, asked(office.second));
      await refused(book(office.second, id), 'decide-proposal');
      await refused(book(await anAssessor(await aStreet()), id), 'no-proposal');
      await refused(book(await aMember(office.street), id), 'decide-proposal');
    });

    it('of an addition by a second person, without a hearing', async () => {
      const { leader, assessor, person } = office;
      const wish = { ...ENTRY, ruleCode: 'honour-street', personId: person.personId };
      const { id } = await enterProposal(leader, 'key-work', wish, [], asked(leader));
      await refused(answer(id), 'not-heard');
      await refused(book(leader, id), 'decide-proposal');
      await book(assessor, id);
      expect(await pointsOf(office)).to.deep.equal([2]);
    });

    it('once when two decide at once, and once for a repeat', async () => {
      const id = await aBreach(office, 'harm');
      await answer(id);
      const both = await Promise.allSettled([book(office.second, id), book(office.leader, id)]);
      expect(both.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
      expect(await pointsOf(office)).to.deep.equal([-10]);
      const other = await aBreach(office);
      await answer(other);
      const command = asked(office.second);
      const first = await book(office.second, other, command);
      expect(await book(office.second, other, command)).to.deep.equal(first);
      expect(await pointsOf(office)).to.deep.equal([-10, -1]);
    });

    it('dropped with a reason, before or after the hearing, and then not booked', async () => {
      const id = await aBreach(office);
      const decision = { outcome: 'dropped', decisionReason: 'A mistake' } as const;
      await decideProposal(office.second, id, decision, asked(office.second));
      await refused(book(office.second, id), 'decided-proposal');
      await refused(answer(id), 'decided-proposal');
      expect((await proposalSteps(id)).at(-1)).to.include({ name: 'dropped', reason: 'A mistake' });
      expect(await toldTo(office.person)).to.include('proposal-dropped');
    });
  });

  it('is withdrawn by who entered it, before it is decided', async () => {
    const { assessor, second } = office;
    const id = await aBreach(office);
    const withdraw = (by: Actor) => withdrawProposal(by, id, 'Wrong person', asked(by));
    await refused(withdraw(second), 'not-entered-by-you');
    await withdraw(assessor);
    await refused(withdraw(assessor), 'decided-proposal');
    await refused(book(second, id), 'decided-proposal');
  });

  it('once booked, is undone by a linked reversal of neither who entered nor who approved', async () => {
    const id = await aBookedBreach(office);
    const incident = await lastIncident(office);
    const undo = (by: Actor) => reverseIncident(by, incident, 'It was somebody else', asked(by));
    for (const by of [office.assessor, office.second]) await refused(undo(by), 'reverse-incident');
    await refused(undo(await aLeader(await aStreet())), 'no-incident');
    await undo(office.leader);
    await refused(undo(office.leader), 'not-standing');
    const entries = await entriesOf(office.street.id, office.person.personId, QUARTER);
    expect(entries.at(-1)).to.include({ points: 10, reverses: entries[0]?.id });
    const seen = await readableProposal(office.person, office.street.id, id);
    expect(seen.state).to.equal('reversed');
    expect(await verifyScores()).to.deep.equal([]);
  });

  it('is read by the person and by those who see all, of that office', async () => {
    const id = await aBreach(office);
    const { street, person, leader } = office;
    for (const reader of [person, leader]) await readableProposal(reader, street.id, id);
    await refused(readableProposal(await aMember(street), street.id, id), 'no-proposal');
    const other = await aLeader(await aStreet());
    await refused(readableProposal(other, other.communityId, id), 'no-proposal');
  });

  it('has steps that the database itself keeps from change', async () => {
    const id = await aBreach(office);
    const statement = sql`UPDATE score_proposal_steps SET reason = 'x' WHERE proposal_id = ${id}`;
    const error = await inTransaction((tx) => change(statement, tx)).catch(String);
    expect(error).to.include('append-only');
  });
});
