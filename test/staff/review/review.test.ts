import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  appraisalsOf,
  closeReview,
  commentOn,
  confirmGrade,
  enterAttendance,
  entriesOf,
  openQuarterReview,
  proposeGrade,
  quarterScores,
  reopenAppraisal,
  signAppraisal,
  withdrawAttendance,
  writeSummary,
} from '../../../src/staff/index.ts';
import { moveSummaryDeadline } from '../../../src/staff/review/opening.ts';
import { stepsOf } from '../../../src/staff/appraisals/steps.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aMember, anAssessor } from '../factories.ts';
import { anOffice, aReview, confirmed, proposed, reviewed, sheetOf } from './factories.ts';
import type { Office } from './factories.ts';

const absent = async (office: Office, person: Actor, occurredOn = '2026-07-07'): Promise<void> => {
  const entry = { personId: person.personId, ruleCode: 'absent', occurredOn, note: '全天未到岗' };
  await enterAttendance(office.assessor, entry, asked(office.assessor));
};

describe('the review of a quarter', () => {
  let office: Office;
  let person: Actor;
  let review: number;

  beforeEach(async () => {
    setClock(at('2026-07-08', '10:00'));
    office = await anOffice();
    [person] = office.members as [Actor];
    await absent(office, person);
    review = await aReview(office);
  });

  afterEach(() => setClock());

  const sheet = () => sheetOf(review, person);

  it('begins when the quarter is over, once, with everybody who belonged to the office', async () => {
    const { assessor, leader } = office;
    const open = (by: Actor, quarter: string, dueOn = '2026-10-19') =>
      openQuarterReview(by, { quarter, dueOn }, asked(by));
    await refused(open(assessor, '2026-Q4'), 'quarter-not-over');
    await refused(open(assessor, '2026-Q3'), 'review-there');
    await refused(open(leader, '2026-Q2'), 'open-review');
    await refused(open(assessor, '2026-Q2', '2026-10-11'), 'day-past');
    await aMember(office.street, { fromOn: '2026-10-01' });
    expect(await appraisalsOf(review)).to.have.length(4);
    const { items } = await messagesOf(person.personId);
    expect(items.map(({ kind }) => kind)).to.include('quarter-review-opened');
  });

  it('goes from account and comment by proposal and confirmation to a signature', async () => {
    const { id } = await sheet();
    const { leader, assessor } = office;
    await writeSummary(person, id, '完成走访三十户', asked(person));
    const propose = () =>
      proposeGrade(assessor, id, { grade: 'good', reason: '走访扎实' }, asked(assessor));
    await refused(propose(), 'comment-first');
    await commentOn(leader, id, '工作踏实', asked(leader));
    await refused(signAppraisal(person, id, '', asked(person)), 'not-told');
    await propose();
    await confirmGrade(leader, id, '同意', asked(leader));
    expect(await sheet()).to.include({ state: 'confirmed', attendance: -2, score: 9800 });
    await signAppraisal(person, id, '无异议', asked(person));
    await refused(signAppraisal(person, id, '', asked(person)), 'signed-already');
    const kinds = (await stepsOf(id)).map(({ kind }) => kind);
    expect(kinds).to.deep.equal(['summary', 'comment', 'proposal', 'confirmation', 'signature']);
  });

  it('takes a confirmation that is repeated once', async () => {
    const one = await sheet();
    await proposed(office, one, 'good');
    const command = asked(office.leader);
    const confirm = () => confirmGrade(office.leader, one.id, '同意', command);
    const [first, again] = [await confirm(), await confirm()];
    expect(again).to.deep.equal(first);
    expect((await sheet()).tops).to.equal(1);
    await refused(
      confirmGrade(office.leader, one.id, '同意', asked(office.leader)),
      'not-proposed',
    );
  });

  it('confirms nothing that nobody proposed, and no grade of a year', async () => {
    const { id } = await sheet();
    await refused(confirmGrade(office.leader, id, '同意', asked(office.leader)), 'not-proposed');
    await commentOn(office.leader, id, '工作踏实', asked(office.leader));
    const excellent = { grade: 'excellent', reason: '好' } as const;
    const { assessor } = office;
    await refused(proposeGrade(assessor, id, excellent, asked(assessor)), 'grade-unknown');
  });

  it('is nobody’s own: not comment, proposal, confirmation nor correction', async () => {
    const { leader, leader2, assessor } = office;
    const own = await sheetOf(review, leader);
    const good = { grade: 'good', reason: '好' } as const;
    await refused(commentOn(leader, own.id, '好', asked(leader)), 'lead-review');
    await refused(proposeGrade(leader, own.id, good, asked(leader)), 'propose-grade');
    await proposed(office, own);
    await refused(confirmGrade(leader, own.id, '同意', asked(leader)), 'lead-review');
    await refused(reopenAppraisal(leader, own.id, '不对', asked(leader)), 'lead-review');
    const assessors = await sheetOf(review, assessor);
    await refused(proposeGrade(assessor, assessors.id, good, asked(assessor)), 'propose-grade');
    await refused(writeSummary(leader2, own.id, '好', asked(leader2)), 'own-summary');
    await refused(signAppraisal(leader2, own.id, '', asked(leader2)), 'own-signature');
  });

  it('is confirmed by somebody else than who proposed', async () => {
    const { leader, leader2 } = office;
    const { id } = await sheet();
    await commentOn(leader, id, '工作踏实', asked(leader));
    await proposeGrade(leader, id, { grade: 'average', reason: '一般' }, asked(leader));
    await refused(confirmGrade(leader, id, '同意', asked(leader)), 'proposer-confirms');
    await confirmGrade(leader2, id, '同意', asked(leader2));
  });

  it('is unknown to another office', async () => {
    const other = await anOffice();
    const { id } = await sheet();
    const { leader, assessor } = other;
    await refused(commentOn(leader, id, '好', asked(leader)), 'no-appraisal');
    await refused(confirmGrade(leader, id, '好', asked(leader)), 'no-appraisal');
    await refused(
      proposeGrade(assessor, id, { grade: 'poor', reason: '差' }, asked(assessor)),
      'no-appraisal',
    );
    await refused(closeReview(leader, review, asked(leader)), 'no-review');
  });

  it('takes accounts until the last day and not after', async () => {
    const { id } = await sheet();
    setClock(at('2026-10-19', '23:00'));
    await writeSummary(person, id, '一', asked(person));
    setClock(at('2026-10-20', '00:30'));
    await refused(writeSummary(person, id, '二', asked(person)), 'summary-late');
  });

  it('is corrected with a reason: proposed, confirmed and signed anew, and nothing forgotten', async () => {
    const { leader } = office;
    const one = await sheet();
    await confirmed(office, one, 'good');
    await signAppraisal(person, one.id, '', asked(person));
    await reopenAppraisal(leader, one.id, '漏记表彰', asked(leader));
    expect(await sheet()).to.include({ state: 'open', grade: null, score: null, signedAt: null });
    expect((await sheet()).tops).to.equal(0);
    await confirmed(office, one, 'good');
    const grades = (await stepsOf(one.id)).filter(({ kind }) => kind === 'confirmation');
    expect(grades).to.have.length(2);
  });

  it('ends when all are confirmed, and the quarter with it', async () => {
    const { leader, assessor } = office;
    await refused(closeReview(leader, review, asked(leader)), 'not-all-confirmed');
    await refused(closeReview(assessor, review, asked(assessor)), 'lead-review');
    await reviewed(office, review);
    const before = await sheet();
    await absent(office, person, '2026-08-04');
    const [entry] = await entriesOf(office.street.id, person.personId, '2026-Q3');
    const undo = [entry?.incidentId ?? 0, '有假条'] as const;
    await withdrawAttendance(assessor, ...undo, asked(assessor));
    expect(await sheet()).to.deep.equal(before);
    const quarter = await quarterScores(office.street.id, '2026-Q3');
    expect(quarter.get(person.personId)).to.include({ attendance: -2 });
    const open = await quarterScores(office.street.id, '2026-Q4');
    expect(open.get(person.personId)).to.include({ attendance: 0 });
    await refused(closeReview(leader, review, asked(leader)), 'review-not-open');
  });

  it('does not end while what was confirmed is no longer what the ledger says', async () => {
    const { leader } = office;
    for (const one of await appraisalsOf(review)) await confirmed(office, one);
    await absent(office, person, '2026-08-04');
    await refused(closeReview(leader, review, asked(leader)), 'figures-changed');
    await reopenAppraisal(leader, (await sheet()).id, '八月补记', asked(leader));
    await confirmed(office, await sheet());
    await closeReview(leader, review, asked(leader));
    expect(await sheet()).to.include({ attendance: -4, score: 9600 });
  });

  it('keeps the weights and the start score that were set when it was opened', async () => {
    expect(await sheet()).to.include({ pointsWeight: 70, startScore: 100, topQuota: 40 });
  });

  it('lets an assessor of the office move the last day', async () => {
    const other = await anAssessor(office.street);
    await moveSummaryDeadline(other, review, '2026-10-30', asked(other));
    expect((await sheet()).dueOn).to.equal('2026-10-30');
  });
});
