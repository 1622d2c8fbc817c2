import { expect } from 'chai';
import readExcelFile from 'read-excel-file/node';
import { setClock } from '../../../src/base/clock.ts';
import { inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { postYear, settleYear } from '../../../src/postings/annual-verbs.ts';
import { annualPostings, decideObjection, makeObjection } from '../../../src/postings/index.ts';
import {
  appraisalsOf,
  closeReview,
  openQuarterReview,
  openYearReview,
  proposeGrade,
  reopenAppraisal,
  reviewOf,
  settleIncidents,
  signAppraisal,
} from '../../../src/staff/index.ts';
import { yearWorkbook } from '../../../src/staff/annual/export.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aDepartment, aMember } from '../factories.ts';
import {
  anOffice,
  aReview,
  aYearReview,
  confirmed,
  reviewed,
  sheetOf,
} from '../review/factories.ts';
import type { Office } from '../review/factories.ts';

describe('the summary of a year', () => {
  let office: Office;
  let person: Actor;

  beforeEach(async () => {
    setClock(at('2026-09-01', '10:00'));
    office = await anOffice();
    [person] = office.members as [Actor];
  });

  afterEach(() => setClock());

  /** Reviews and closes the third and the fourth quarter, and opens the year. */
  async function aReviewedYear(): Promise<number> {
    await reviewed(office, await aReview(office));
    setClock(at('2027-01-05', '10:00'));
    const { assessor } = office;
    const fourth = { quarter: '2026-Q4', dueOn: '2027-01-10' };
    await reviewed(office, (await openQuarterReview(assessor, fourth, asked(assessor))).id);
    return aYearReview(office);
  }

  async function confirmAll(id: number): Promise<void> {
    for (const one of await appraisalsOf(id)) await confirmed(office, one, 'competent');
  }

  const yearOf = (id: number) => reviewOf(office.street.id, 'year', id);

  it('opens in October, and grades nobody before the quarters are closed', async () => {
    const { assessor } = office;
    await refused(aYearReview(office), 'year-too-early');
    const review = await aReview(office);
    const year = await aYearReview(office);
    const { id } = await sheetOf(year, person);
    const propose = () =>
      proposeGrade(assessor, id, { grade: 'no-grade', reason: '新到岗' }, asked(assessor));
    const first = await refused(propose(), 'quarters-open');
    expect(first.facts).to.include({ quarter: '2026-Q3' });
    await reviewed(office, review);
    const second = await refused(propose(), 'quarters-open');
    expect(second.facts).to.include({ quarter: '2026-Q4' });
  });

  it('is the mean of its quarters and their points together', async () => {
    const fact = { personId: person.personId, part: 'key-work', ruleCode: 'key-led' } as const;
    const stand = ['2026-08-03', '2026-11-03'].map((occurredOn, n) => ({
      ...{ ...fact, occurredOn, key: `task:${n}`, subject: `task:${n}`, enteredById: null },
    }));
    await inTransaction((tx) =>
      settleIncidents(office.street.id, { stand: stand.slice(0, 1) }, { personId: null }, tx),
    );
    setClock(at('2026-11-04', '10:00'));
    await inTransaction((tx) =>
      settleIncidents(office.street.id, { stand: stand.slice(1) }, { personId: null }, tx),
    );
    const year = await aReviewedYear();
    await confirmed(office, await sheetOf(year, person), 'competent');
    expect(await sheetOf(year, person)).to.include({ keyWork: 6, score: 10_300 });
  });

  it('gives the highest grade to a fifth, rounded down', async () => {
    await aMember(office.street);
    const year = await aReviewedYear();
    const sheets = await appraisalsOf(year);
    expect(sheets).to.have.length(5);
    const [first, second] = sheets as [(typeof sheets)[0], (typeof sheets)[0]];
    await confirmed(office, first, 'excellent');
    await refused(confirmed(office, second, 'excellent'), 'quota-full');
  });

  it('is posted when all are confirmed, for five working days that know of the holidays', async () => {
    const { leader, assessor } = office;
    const year = await aReviewedYear();
    const post = (by: Actor) => postYear(by, year, asked(by));
    await refused(post(leader), 'not-all-confirmed');
    await confirmAll(year);
    await refused(post(assessor), 'lead-review');
    // Of the years whose holidays are known, the last autumn: 25 to 27 September are 中秋, 1 to 7
    // October 国庆.
    setClock(at('2026-09-23', '10:00'));
    await post(leader);
    expect(await yearOf(year)).to.include({ state: 'posted', postedUntil: '2026-10-08' });
    await refused(post(leader), 'review-not-open');
  });

  it('counts make-up days: of a posting from 30 September on, the Saturday is the third', async () => {
    const { leader } = office;
    const year = await aReviewedYear();
    await confirmAll(year);
    setClock(at('2026-09-30', '10:00'));
    await postYear(leader, year, asked(leader));
    // Worked are 8, 9 and, made up for the holiday, Saturday the 10th; then 12 and 13 October.
    expect(await yearOf(year)).to.include({ postedUntil: '2026-10-13' });
  });

  it('is not posted into a year whose holidays nobody knows', async () => {
    const year = await aReviewedYear();
    await confirmAll(year);
    setClock(at('2049-12-30', '10:00'));
    const { leader } = office;
    await refused(postYear(leader, year, asked(leader)), 'year-unknown');
    expect(await yearOf(year)).to.include({ state: 'open' });
  });

  it('is held while it is posted, then final, told and signed', async () => {
    const { leader } = office;
    const year = await aReviewedYear();
    await confirmAll(year);
    setClock(at('2026-09-23', '10:00'));
    const command = asked(leader);
    const [first, again] = [
      await postYear(leader, year, command),
      await postYear(leader, year, command),
    ];
    expect(again).to.deep.equal(first);
    const sheet = await sheetOf(year, person);
    const reopen = () => reopenAppraisal(leader, sheet.id, '更正', asked(leader));
    await refused(reopen(), 'posting-runs');
    await refused(settleYear(leader, year, asked(leader)), 'posting-runs');
    await refused(signAppraisal(person, sheet.id, '', asked(person)), 'not-told');
    setClock(at('2026-10-09', '10:00'));
    expect(await settleYear(leader, year, asked(leader))).to.deep.equal({ outcome: 'final' });
    await refused(reopen(), 'year-final');
    const { items } = await messagesOf(person.personId);
    expect(items[0]?.kind).to.equal('year-grade-final');
    await signAppraisal(person, sheet.id, '', asked(person));
    expect(await yearOf(year)).to.include({ state: 'closed' });
  });

  it('is open again when an objection was upheld, and posted anew', async () => {
    const { leader } = office;
    const year = await aReviewedYear();
    await confirmAll(year);
    setClock(at('2026-09-23', '10:00'));
    const { id } = await postYear(leader, year, asked(leader));
    await objected(id, 'upheld');
    setClock(at('2026-10-09', '10:00'));
    expect(await settleYear(leader, year, asked(leader))).to.deep.equal({ outcome: 'objected' });
    const sheet = await sheetOf(year, person);
    await reopenAppraisal(leader, sheet.id, '异议成立', asked(leader));
    await confirmed(office, sheet, 'basic');
    await postYear(leader, year, asked(leader));
    const [last] = await annualPostings(office.street.id, 2026);
    expect(last?.period).to.equal('2026-2');
  });

  it('waits for an objection that is not decided', async () => {
    const { leader } = office;
    const year = await aReviewedYear();
    await confirmAll(year);
    setClock(at('2026-09-23', '10:00'));
    await objected((await postYear(leader, year, asked(leader))).id, null);
    setClock(at('2026-10-09', '10:00'));
    await refused(settleYear(leader, year, asked(leader)), 'posting-runs');
  });

  it('is no matter of another office', async () => {
    const year = await aReviewedYear();
    const { leader } = await anOffice();
    await refused(postYear(leader, year, asked(leader)), 'no-review');
    await refused(settleYear(leader, year, asked(leader)), 'no-review');
    await refused(closeReview(office.leader, year, asked(office.leader)), 'no-review');
    const other = openYearReview(leader, { year: 2026, dueOn: '2027-02-01' }, asked(leader));
    await refused(other, 'open-review');
  });

  it('goes out as a workbook, a sheet for each department, formulas as texts', async () => {
    const second = await aDepartment(office.street, '=平安/法治办');
    await aMember(office.street, { departmentId: second, name: '=1+1', staffNumber: '+86' });
    const year = await aReviewedYear();
    await confirmed(office, await sheetOf(year, person), 'competent');
    const file = await yearWorkbook(await yearOf(year), (key) => key);
    const sheets = await readExcelFile(file);
    expect(sheets.map(({ sheet }) => sheet)).to.deep.equal(['党政办', '=平安 法治办']);
    const [head = [], ...lines] = sheets[0]?.data ?? [];
    const own = lines.find((cells) => cells[0] === sheetNumber(lines, head)) ?? [];
    const cell = (name: string) => own[head.indexOf(`staff.annual.column.${name}`)];
    expect(lines).to.have.length(4);
    expect(cell('score3')).to.equal(100);
    expect(cell('grade4')).to.equal('staff.appraisals.grade.average');
    expect(cell('grade')).to.equal('staff.appraisals.grade.competent');
    expect(sheets[1]?.data[1]?.slice(0, 2)).to.deep.equal(["'+86", "'=1+1"]);
  });

  /** The staff number of the one who has a grade of the year. */
  const sheetNumber = (lines: readonly (readonly unknown[])[], head: readonly unknown[]): unknown =>
    lines.find((cells) => cells[head.indexOf('staff.annual.column.grade')] !== null)?.[0];

  /** An objection of the person to a posting: upheld, or (null) not decided. */
  const objected = async (postingId: number, outcome: 'upheld' | null): Promise<void> => {
    const objection = { personId: person.personId, reasons: '漏记表彰' };
    const { id } = await makeObjection(person, postingId, objection, [], asked(person));
    if (outcome === null) return;
    const decision = { outcome, answer: '属实', correction: '重新评定' } as const;
    await decideObjection(office.leader, id, decision, asked(office.leader));
  };
});
