import { expect } from 'chai';
import type { Page } from 'playwright-core';
import readExcelFile from 'read-excel-file/node';
import { setClock } from '../../src/base/clock.ts';
import { at } from '../../src/base/period.ts';
import { postDueWeeks } from '../../src/postings/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { verifyAll } from '../../src/verify.ts';
import { drawnBy } from '../staff/evaluation/factories.ts';
import { openBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { t } from './stage.ts';
import {
  anEvaluation,
  aStreetOffice,
  ATTENDANCE_FILE,
  confirmOthers,
  reviewQuarter,
} from './street-office.ts';
import type { StreetOffice } from './street-office.ts';
import * as steps from './street-steps.ts';

describe('a quarter of a street office', function () {
  this.timeout(120_000);
  this.bail(true); // each step stands on the one before
  let server: TestServer;
  let browser: TestBrowser;
  let office: StreetOffice;
  let cycle: number;
  let slipCode: string;
  const complaints: (readonly string[])[] = [];
  const kept = new Map<number, Page>();

  const newPage = async (): Promise<Page> => {
    const opened = await browser.newPage('phone', { baseURL: server.url });
    complaints.push(opened.complaints);
    opened.page.setDefaultTimeout(15_000);
    return opened.page;
  };

  /** Somebody's own browser, with a page open in it. */
  async function of(actor: Actor, path: string): Promise<Page> {
    const page = kept.get(actor.personId) ?? (await newPage());
    kept.set(actor.personId, page);
    await steps.open(page, actor, path);
    return page;
  }

  const score = async ({ person }: StreetOffice): Promise<string> =>
    steps.ownScore(await of(person, '/'), person);

  /** A leader comments, an assessor proposes, and another leader confirms. */
  async function appraised(sheet: string, grade: string, meanwhile?: () => Promise<void>) {
    const { assessor, leader, leader2 } = office;
    const led = await of(leader, sheet);
    await steps.write(led, 'comment', '作风扎实', t('staff.appraisals.save'));
    await steps.hears(led, 'staff.appraisals.said.comment');
    await steps.propose(await of(assessor, sheet), grade, '任务完成得好');
    await meanwhile?.();
    const confirmer = await of(leader2, sheet);
    await steps.write(confirmer, 'confirmation', '同意', t('staff.appraisals.confirm'));
    await steps.hears(confirmer, 'staff.appraisals.said.confirmation');
  }

  before(async () => {
    [server, browser, office] = await Promise.all([startServer(), openBrowser(), aStreetOffice()]);
    await reviewQuarter(office, '2025-Q1', '2025-04-08');
    await reviewQuarter(office, '2025-Q2', '2025-07-08');
    setClock(at('2025-09-22', '10:00'));
  });

  after(async () => {
    setClock();
    await browser.close();
    await server.close();
  });

  it('begins with a file of the machine, whose columns are named once', async () => {
    const { assessor } = office;
    const page = await of(assessor, '/staff/attendance/imports');
    await steps.upload(page, ATTENDANCE_FILE);
    const figures = ['problems', 'new', 'late', 'early', 'absent'].map((name) =>
      steps.figure(page, t(`staff.imports.count.${name}`)),
    );
    expect(await Promise.all(figures)).to.deep.equal(['1', '5', '2', '1', '1']);
    const problem = page.locator('.list li', { hasText: 'A09' });
    expect(await problem.innerText()).to.include(t('staff.imports.problem.name-unknown'));
    expect(await score(office)).to.equal('100');
    await steps.confirm(page, t('staff.imports.confirm', { count: 5 }));
    await steps.hears(page, 'staff.imports.said.booked');
    expect(await score(office)).to.equal('96');
  });

  it('takes back what a leave covers, once a leader approves it', async () => {
    const { person, leader } = office;
    const own = await of(person, '/staff/leaves/new');
    await own.locator('select[name=kind]').selectOption('sick');
    await own.locator('input[name=fromOn]').fill('2025-09-15');
    await own.locator('input[name=toOn]').fill('2025-09-15');
    await own.locator('textarea[name=reason]').fill('发烧就医，有病历');
    await steps.press(own, t('staff.leaves.send'));
    await steps.hears(own, 'staff.leaves.said.asked');
    expect(await score(office)).to.equal('96');

    const led = await of(leader, '/staff/leave-requests');
    await led.locator('.list a', { hasText: '王芳' }).click();
    await steps.press(led, t('staff.leaves.approve'));
    await steps.hears(led, 'staff.leaves.said.approved');
    expect(await score(office)).to.equal('98');
  });

  it('clears who appeals with reason, and never by whoever entered it', async () => {
    const { person, assessor, second } = office;
    const own = await of(person, '/staff/score');
    await own
      .locator('.list li', { hasText: '9:00' })
      .getByRole('link', { name: t('staff.appeals.appealThis') })
      .click();
    await own.locator('textarea[name=reasons]').fill('当天先到社区参加防汛');
    await steps.press(own, t('staff.appeals.send'));
    await steps.hears(own, 'staff.appeals.said.made');
    const appeal = new URL(own.url()).pathname;

    const theirs = await of(assessor, '/staff/appeals');
    expect(await theirs.locator('.list a', { hasText: '王芳' }).count()).to.equal(0);
    const judge = await of(second, appeal);
    await judge.locator('label:has(input[value="cleared"])').click();
    await judge.locator('textarea[name=appealReason]').fill('社区证明属实');
    await steps.press(judge, t('staff.appeals.decide'));
    await steps.hears(judge, 'staff.appeals.said.cleared');
    expect(await judge.getByRole('main').innerText()).to.include('−1 → 0');
    expect(await score(office)).to.equal('99');
  });

  it('posts the week inside the office, and hears who objects before it is final', async () => {
    const { person, second, street } = office;
    setClock(at('2025-09-29', '00:11'));
    await postDueWeeks();
    const own = await of(person, `/postings?street=${street.id}`);
    await own.getByRole('link', { name: /第39周/ }).click();
    expect(await steps.cellsOf(own.locator('#own'))).to.equal('经济发展办 −1 0 0 0 −1 99');
    const posting = new URL(own.url()).pathname;
    await own.getByRole('link', { name: t('postings.objection.make') }).click();
    await own.locator('select[name=personId]').selectOption(String(person.personId));
    await own.locator('textarea[name=reasons]').fill('16 日迟到是因为公交停运');
    await steps.press(own, t('postings.objection.send'));
    await steps.hears(own, 'postings.said.objected');
    const objection = new URL(own.url()).pathname;

    setClock(at('2025-10-09', '10:00'));
    const stateOf = (page: Page) => page.locator('.page-head .badge').first().innerText();
    expect(await stateOf(await of(person, posting))).to.equal(t('shared.state.deciding'));
    const judge = await of(second, objection);
    await judge.locator('label:has(input[value="rejected"])').click();
    await judge.locator('textarea[name=answer]').fill('公交公司答复当天正常运行');
    await steps.press(judge, t('postings.objection.decide'));
    await steps.hears(judge, 'postings.said.decided');
    expect(await stateOf(await of(person, posting))).to.equal(t('shared.state.final'));
  });

  it('gives each voter a paper in their own browser, and one by a printed code', async () => {
    const { assessor, leaders, colleagues, representatives } = office;
    cycle = await anEvaluation(office);
    const page = await of(assessor, `/staff/evaluations/${cycle}`);
    await steps.confirm(page, t('staff.evaluation.show.issue'));
    await steps.hears(page, 'staff.evaluation.said.issuing');
    const [last, ...others] = representatives as [Actor, ...Actor[]];
    for (const voter of [...leaders.slice(0, 2), ...colleagues, ...others]) {
      const own = kept.get(voter.personId) ?? (await newPage());
      kept.set(voter.personId, own);
      await steps.takePaper(own, voter, cycle);
    }
    // Three leaders draw a code too, and will not use it.
    await drawnBy(leaders.slice(2), cycle, assessor);
    slipCode = await steps.printedCode(page, cycle, t('staff.evaluation.group.representatives'));
    await steps.tick(page, cycle, last.name);
    await page.goto(`/staff/evaluations/${cycle}`);
    const papers = page.locator(`td[data-label="${t('staff.evaluation.show.column.papers')}"]`);
    expect(await papers.allInnerTexts()).to.deep.equal(['5', '5', '5']);
    await steps.press(page, t('staff.evaluation.show.cast'));
    await steps.hears(page, 'staff.evaluation.said.casting');
  });

  it('counts twelve ballots, and hides the group of which two came in', async () => {
    const { assessor, leaders, colleagues, representatives } = office;
    const cast = async (voters: readonly Actor[], step: string): Promise<void> => {
      for (const { personId } of voters) {
        await steps.castKept(kept.get(personId) as Page, cycle, step);
      }
    };
    await cast(leaders.slice(0, 2), '1');
    await cast(colleagues, '4');
    await cast(representatives.slice(1), '3');
    const visitor = await newPage();
    await steps.castByCode(visitor, cycle, slipCode, '3');
    await steps.refusedCode(await newPage(), cycle, slipCode);

    const page = await of(assessor, `/staff/evaluations/${cycle}`);
    const ballots = page.locator(`td[data-label="${t('staff.evaluation.show.column.ballots')}"]`);
    expect(await ballots.allInnerTexts()).to.deep.equal(['2', '5', '5']);
    await steps.confirm(page, t('staff.evaluation.show.close'));
    await steps.hears(page, 'staff.evaluation.said.closed');
    await page.goto(`/staff/evaluations/${cycle}/results`);
    const line = page.locator('tr', { hasText: '王芳' });
    // (100 × 40 + 80 × 20) / 60
    expect(await steps.cellsOf(line)).to.equal('经济发展办 — 100.00 80.00 93.33');
    const own = await of(office.person, '/staff/evaluation');
    const notIn = { groups: t('staff.evaluation.group.leaders') };
    const text = await own.getByRole('main').innerText();
    expect(text).to.include('93.33').and.include(t('staff.evaluation.results.notIn', notIn));
  });

  it('reviews the quarter: summary, comment, proposal, confirmation, signature', async () => {
    const { person, assessor, leader } = office;
    setClock(at('2025-10-13', '10:00'));
    const page = await of(assessor, '/staff/reviews/new');
    await page.locator('select[name=quarter]').selectOption('2025-Q3');
    await page.locator('input[name=dueOn]').fill('2025-10-17');
    await steps.press(page, t('staff.review.start'));
    await steps.hears(page, 'staff.review.said.opened');
    const review = new URL(page.url()).pathname;

    const own = await of(person, '/staff/reviews');
    await own.locator('main a.row').first().click();
    await steps.write(own, 'summary', '完成防汛和走访任务', t('staff.appraisals.save'));
    await steps.hears(own, 'staff.appraisals.said.summary');
    // 99 × 70 % + 93.33 × 30 %
    expect(await own.locator('.points-now').innerText()).to.equal('97.3');
    const sheet = new URL(own.url()).pathname;

    const led = await of(leader, sheet);
    expect(await led.getByRole('main').innerText()).to.include('完成防汛和走访任务');
    await appraised(sheet, 'good', async () => {
      const unknown = await of(person, sheet);
      const text = await unknown.getByRole('main').innerText();
      expect(text).to.include(t('staff.appraisals.withheld'));
    });

    await of(person, sheet);
    expect(await own.locator('.grade').innerText()).to.equal(t('staff.appraisals.grade.good'));
    await steps.write(own, 'remark', '没有意见', t('staff.appraisals.sign'));
    await steps.hears(own, 'staff.appraisals.said.signature');
    await confirmOthers(office, Number(review.split('/').at(-1)), 'average');
    await of(leader, review);
    await steps.confirm(led, t('staff.review.close'));
    await steps.hears(led, 'staff.review.said.closed');
  });

  it('sums the year up from four reviews, and posts it for five working days', async () => {
    const { person, assessor, leader } = office;
    await reviewQuarter(office, '2025-Q4', '2026-01-08');
    const page = await of(assessor, '/staff/annuals/new');
    await page.locator('select[name=year]').selectOption('2025');
    await page.locator('input[name=dueOn]').fill('2026-01-20');
    await steps.press(page, t('staff.annual.start'));
    await steps.hears(page, 'staff.annual.said.opened');
    const year = new URL(page.url()).pathname;

    const led = await of(leader, year);
    await led.locator('tbody').getByRole('link', { name: '王芳' }).click();
    // (100 + 100 + 97.3 + 100) / 4
    expect(await led.locator('.points-now').innerText()).to.equal('99.33');
    await appraised(new URL(led.url()).pathname, 'excellent');
    await confirmOthers(office, Number(year.split('/').at(-1)), 'competent');

    setClock(at('2026-01-12', '10:00'));
    await of(leader, year);
    await steps.confirm(led, t('staff.annual.post'));
    await steps.hears(led, 'staff.annual.said.posted');
    const own = await of(person, `/postings?street=${office.street.id}&kind=annual`);
    await own.locator('.list a').click();
    const proposal = t('postings.annual.proposal.excellent');
    expect(await steps.cellsOf(own.locator('#own'))).to.equal(`经济发展办 ${proposal}`);

    // The fifth working day is Monday the 19th; it is over on the 20th.
    setClock(at('2026-01-19', '23:59'));
    await of(leader, year);
    expect(await led.locator('summary', { hasText: t('staff.annual.settle') }).count()).to.equal(0);
    setClock(at('2026-01-20', '10:00'));
    await of(leader, year);
    await steps.confirm(led, t('staff.annual.settle'));
    await steps.hears(led, 'staff.annual.said.final');
    const download = led.waitForEvent('download');
    await led.getByRole('link', { name: t('staff.annual.excel') }).click();
    const sheets = await readExcelFile(await (await download).path());
    expect(sheets.map(({ sheet }) => sheet)).to.have.members(['街道领导', '党政办', '经济发展办']);
    const rows = sheets.find(({ sheet }) => sheet === '经济发展办')?.data ?? [];
    const line = rows.find((cells) => cells.includes('王芳'));
    expect(line).to.include(t('staff.appraisals.grade.excellent'));
  });

  it('leaves books that add up, and draws no complaint from the browser', async () => {
    const { differences } = await verifyAll();
    expect(differences).to.deep.equal([]);
    const breaches = complaints.flat().filter((text) => !/status of (404|409|422)/.test(text));
    expect(breaches).to.deep.equal([]);
  });
});
