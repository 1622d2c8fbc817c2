import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { countGrade, topsMax, uncountGrade } from '../../../src/staff/appraisals/quota.ts';
import { appraisalsOf, confirmGrade, reopenAppraisal } from '../../../src/staff/index.ts';
import type { Appraisal } from '../../../src/staff/index.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { anOffice, aReview, confirmed, proposed } from './factories.ts';
import type { Office } from './factories.ts';

describe('the quota of the highest grade', () => {
  let office: Office;
  let review: number;
  let sheets: Appraisal[];

  /** An office of so many, of whom three assess and lead. */
  const officeOf = async (people: number): Promise<void> => {
    setClock(at('2026-09-01', '10:00'));
    office = await anOffice(people - 3);
    review = await aReview(office);
    const { leader, leader2, assessor } = office;
    const kept = [leader, leader2, assessor].map(({ personId }) => personId);
    sheets = (await appraisalsOf(review)).filter(({ personId }) => !kept.includes(personId));
  };

  afterEach(() => setClock());

  it('is 26 of 65, and of 64 no more than 25', () => {
    expect(topsMax({ people: 65, topQuota: 40 })).to.equal(26);
    expect(topsMax({ people: 64, topQuota: 40 })).to.equal(25);
  });

  it('is held to the last one: the 26th of 65 is counted, the 27th refused, until one goes', async () => {
    await officeOf(65);
    const counted = (times: number): Promise<void> =>
      inTransaction(async (tx) => {
        for (let n = 0; n < times; n += 1) await countGrade(review, 'good', tx);
      });
    await counted(26);
    await refused(counted(1), 'quota-full');
    await inTransaction((tx) => uncountGrade(review, 'good', tx));
    await refused(counted(2), 'quota-full');
    await counted(1);
    expect((await appraisalsOf(review))[0]).to.include({ people: 65, tops: 26 });
  });

  it('gives the last place to one of two leaders who confirm at once', async () => {
    await officeOf(5);
    const [first, second] = sheets as [Appraisal, Appraisal];
    await confirmed(office, first, 'good');
    const leads = await appraisalsOf(review);
    const own = leads.find(({ personId }) => personId === office.assessor.personId) as Appraisal;
    await proposed(office, second, 'good');
    await proposed(office, own, 'good');
    const { leader } = office;
    const answers = await Promise.allSettled(
      [second, own].map(({ id }) => confirmGrade(leader, id, '同意', asked(leader))),
    );
    expect(answers.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    const after = await appraisalsOf(review);
    expect(
      after.filter(({ grade, state }) => grade === 'good' && state === 'confirmed'),
    ).to.have.length(2);
    expect(after[0]).to.include({ tops: 2 });
  });

  it('is of those who are graded: who has no grade leaves it, and may not break it', async () => {
    await officeOf(5);
    const [first, second] = sheets as [Appraisal, Appraisal];
    await confirmed(office, first, 'good');
    const others = await appraisalsOf(review);
    const own = others.find(({ personId }) => personId === office.leader.personId) as Appraisal;
    await confirmed(office, own, 'good');
    await refused(confirmed(office, second, 'no-grade'), 'quota-would-break');
    await reopenAppraisal(office.leader2, own.id, '更正', asked(office.leader2));
    await confirmed(office, second, 'no-grade');
    expect((await appraisalsOf(review))[0]).to.include({ people: 4, tops: 1 });
    await refused(confirmed(office, own, 'good'), 'quota-full');
  });
});
