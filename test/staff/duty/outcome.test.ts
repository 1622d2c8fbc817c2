import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../../src/base/clock.ts';
import { change, inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  clearIncident,
  entriesOf,
  recordKept,
  recordOutcome,
  verifyDuties,
  verifyScores,
} from '../../../src/staff/index.ts';
import { attachmentsOf, readableAttachment } from '../../../src/staff/attachments/attachments.ts';
import { outcomesOf, publishedDuty } from '../../../src/staff/duty/queries.ts';
import type { OutcomeForm } from '../../../src/staff/duty/forms.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aPdf } from '../attachments/factories.ts';
import { anAssessor, aStreet } from '../factories.ts';
import { anOffice, aRosterWith } from './factories.ts';
import type { TestOffice } from './factories.ts';

describe('the outcome of a duty', () => {
  let office: TestOffice;
  let first: Actor;
  let second: Actor;
  let duty: number;
  let other: number;

  const begin = async (withLeft = false): Promise<void> => {
    office = await anOffice({ withLeft });
    [first, second] = office.people;
    [duty, other] = (await aRosterWith(office, [
      [first, office.night, '2026-10-12'],
      [office.assessor, office.day, '2026-10-12'],
    ])) as [number, number];
    setClock(at('2026-10-13', '09:00'));
  };

  beforeEach(() => begin());
  afterEach(() => setClock());

  const say = (outcome: OutcomeForm['outcome'], over = {}, by = office.assessor, id = duty) =>
    recordOutcome(by, id, { form: { outcome, note: '查岗记录', ...over } }, asked(by));
  const booked = async ({ personId }: Actor) =>
    (await entriesOf(office.street.id, personId, '2026-Q4')).map(({ points, reverses }) => ({
      points,
      isReversal: reverses !== null,
    }));
  const MISSED = { points: -5, isReversal: false };
  const UNDONE = { points: 5, isReversal: true };

  it('costs what the rules of the day say when it was missed, once for a repeat', async () => {
    const command = asked(office.assessor);
    const form = { outcome: 'missed', note: '未到岗' } as const;
    const record = () => recordOutcome(office.assessor, duty, { form }, command);
    expect(await record()).to.deep.equal(await record());
    expect(await booked(first)).to.deep.equal([MISSED]);
    expect((await messagesOf(first.personId)).items[0]?.kind).to.equal('duty-was-missed');
    expect(await verifyDuties()).to.deep.equal([]);
  });

  it('gives who covered of their own accord, and takes nothing from who had it', async () => {
    await say('covered', { coveredById: second.personId });
    expect(await booked(second)).to.deep.equal([{ points: 1, isReversal: false }]);
    expect(await booked(first)).to.deep.equal([]);
  });

  it('when it is changed undoes what was booked by linked reversals', async () => {
    await say('missed');
    await say('covered', { coveredById: second.personId });
    await say('kept', { note: '' });
    expect(await booked(first)).to.deep.equal([MISSED, UNDONE]);
    expect(await booked(second)).to.deep.equal([
      { points: 1, isReversal: false },
      { points: -1, isReversal: true },
    ]);
    await say('missed');
    expect(await booked(first)).to.deep.equal([MISSED, UNDONE, MISSED]);
    expect((await outcomesOf(duty)).map(({ outcome }) => outcome)).to.deep.equal([
      'missed',
      'covered',
      'kept',
      'missed',
    ]);
    expect(await verifyDuties()).to.deep.equal([]);
    expect(await verifyScores()).to.deep.equal([]);
  });

  it('costs as a missed one when it was left, unless the rules have a word for that', async () => {
    await say('left');
    expect(await booked(first)).to.deep.equal([MISSED]);
    await begin(true);
    await say('left');
    await say('missed');
    expect((await booked(first)).map(({ points }) => points)).to.deep.equal([-3, 3, -5]);
  });

  it('that an appeal has cleared is not booked again by another word', async () => {
    await say('missed');
    const [entry] = await entriesOf(office.street.id, first.personId, '2026-Q4');
    await inTransaction((tx) =>
      clearIncident(entry?.incidentId ?? 0, { personId: second.personId }, tx),
    );
    await say('kept', { note: '' });
    await say('left');
    expect(await booked(first)).to.deep.equal([MISSED, UNDONE]);
    expect(await verifyDuties()).to.deep.equal([]);
  });

  it('is never said by whom it concerns, nor before the duty is over', async () => {
    await refused(say('kept', {}, office.assessor, other), 'own-duty-outcome');
    await refused(say('covered', { coveredById: office.assessor.personId }), 'own-duty-outcome');
    await refused(
      recordKept(office.assessor, [duty, other], asked(office.assessor)),
      'own-duty-outcome',
    );
    const colleague = await anAssessor(office.street);
    await say('covered', { coveredById: office.assessor.personId }, colleague);
    await refused(say('missed'), 'own-duty-outcome');
    setClock(at('2026-10-13', '08:29'));
    await refused(say('missed', {}, colleague), 'duty-not-over');
    expect((await publishedDuty(other, office.street.id)).outcome).to.equal(null);
  });

  it('is said by an assessor of its own office', async () => {
    await refused(say('missed', {}, second), 'assess-duty');
    const stranger = await anAssessor(await aStreet());
    await refused(say('missed', {}, stranger), 'no-duty');
    expect(await recordKept(stranger, [duty], asked(stranger))).to.deep.equal({ recorded: 0 });
    expect(await booked(first)).to.deep.equal([]);
  });

  it('refuses a cover by the person, by who was on duty then, by who does not work here', async () => {
    await refused(say('covered', { coveredById: first.personId }), 'covered-by-self');
    const stranger = await anAssessor(await aStreet());
    await refused(say('covered', { coveredById: stranger.personId }), 'not-member-then');
  });

  it('is kept for all of a week at once, but for what was said before and is not over', async () => {
    setClock(at('2026-10-14', '10:00'));
    const [late = 0, missed = 0, ahead = 0] = await aRosterWith(office, [
      [first, office.day, '2026-11-02'],
      [second, office.day, '2026-11-03'],
      [second, office.night, '2026-11-04'],
    ]);
    setClock(at('2026-11-05', '08:00'));
    await say('missed', {}, office.assessor, missed);
    const command = asked(office.assessor);
    const keep = () => recordKept(office.assessor, [late, missed, ahead], command);
    expect([await keep(), await keep()]).to.deep.equal([{ recorded: 1 }, { recorded: 1 }]);
    const outcomes = [];
    for (const id of [late, missed, ahead]) {
      outcomes.push((await publishedDuty(id, office.street.id)).outcome);
    }
    expect(outcomes).to.deep.equal(['kept', 'missed', null]);
  });

  it('keeps its evidence for those whom it concerns', async () => {
    const form = { outcome: 'missed', note: '见查岗记录' } as const;
    const { assessor } = office;
    await recordOutcome(assessor, duty, { form, files: [aPdf()] }, asked(assessor));
    const [file] = await attachmentsOf(`duty:${duty}`);
    const read = (by: Actor) => readableAttachment(by, file?.id ?? 0, 'full');
    expect((await read(first)).kind).to.equal('document');
    await refused(read(second), 'no-attachment');
    await refused(read(await anAssessor(await aStreet())), 'no-attachment');
  });

  it('is found by verification when it was changed behind the scores', async () => {
    await say('missed');
    const tamper = (outcome: string, personId: number) =>
      inTransaction((tx) =>
        change(
          sql`UPDATE duties SET outcome = ${outcome}, person_id = ${personId} WHERE id = ${duty}`,
          tx,
        ),
      );
    await tamper('kept', second.personId);
    expect((await verifyDuties()).map(({ what, subject }) => [what, subject])).to.deep.equal([
      ['duty-incident', `duty:${duty}`],
      ['duty-outcome', `duty:${duty}`],
      ['duty-holder', `duty:${duty}`],
    ]);
    await tamper('missed', first.personId);
    expect(await verifyDuties()).to.deep.equal([]);
  });
});
