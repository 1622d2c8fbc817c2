import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { setClock } from '../../src/base/clock.ts';
import { at } from '../../src/base/period.ts';
import { postDueWeeks } from '../../src/postings/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aManager, aResident, aShopkeeper } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { aGood } from '../market/factories.ts';
import { openBrowser } from '../support/browser.ts';
import type { Size, TestBrowser } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { aRule } from '../volunteering/factories.ts';
import { aPhoto, isTooWide, signInAs, t } from './stage.ts';
import * as steps from './steps.ts';

const TREE = { code: 'tree', category: '公共事务', name: '植树', points: 10, photoRequired: true };
const TALK = { code: 'talk', category: '邻里互助', name: '邻里调解', points: 5 };
const REASON = '照片里看不出是在种树';

interface Cast {
  readonly community: TestCommunity;
  readonly resident: Actor;
  readonly manager: Actor;
  readonly shopkeeper: Actor;
}

/** A community with two rules, two goods, and one person of each kind. */
async function aCast(): Promise<Cast> {
  const community = await aCommunity();
  await aRule(community, TREE);
  await aRule(community, TALK);
  await aGood(community, { name: '香皂', points: 5, stock: 10 });
  await aGood(community, { name: '食用油', points: 30, stock: 10 });
  return {
    community,
    resident: await aResident(community, { name: '王秀兰' }),
    manager: await aManager(community, { name: '陈敏' }),
    shopkeeper: await aShopkeeper(community, { name: '周丽' }),
  };
}

const deed = async (...seeds: readonly number[]): Promise<steps.Deed> => ({
  category: TREE.category,
  rule: TREE.name,
  place: '3 栋楼下',
  note: '和邻居一起种了两棵树',
  photos: await Promise.all(seeds.map((seed) => aPhoto(TREE.code, seed))),
});

const NOT_A_PHOTO = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') };
const state = (page: Page): Promise<string> => page.locator('.page-head .badge').innerText();
const pointsNow = (page: Page): Promise<string> => page.locator('.points-now').innerText();

describe('the path from a good deed to the weekly posting', function () {
  this.timeout(60_000);
  let server: TestServer;
  let browser: TestBrowser;
  let cast: Cast;
  let resident: Page;
  let manager: Page;
  let shopkeeper: Page;
  let code: string;
  const complaints: (readonly string[])[] = [];

  const open = async (size: Size, options: BrowserContextOptions = {}): Promise<Page> => {
    const opened = await browser.newPage(size, { baseURL: server.url, ...options });
    complaints.push(opened.complaints);
    opened.page.setDefaultTimeout(10_000);
    return opened.page;
  };

  before(async () => {
    setClock(at('2026-11-18', '09:30'));
    [server, browser, cast] = await Promise.all([startServer(), openBrowser(), aCast()]);
    [resident, manager, shopkeeper] = await Promise.all([
      open('phone'),
      open('desk'),
      open('desk'),
    ]);
  });

  after(async () => {
    setClock();
    await browser.close();
    await server.close();
  });

  it('keeps what a resident typed when a file is no photo', async () => {
    await signInAs(resident, cast.resident);
    await steps.report(resident, { ...(await deed()), photos: [NOT_A_PHOTO] });
    const problem = await resident.getByRole('alert').innerText();
    expect(problem).to.include(t('refusal.photo-not-image').slice(0, 8));
    expect(await resident.getByRole('radio', { name: TREE.name }).isChecked()).to.equal(true);
    expect(await resident.locator('input[name=place]').inputValue()).to.equal('3 栋楼下');
    expect(await resident.locator('textarea').inputValue()).to.equal('和邻居一起种了两棵树');
    expect(await isTooWide(resident)).to.equal(false);
  });

  it('takes the report once the photos are right, and shows it waiting', async () => {
    const { photos } = await deed(1, 2);
    await resident.locator('input[type=file]').setInputFiles([...photos]);
    await resident.locator('[data-photos] img').nth(1).waitFor();
    await steps.sendPhotos(resident, photos);
    expect(await steps.said(resident)).to.equal(t('volunteering.said.submitted'));
    expect(await state(resident)).to.equal(t('shared.state.submitted'));
    expect(await resident.locator('main img[src^="/photos/"]').count()).to.equal(2);
    await resident.goto('/');
    expect(await pointsNow(resident)).to.match(/^0\b/);
    const waiting = resident.getByRole('link', { name: new RegExp(TREE.name) });
    expect(await waiting.innerText()).to.include(t('shared.state.submitted'));
  });

  it('shows the manager the queue, and approves by keyboard', async () => {
    await signInAs(manager, cast.manager);
    await manager
      .getByRole('link', { name: t('shared.nav.reviews') })
      .first()
      .click();
    const item = manager.locator('.queue-item');
    expect(await item.locator('h2').innerText())
      .to.include('王秀兰')
      .and.to.include(TREE.name);
    await item.locator('h2').getByRole('link').click();
    expect(await state(manager)).to.equal(t('shared.state.submitted'));
    await manager.goto('/reviews');
    await manager.keyboard.press('j');
    await manager.keyboard.press('a');
    await manager.waitForURL(/said=/);
    expect(await steps.said(manager)).to.equal(t('volunteering.said.approved'));
    expect(await item.count()).to.equal(0);
    await manager.goto('/check-ins');
    expect(await manager.locator('.list li').innerText()).to.include(t('shared.state.approved'));
  });

  it('gives the resident the points, and a statement that explains them', async () => {
    await resident.reload();
    expect(await pointsNow(resident)).to.match(/^10\b/);
    await resident.goto('/me/transfers');
    const line = resident.locator('ol.list li');
    expect(await line.locator('.points').innerText()).to.equal('+10');
    await line.getByRole('link').click();
    expect(await resident.getByRole('main').innerText()).to.include('陈敏');
  });

  it('reserves goods against points, and shows a large code with its drawing', async () => {
    code = await steps.reserveOne(resident, '香皂');
    expect(code).to.match(/^\d{3} \d{3} \d{4}$/);
    const large = resident.locator('.big-code');
    expect(await large.evaluate((one) => parseFloat(getComputedStyle(one).fontSize))).to.be.above(
      30,
    );
    await resident.getByRole('img', { name: t('market.redemptions.qr') }).waitFor();
    expect(await isTooWide(resident)).to.equal(false);
    await resident.goto('/');
    expect(await pointsNow(resident)).to.match(/^5\b/);
  });

  it('shows the shopkeeper whose the code is and what to give, and hands over', async () => {
    await signInAs(shopkeeper, cast.shopkeeper);
    await steps.lookUp(shopkeeper, '000 000 0000');
    await shopkeeper.getByRole('alert').waitFor();
    await steps.lookUp(shopkeeper, code);
    expect(await shopkeeper.locator('.counter-name').innerText()).to.equal('王秀兰');
    expect(await shopkeeper.locator('.counter-goods').innerText()).to.match(/香皂\s*× 1/);
    await steps.handOver(shopkeeper);
    expect(await steps.said(shopkeeper)).to.equal(t('market.said.handedOver'));
    await resident.goto('/redemptions');
    expect(await resident.locator('.list').innerText()).to.include(t('shared.state.handed-over'));
  });

  it('tells the resident why a report was rejected', async () => {
    await steps.report(resident, await deed(3));
    await manager.goto('/reviews');
    await steps.rejectFirst(manager, REASON);
    expect(await steps.said(manager)).to.equal(t('volunteering.said.rejected'));
    await resident.reload();
    expect(await state(resident)).to.equal(t('shared.state.rejected'));
    expect(await resident.getByRole('main').innerText()).to.include(REASON);
  });

  it('lets the resident take back what is undecided', async () => {
    await steps.report(resident, await deed(4));
    const question = resident.locator('details.confirm');
    await question.locator('summary').click();
    await question.getByRole('button').click();
    expect(await steps.said(resident)).to.equal(t('volunteering.said.withdrawn'));
    expect(await state(resident)).to.equal(t('shared.state.withdrawn'));
    await manager.goto('/reviews');
    expect(await manager.locator('.queue-item').count()).to.equal(0);
  });
  it('goes all the way without client script', async () => {
    const plain = { javaScriptEnabled: false };
    const people = await aCast();
    const [phone, desk, counter] = await Promise.all([
      open('phone', plain),
      open('desk', plain),
      open('desk', plain),
    ]);
    await signInAs(phone, people.resident);
    await steps.report(phone, { ...(await deed()), photos: [NOT_A_PHOTO] });
    expect(await phone.locator('input[name=place]').inputValue()).to.equal('3 栋楼下');
    await steps.sendPhotos(phone, (await deed(5, 6)).photos);
    expect(await state(phone)).to.equal(t('shared.state.submitted'));

    await signInAs(desk, people.manager);
    await desk.goto('/reviews');
    await steps.approveFirst(desk);
    expect(await steps.said(desk)).to.equal(t('volunteering.said.approved'));

    const code = await steps.reserveOne(phone, '香皂');
    await signInAs(counter, people.shopkeeper);
    await steps.lookUp(counter, code);
    await steps.handOver(counter);
    expect(await steps.said(counter)).to.equal(t('market.said.handedOver'));
    await phone.goto('/me/transfers');
    expect(await pointsNow(phone)).to.match(/^5\b/);
  });

  it('posts the week on Monday for everybody to read and to take as a file', async () => {
    setClock(at('2026-11-23', '00:11'));
    await postDueWeeks();
    const visitor = await open('phone');
    await visitor.goto(`/postings?community=${cast.community.id}`);
    await visitor.getByRole('link', { name: /第47周/ }).click();
    const line = visitor.locator('.posting-lines tbody tr');
    expect(await line.locator('th').innerText()).to.equal('王*兰');
    expect(await line.locator('td').allInnerTexts()).to.deep.equal(['10', '0', '10', '1', '0.5']);
    const totals = await visitor.locator('.notice .facts dd').allInnerTexts();
    expect(totals.map((text) => parseInt(text, 10))).to.deep.equal([10, 5, 5]);
    expect(await visitor.content()).not.to.include('王秀兰');

    const download = visitor.waitForEvent('download');
    await visitor.getByRole('link', { name: t('postings.csv') }).click();
    const file = await download;
    expect(file.suggestedFilename()).to.match(/第47周\.csv$/);
    const text = await readFile(await file.path(), 'utf8');
    expect(text.startsWith('\uFEFF')).to.equal(true);
    expect(text).to.match(/王\*兰,10,0,10,1,0\.5/);
  });

  it('draws no complaint from the browser on the way', () => {
    // A refused form is answered 404, 415 or 422, which the browser reports as an error of loading.
    const breaches = complaints.flat().filter((text) => !/status of (404|415|422)/.test(text));
    expect(breaches).to.deep.equal([]);
  });
});
