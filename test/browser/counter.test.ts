import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { issueCard, setPin } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { cardCode } from '../../src/people/cards/number.ts';
import { aCommunity, aManager, aResident, aShopkeeper, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { aGood, aSaver, pointsOf, stockOf } from '../market/factories.ts';
import { openBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { signInAs, t } from './stage.ts';

const PEOPLE = 30;

describe('a morning at the counter', function () {
  this.timeout(90_000);
  let server: TestServer;
  let browser: TestBrowser;
  let community: TestCommunity;
  let page: Page;

  before(async () => {
    [server, browser, community] = await Promise.all([startServer(), openBrowser(), aCommunity()]);
    ({ page } = await browser.newPage('desk', { baseURL: server.url, permissions: [] }));
    await signInAs(page, await aShopkeeper(community, { name: '周丽' }));
  });

  after(async () => {
    await browser.close();
    await server.close();
  });

  const press = (key: string): Promise<void> =>
    page.getByRole('button', { name: t(key), exact: true }).click();

  /** A scanner on a cable types what it reads and presses Enter, wherever the page has its focus. */
  async function scan(code: string): Promise<void> {
    await page.goto('/counter', { waitUntil: 'domcontentloaded' });
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/counter\/people\/\d+/);
  }

  const choose = (name: string): Promise<void> =>
    page.locator('.counter-tile', { hasText: name }).locator('label').click();

  async function sign(): Promise<void> {
    await page.locator('.choice', { hasText: t('counter.way.signature') }).click();
    const box = await page.locator('#signature').boundingBox();
    if (!box) throw new Error('there is nothing to sign on');
    await page.mouse.move(box.x + 40, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 90, box.y + 60, { steps: 4 });
    await page.mouse.up();
  }

  it('serves thirty people one after another, each with a tap, a confirmation and a receipt', async () => {
    const manager = await aManager(community);
    const [rice, soap] = [
      await aGood(community, { name: '大米', points: 20, stock: 40 }),
      await aGood(community, { name: '香皂', points: 5, stock: 40 }),
    ];
    const people: Actor[] = [];
    for (let n = 0; n < PEOPLE; n += 1) {
      const person = await aSaver(community, 30);
      const { number } = await issueCard(manager, person.personId, asked(manager));
      const signs = n % 2 === 0;
      if (!signs) await setPin(person, person.personId, '2580', asked(person));
      people.push(person);
      await scan(n % 3 === 0 ? number : cardCode(number));
      await choose(rice.name);
      await choose(soap.name);
      expect(await page.locator('#sum-total').innerText()).to.equal('25');
      if (signs) await sign();
      else await page.fill('[name=pin]', '2580');
      await press('counter.handOver');
      await page.waitForURL(/\/receipt/);
    }
    for (const person of people) expect(await pointsOf(person)).to.deep.equal([5, 0]);
    expect(await stockOf(rice, community)).to.deep.equal([10, 0]);
    expect(await page.locator('.receipt').innerText()).to.contain('25');
    expect((await page.pdf({ preferCSSPageSize: true })).toString('latin1')).to.match(
      /\/MediaBox\s*\[0 0 22[67]/,
    );
  });

  it('undoes a hand-over from the list of today', async () => {
    const person = await aSaver(community, 30);
    await aGood(community, { name: '毛巾', points: 10 });
    await page.goto(`/counter/people/${person.personId}`);
    await choose('毛巾');
    await sign();
    await press('counter.handOver');
    await page.goto('/counter');
    await page.locator('main .list .row').first().click();
    await page
      .locator('summary')
      .filter({ hasText: t('counter.undo') })
      .click();
    await page
      .getByRole('button', { name: t('shared.confirm', { action: t('counter.undo') }) })
      .click();
    await page.waitForSelector('.said');
    expect(await pointsOf(person)).to.deep.equal([30, 0]);
  });

  it('says how to go on where the camera is refused, and typing does', async () => {
    const person = await aResident(community, { name: '欧阳桂芳' });
    await page.goto('/counter');
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException('', 'NotAllowedError'));
    });
    await press('market.counter.scan');
    await page.waitForFunction(() => document.querySelector('#scan-said')?.textContent !== '');
    expect(await page.locator('#scan-said').innerText()).to.equal(t('counter.scanRefused'));
    await page.fill('[name=q]', 'oygf');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/counter\/people\/\d+/);
    expect(await page.locator('h1').innerText()).to.equal(person.name);
  });
});
