import { expect } from 'chai';
import type { Page } from 'playwright-core';
import sql from 'sql-template-tag';
import { rows } from '../../src/base/db.ts';
import type { Actor } from '../../src/people/index.ts';
import type { Rule } from '../../src/volunteering/index.ts';
import { handOverAtCounter } from '../../src/market/index.ts';
import { aCommunity, aManager, aResident, aShopkeeper, asked } from '../factories.ts';
import { anOrder } from '../market/counter/factories.ts';
import { aGood, givePoints, pointsOf, stockOf } from '../market/factories.ts';
import { openBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { aRule } from '../volunteering/factories.ts';
import { aPhoto, signInAs, t } from './stage.ts';

const checkInsOf = ({ personId }: Actor): Promise<{ note: string; photos: number }[]> =>
  rows(sql`SELECT c.note, CAST((SELECT COUNT(*) FROM photos p WHERE p.check_in_id = c.id) AS INTEGER)
             AS photos
             FROM check_ins c WHERE c.person_id = ${personId} ORDER BY c.id`);

async function signOut(page: Page): Promise<void> {
  await page.locator('header details.menu').last().locator('summary').click();
  await page.getByRole('button', { name: t('shared.account.signOut') }).click();
  await page.getByText(t('people.said.signedOut')).waitFor();
}

/** How many lists of people and goods the browser keeps. */
const snapshotsIn = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('jifenbu');
        opening.onsuccess = () => {
          const count = opening.result.transaction('snapshots').objectStore('snapshots').count();
          count.onsuccess = () => resolve(count.result);
        };
      }),
  );

describe('a phone without signal', function () {
  this.timeout(60_000);
  let server: TestServer;
  let browser: TestBrowser;
  let rule: Rule;
  let resident: Actor;
  let neighbour: Actor;
  let page: Page;
  let box: ReturnType<Page['locator']>;

  before(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    const community = await aCommunity();
    [rule, resident, neighbour] = await Promise.all([
      aRule(community, { photoRequired: true }),
      aResident(community),
      aResident(community),
    ]);
    ({ page } = await browser.newPage('phone', { baseURL: server.url }));
    box = page.locator('[data-unsent-box]');
    await signInAs(page, resident);
    await page.goto('/check-ins/new');
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => caches.match('/check-ins/new'));
  });

  after(async () => {
    await browser.close();
    await server.close();
  });

  const signal = (isThere: boolean): Promise<void> => page.context().setOffline(!isThere);

  async function write(note: string, photos: readonly number[]): Promise<void> {
    await page.locator(`input[name=rule][value="${rule.code}"]`).check({ force: true });
    await page.locator('input[name=place]').fill('文化广场');
    await page.locator('textarea[name=note]').fill(note);
    const chosen = await Promise.all(photos.map((seed) => aPhoto(rule.code, seed)));
    await page.locator('input[type=file]').setInputFiles(chosen);
    await page.getByRole('button', { name: t('volunteering.form.send'), exact: true }).click();
  }

  it('opens the form, keeps what is written with its photo, and sends it once', async () => {
    await signal(false);
    await page.goto('/check-ins/new');
    await page.getByText(t('volunteering.unsent.noSignal')).waitFor();
    await write('没有信号时写的', [1]);
    await box.getByText(rule.name).waitFor();
    expect(await checkInsOf(resident)).to.deep.equal([]);

    // The first reply gets lost: the server has it, the phone does not know.
    await page.goto('about:blank');
    await signal(true);
    await page.route('**/check-ins', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.goto('/');
    await box.getByText(t('volunteering.unsent.stillWaiting')).waitFor();
    expect(await checkInsOf(resident)).to.have.length(1);
    await page.unroute('**/check-ins');
    await box.getByRole('button', { name: t('volunteering.unsent.send') }).click();
    await box.getByText(t('volunteering.unsent.sent')).waitFor();
    expect(await checkInsOf(resident)).to.deep.equal([{ note: '没有信号时写的', photos: 1 }]);
  });

  it('says what is refused, so that it can be mended and sent', async () => {
    await page.goto('/check-ins/new');
    await signal(false);
    await write('忘了照片', []);
    await box.getByText(rule.name).waitFor();
    await signal(true);
    await box.getByText(t('refusal.photo-needed')).waitFor();
    await page.goto('/');
    await box.getByRole('link', { name: t('volunteering.unsent.mend') }).click();
    await page.waitForFunction(
      () =>
        document.querySelector<HTMLTextAreaElement>('textarea[name=note]')?.value === '忘了照片',
    );
    await write('照片补上了', [2]);
    await page.getByText(t('volunteering.said.submitted')).waitFor();
    expect((await checkInsOf(resident)).map(({ note }) => note)).to.deep.equal([
      '没有信号时写的',
      '照片补上了',
    ]);
    await page.goto('/');
    expect(await box.isVisible()).to.equal(false);
  });

  it('shows and sends nothing of one person to another, and clears it at sign-out', async () => {
    await page.goto('/check-ins/new');
    await signal(false);
    await write('我自己的', [3]);
    await box.getByText(rule.name).waitFor();
    const mine = await page.context().cookies();
    await page.context().clearCookies();
    await signal(true);
    await signInAs(page, neighbour);
    await page.goto('/check-ins/new');
    await page.waitForLoadState('networkidle');
    expect(await box.isVisible()).to.equal(false);
    expect(await checkInsOf(neighbour)).to.deep.equal([]);

    await page.context().clearCookies();
    await page.context().addCookies(mine);
    await page.route('**/check-ins', (route) => route.abort());
    await page.goto('/');
    await box.getByText(rule.name).waitFor();
    page.once('dialog', (dialog) => void dialog.accept());
    await signOut(page);
    expect(await page.evaluate(async () => (await caches.keys()).length)).to.equal(0);
    await page.unroute('**/check-ins');
    await signInAs(page, resident);
    await page.waitForLoadState('networkidle');
    expect(await box.isVisible()).to.equal(false);
    expect(await checkInsOf(resident)).to.have.length(2);
  });
});

describe('a counter without network', function () {
  this.timeout(60_000);
  let server: TestServer;
  let browser: TestBrowser;

  before(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
  });

  after(async () => {
    await browser.close();
    await server.close();
  });

  async function handOver(page: Page, name: string, good: string): Promise<void> {
    await page.locator('#offline-q').fill(name);
    await page.getByRole('button', { name: new RegExp(`^${name} ·`) }).click();
    await page.getByRole('button', { name: `+ ${good}`, exact: true }).click();
    await page.locator('#offline-signature').scrollIntoViewIfNeeded();
    const field = await page.locator('#offline-signature').boundingBox();
    await page.mouse.move(field!.x + 20, field!.y + 20);
    await page.mouse.down();
    for (const step of [60, 100, 140]) await page.mouse.move(field!.x + step, field!.y + step / 2);
    await page.mouse.up();
    await page.getByRole('button', { name: t('cases.offline.hand') }).click();
  }

  it('goes on for a morning, and books each hand-over once when the network is back', async () => {
    const community = await aCommunity();
    const [keeper, manager] = [await aShopkeeper(community), await aManager(community)];
    const good = await aGood(community, { name: '香皂', points: 5, stock: 11 });
    const names = [...'甲乙丙丁戊己庚辛壬癸子'].map((one) => `王秀${one}`);
    const people: Actor[] = [];
    for (const name of names) people.push(await aResident(community, { name }));
    for (const person of people) await givePoints(person, 5);

    const { page } = await browser.newPage('desk', { baseURL: server.url });
    await signInAs(page, keeper);
    const loaded = page.waitForResponse('**/counter/snapshot');
    await page.goto('/counter');
    await page.waitForFunction(() => caches.match('/counter/offline'));
    await (await loaded).finished();
    await page.waitForTimeout(300); // until it is kept
    await page.context().setOffline(true);
    await page.goto('/counter');
    await handOver(page, names[0]!, good.name);
    // One bar: the tablet believes that it is online, and nobody answers.
    await page.context().setOffline(false);
    await page.route('**/counter/snapshot', () => undefined);
    await page.route('**/counter/sync', (route) => route.abort());
    await page.goto('/counter/offline');
    for (const name of names.slice(1, 3)) await handOver(page, name, good.name);
    await page.context().setOffline(true);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    for (const name of names.slice(3)) await handOver(page, name, good.name);
    const waiting = page.locator('.badge', { hasText: t('cases.offline.state.waiting') });
    await waiting.nth(10).waitFor();
    await page.locator('#offline-q').fill(names[0]!);
    await page.getByRole('button', { name: `${names[0]!} · 0` }).waitFor();

    // Meanwhile the last of them spends the points elsewhere, and the first reply gets lost.
    const last = people.at(-1)!;
    await handOverAtCounter(keeper, anOrder(last, good), asked(keeper));
    await page.goto('about:blank');
    await page.context().setOffline(false);
    const isLost = new Promise<void>((resolve) => {
      void page.route('**/counter/sync', async (route) => {
        await route.fetch();
        await route.abort();
        resolve();
      });
    });
    await page.goto('/');
    await isLost;
    expect(await stockOf(good, community)).to.deep.equal([9, 0]);
    await page.unroute('**/counter/sync');
    await page.goto('/counter/offline');
    await page.locator('.badge', { hasText: t('cases.offline.state.case') }).waitFor();
    expect(await waiting.count()).to.equal(0);
    for (const person of people) expect(await pointsOf(person)).to.deep.equal([0, 0]);
    expect(await stockOf(good, community)).to.deep.equal([0, 0]);

    await signOut(page);
    expect(await snapshotsIn(page)).to.equal(0);

    const desk = await browser.newPage('desk', { baseURL: server.url });
    await signInAs(desk.page, manager);
    await desk.page.goto('/counter/cases');
    await desk.page.getByRole('heading', { name: last.name }).waitFor();
    await desk.page.locator('summary', { hasText: t('cases.settle') }).click();
    await desk.page.getByRole('radio', { name: t('cases.outcome.brought-back') }).check();
    await desk.page.locator('input[name=note]').fill('当天退回了');
    await desk.page.getByRole('button', { name: t('cases.settle') }).click();
    await desk.page.getByText(t('cases.said.settled')).waitFor();
    expect(await desk.page.locator('main').innerText()).to.include('当天退回了');
  });
});
