import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { setClock } from '../../src/base/clock.ts';
import { at } from '../../src/base/period.ts';
import { papersOf } from '../../src/staff/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { TEST_PASSWORD } from '../factories.ts';
import { signInNameOf } from '../people/factories.ts';
import { aDraft, anElectorate, drawnBy } from '../staff/evaluation/factories.ts';
import type { Electorate } from '../staff/evaluation/factories.ts';
import { axeViolations, htmlProblems, openBrowser } from '../support/browser.ts';
import type { TestBrowser, TestPage } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { isTooWide, t } from './stage.ts';

const word = (key: string): string => t(`staff.evaluation.${key}`);

/** Signs in without walking through the pages, which other tests do. */
async function enter({ page }: TestPage, { personId }: Actor): Promise<void> {
  const form = { name: await signInNameOf(personId), password: TEST_PASSWORD };
  await page.request.post('/session', { form, maxRedirects: 0 });
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('main').getByRole('button', { name, exact: true }).click();

/** Takes a paper, and answers its text for another device. */
async function takePaper(page: Page, cycleId: number): Promise<string> {
  await page.goto(`/papers/${cycleId}`);
  await press(page, word('papers.take'));
  await page.locator('[data-had]').waitFor();
  return page.locator('#paper-text').inputValue();
}

/** Chooses the same for every question of every person, and looks it over. */
async function answerAll(page: Page, step: string): Promise<void> {
  await page.locator('[data-steps]').waitFor();
  for (let left = true; left;) {
    for (const answer of await page.locator(`.card:visible input[value="${step}"]`).all()) {
      await answer.check();
    }
    left = await page.locator('[data-next]').isVisible();
    if (left) await page.locator('[data-next]').click();
  }
}

async function castIt(page: Page): Promise<void> {
  await press(page, word('ballots.cast'));
  await page.waitForURL(/said=/);
  expect(await page.locator('.said').first().innerText()).to.include(word('said.cast'));
}

describe('an evaluation in the browser', function () {
  this.timeout(240_000);
  let server: TestServer;
  let browser: TestBrowser;
  let people: Electorate;
  let cycleId: number;
  const pages = new Map<Actor, TestPage>();

  before(async () => {
    setClock(at('2026-11-26', '09:00'));
    [server, browser, people] = await Promise.all([startServer(), openBrowser(), anElectorate()]);
    cycleId = await aDraft(people);
  });

  after(async () => {
    setClock();
    await browser.close();
    await server.close();
  });

  async function pageOf(person: Actor): Promise<Page> {
    const known = pages.get(person);
    if (known) return known.page;
    const made = await browser.newPage('phone', { baseURL: server.url });
    await enter(made, person);
    pages.set(person, made);
    return made.page;
  }

  /** What an assessor does on the page of the evaluation. */
  async function run(action: string, confirm: boolean): Promise<void> {
    const page = await pageOf(people.assessor);
    await page.goto(`/staff/evaluations/${cycleId}`);
    if (confirm) {
      await page.locator('main summary', { hasText: action }).click();
      await press(page, t('shared.confirm', { action }));
    } else await press(page, action);
    await page.locator('.said').waitFor();
  }

  it('is answered on a phone with a kept paper, and elsewhere with a printed code', async () => {
    await run(word('show.issue'), true);
    const { leaders, colleagues, representatives, assessor } = people;
    const [first, ...others] = leaders;
    for (const group of [others, colleagues, representatives.slice(1)]) {
      await drawnBy(group, cycleId, assessor);
    }
    const page = await pageOf(first as Actor);
    const paper = await takePaper(page, cycleId);
    const slip = await slipFor(representatives[0] as Actor);
    await run(word('show.cast'), false);

    await examine(page, paper);
    await page.goto(`/ballots/${cycleId}`);
    await press(page, word('ballots.start'));
    await answerAll(page, '1');
    await castIt(page);
    expect(await page.evaluate(() => localStorage.length), 'only that it was cast').to.equal(2);
    await castByCode(slip);
    await refusedAgain(paper);
    for (const { complaints } of pages.values()) expect(complaints).to.deep.equal([]);
  });

  /** The ballot is no page that is walked to, but the answer to a paper. */
  async function examine(page: Page, paper: string): Promise<void> {
    const form = { paper };
    const opened = await page.request.post(`/ballots/${cycleId}/openings`, { form });
    expect(await htmlProblems(await opened.text())).to.deep.equal([]);
    await page.goto(`/ballots/${cycleId}`);
    await press(page, word('ballots.start'));
    await page.locator('[data-steps]').waitFor();
    expect(await axeViolations(page)).to.deep.equal([]);
    expect(await isTooWide(page)).to.equal(false);
  }

  /** Prints a code, and ticks off who has drawn it. */
  async function slipFor(voter: Actor): Promise<string> {
    const page = await pageOf(people.assessor);
    await page.goto(`/staff/evaluations/${cycleId}`);
    const own = (await papersOf(voter.personId))[0];
    await page.locator('select[name=set]').selectOption(String(own?.setId));
    await page.locator('input[name=count]').fill('1');
    await press(page, word('show.print'));
    const code = await page.locator('.slip-code').innerText();
    expect(await axeViolations(page)).to.deep.equal([]);
    await page.goto(`/staff/evaluations/${cycleId}/voters`);
    await press(page, t('staff.evaluation.voters.tickNamed', { name: voter.name }));
    await page.locator('.said').waitFor();
    return code;
  }

  /** Somebody else's device, without script: the plain form alone. */
  async function castByCode(code: string): Promise<void> {
    const options = { baseURL: server.url, javaScriptEnabled: false };
    const { page } = await browser.newPage('phone', options);
    await page.goto(`/ballots/${cycleId}`);
    await page.locator('input[name=paper]').fill(code.toLowerCase());
    await press(page, word('ballots.useCode'));
    for (const answer of await page.locator('input[value="3"]').all()) await answer.check();
    await page.locator('textarea[name=remark]').fill('办事方便多了');
    await press(page, word('ballots.cast'));
    expect(await page.locator('.said').innerText()).to.include(word('said.cast'));
  }

  async function refusedAgain(paper: string): Promise<void> {
    const { page, complaints } = await browser.newPage('phone', { baseURL: server.url });
    await page.goto(`/ballots/${cycleId}`);
    await page.locator('input[name=paper]').fill(paper);
    await press(page, word('ballots.useCode'));
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).to.include(t('refusal.paper-used'));
    expect(complaints.filter((one) => !one.includes('409'))).to.deep.equal([]);
  }
});
