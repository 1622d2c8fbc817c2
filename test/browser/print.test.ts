import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { setClock } from '../../src/base/clock.ts';
import { at } from '../../src/base/period.ts';
import { latestPostings, postDueWeeks } from '../../src/postings/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { writeSummary } from '../../src/staff/index.ts';
import { aCommunity, aResident, asked } from '../factories.ts';
import { givePoints } from '../market/factories.ts';
import { aMember, aStreet } from '../staff/factories.ts';
import { anOffice, aRosterWith } from '../staff/duty/factories.ts';
import { anOffice as aReviewedOffice, aReview, sheetOf } from '../staff/review/factories.ts';
import { openBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { signInAs } from './stage.ts';

/** The address of the posting of a week in which so many people earned points. */
async function aPostingOf(people: number): Promise<string> {
  const community = await aCommunity();
  setClock(at('2026-11-18', '10:00'));
  for (let n = 0; n < people; n += 1) await givePoints(await aResident(community), 2);
  setClock(at('2026-11-23', '00:11'));
  await postDueWeeks();
  const [posting] = await latestPostings(community.id, 1);
  return `/postings/${posting?.id}`;
}

const isShown = (page: Page, selector: string): Promise<boolean> =>
  page.locator(selector).first().isVisible();

/** How many sheets of A4 the open page takes. */
async function sheetsOf(page: Page): Promise<number> {
  const file = await page.pdf({ preferCSSPageSize: true });
  return [...file.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length;
}

describe('on paper', function () {
  this.timeout(60_000);
  let server: TestServer;
  let browser: TestBrowser;
  let page: Page;

  before(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    ({ page } = await browser.newPage('desk', { baseURL: server.url }));
    await page.emulateMedia({ media: 'print' });
  });

  after(async () => {
    setClock();
    await browser.close();
    await server.close();
  });

  it('a short posting is a notice on one sheet, without anything of the screen', async () => {
    await page.goto(await aPostingOf(5));
    expect(await sheetsOf(page)).to.equal(1);
    expect(await page.locator('.posting-lines tbody tr').count()).to.equal(5);
    for (const part of ['.notice-title', '.notice-number', '.posting-lines', '.notice-seal']) {
      expect(await isShown(page, part), part).to.equal(true);
    }
    for (const part of ['header.top', 'body > nav', 'footer', '.btn', '.back']) {
      expect(await isShown(page, part), part).to.equal(false);
    }
  });

  it('a long posting goes on over further sheets, each with the head of the table', async () => {
    await page.goto(await aPostingOf(60));
    expect(await sheetsOf(page)).to.be.within(2, 4);
    const head = page.locator('.posting-lines thead');
    const display = await head.evaluate((one) => getComputedStyle(one).display);
    expect(display).to.equal('table-header-group');
    const broken = page.locator('.posting-lines tbody tr').first();
    expect(await broken.evaluate((one) => getComputedStyle(one).breakInside)).to.equal('avoid');
  });

  it('a posting in the largest text prints in the size of print', async () => {
    const address = await aPostingOf(5);
    await page
      .context()
      .addCookies([{ name: 'size', value: '30', url: new URL(page.url()).origin }]);
    await page.goto(address);
    expect(await sheetsOf(page)).to.equal(1);
  });

  it('a month of duty is one landscape sheet with its signature, a week another', async () => {
    const office = await anOffice();
    const days = Array.from({ length: 31 }, (_, n) => `2026-10-${String(n + 1).padStart(2, '0')}`);
    const pair = office.people.slice(0, 2);
    await aRosterWith(
      office,
      days.flatMap((day) => pair.map((person) => [person, office.night, day] as const)),
    );
    const opened = await browser.newPage('desk', { baseURL: server.url });
    await signInAs(opened.page, office.people[0]);
    await opened.page.emulateMedia({ media: 'print' });
    for (const query of ['month=2026-10', 'week=2026-W42']) {
      await opened.page.goto(`/staff/duties?${query}`);
      const file = await opened.page.pdf({ preferCSSPageSize: true });
      const [, width, height] =
        /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(file.toString('latin1')) ?? [];
      expect(Number(width), query).to.be.above(Number(height));
      expect(await sheetsOf(opened.page), query).to.equal(1);
      for (const part of ['.notice-title', '.roster', '.roster-line', '.notice-seal']) {
        expect(await isShown(opened.page, part), part).to.equal(true);
      }
      expect(await isShown(opened.page, 'header.top')).to.equal(false);
    }
  });

  it('a statement is a page of the passbook with its holder’s name', async () => {
    const person = await aResident(await aCommunity(), { name: '王秀兰' });
    await givePoints(person, 8);
    const opened = await browser.newPage('desk', { baseURL: server.url });
    await signInAs(opened.page, person);
    await opened.page.goto('/me/transfers');
    await opened.page.emulateMedia({ media: 'print' });
    expect(await opened.page.locator('.print-only').innerText()).to.include('王秀兰');
    expect(await isShown(opened.page, 'ol.list')).to.equal(true);
    expect(await isShown(opened.page, 'header.top')).to.equal(false);
    expect(await sheetsOf(opened.page)).to.equal(1);
  });

  it('a year of the working calendar is one sheet, with every holiday on it', async () => {
    const desk = await browser.newPage('desk', { baseURL: server.url });
    await signInAs(desk.page, await aMember(await aStreet()));
    await desk.page.emulateMedia({ media: 'print' });
    await desk.page.goto('/staff/calendar/year?year=2026');
    expect(await sheetsOf(desk.page)).to.equal(1);
    expect(await desk.page.locator('.list > li').count()).to.equal(13);
  });

  it('the official sheets of a review take a page each, long accounts too', async () => {
    setClock(at('2026-09-01', '10:00'));
    const office = await aReviewedOffice();
    const review = await aReview(office);
    const [person] = office.members as [Actor];
    const { id } = await sheetOf(review, person);
    await writeSummary(person, id, '走访居民，办结群众诉求。'.repeat(30), asked(person));
    const opened = await browser.newPage('desk', { baseURL: server.url });
    await signInAs(opened.page, office.leader);
    await opened.page.goto(`/staff/reviews/${review}/print`);
    await opened.page.emulateMedia({ media: 'print' });
    expect(await opened.page.locator('.sheet').count()).to.equal(4);
    expect(await sheetsOf(opened.page)).to.equal(4);
  });
});
