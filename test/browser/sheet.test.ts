import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { today } from '../../src/base/period.ts';
import { balancesOf } from '../../src/ledger/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aManager, aResident } from '../factories.ts';
import { openBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { aRule } from '../volunteering/factories.ts';
import { signInAs, t } from './stage.ts';

describe('a sign-in sheet on its way', function () {
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

  async function deskOf(actor: Actor): Promise<Page> {
    const { page } = await browser.newPage('desk', { baseURL: server.url });
    await signInAs(page, actor);
    return page;
  }

  const press = (page: Page, key: string): Promise<void> =>
    page.getByRole('button', { name: t(key), exact: true }).click();

  async function confirm(page: Page, key: string): Promise<void> {
    await page
      .locator('summary')
      .filter({ hasText: t(key) })
      .click();
    await page.getByRole('button', { name: t('shared.confirm', { action: t(key) }) }).click();
    await page.waitForSelector('.said');
  }

  it('is printed on one page, typed by keyboard, and paid when another approves', async () => {
    const community = await aCommunity();
    const rule = await aRule(community, { points: 2, unit: '小时', minutesPerUnit: 60 });
    const clerk = await aManager(community, { name: '陈敏' });
    const volunteer = await aResident(community, { name: '欧阳桂芳' });
    const page = await deskOf(clerk);

    await page.goto('/sheets/new');
    await page.fill('[name=activity]', '周六大扫除');
    await page.selectOption('[name=rule]', rule.code);
    await page.fill('[name=occurredOn]', today());
    await page.fill('[name=place]', '一号楼前');
    await press(page, 'sheets.make');
    await page.waitForURL(/\/print/);
    const file = await page.pdf({ preferCSSPageSize: true });
    expect([...file.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)]).to.have.length(1);
    const number = await page.locator('.sign-number strong').innerText();

    await page.goto('/sheets');
    await page.fill('[name=number]', number);
    await press(page, 'sheets.openByNumber');
    await page.fill('[name=people]', '1');
    await page.locator('form[action$=totals] [name=hours]').fill('2');
    await page.fill('[name=points]', '4');
    await press(page, 'sheets.saveTotals');
    await page.fill('[name=q]', 'oygf');
    await page.keyboard.press('Enter');
    await page.waitForSelector('tbody th:has-text("欧阳桂芳")');
    expect(await page.locator('main').innerText()).to.include(t('sheets.differs'));
    await press(page, 'sheets.remove');
    await page.fill('[name=q]', 'oygf');
    await page.fill('[name=units]', '2');
    await page.keyboard.press('Enter');
    await page.waitForSelector('tbody th:has-text("欧阳桂芳")');
    await confirm(page, 'sheets.handIn');
    expect(await page.locator('main').innerText()).to.include(t('refusal.own-entry'));

    const other = await deskOf(await aManager(community, { name: '刘海涛' }));
    await other.goto(new URL(page.url()).pathname);
    await confirm(other, 'sheets.approve');
    expect((await balancesOf(volunteer.personId)).available).to.equal(4);
  });
});
