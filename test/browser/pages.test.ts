import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { routes } from '../../src/app.ts';
import { setClock } from '../../src/base/clock.ts';
import { projectRoot } from '../../src/base/root.ts';
import { openBrowser } from '../support/browser.ts';
import type { Size, TestBrowser, TestPage } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { addressesFor, READERS, unknownPages } from './addresses.ts';
import type { Reader } from './addresses.ts';
import { Examiner, expectNone, leftInChinese, rawKeys, weightOf } from './faults.ts';
import { aSettledCommunity } from './settled.ts';
import type { Settled } from './settled.ts';
import { signInAs, t } from './stage.ts';
import * as steps from './steps.ts';

const KB = 1024;

/** Blind signatures are long arithmetic; the page is opened once in a quarter, by who votes. */
const heaviest = (script: string): number => (script === '/js/paper.js' ? 15 : 5);

describe('every page', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: TestBrowser;
  let settled: Settled;
  const examiner = new Examiner();
  const opened = new Map<Reader, Record<Size, TestPage>>();

  before(async () => {
    [server, browser, settled] = await Promise.all([
      startServer(),
      openBrowser(),
      aSettledCommunity(),
    ]);
  });

  after(async () => {
    setClock();
    await browser.close();
    await server.close();
  });

  /** The reader's phone and desk, signed in once. */
  async function pagesOf(reader: Reader): Promise<Record<Size, TestPage>> {
    const kept = opened.get(reader);
    if (kept) return kept;
    const phone = await browser.newPage('phone', { baseURL: server.url });
    const community = String(settled.communityId);
    const cookie = { name: 'community', value: community, url: server.url };
    if (reader === 'visitor') await phone.page.context().addCookies([cookie]);
    else await signInAs(phone.page, settled.people[reader]);
    const storageState = await phone.page.context().storageState();
    const desk = await browser.newPage('desk', { baseURL: server.url, storageState });
    const pages = { phone, desk };
    opened.set(reader, pages);
    return pages;
  }

  const addresses = (reader: Reader): string[] => addressesFor(reader, routes, settled);

  it('has an example address here', () => {
    expect(unknownPages(routes)).to.deep.equal([]);
  });

  for (const reader of READERS) {
    it(`is good on phone and desk for: ${reader}`, async () => {
      const pages = await pagesOf(reader);
      const faults: string[] = [];
      const toOpen: string[] = [];
      for (const address of addresses(reader)) {
        const read = await examiner.read(pages.phone.page, address);
        faults.push(...read.faults);
        if (read.isNew || toOpen.length === 0) toOpen.push(address);
      }
      const openAll = async (size: Size): Promise<void> => {
        for (const address of toOpen) {
          faults.push(...(await examiner.open(pages[size], size, address)));
        }
      };
      await Promise.all([openAll('phone'), openAll('desk')]);
      expectNone(faults);
    });

    it(`is all English where English is chosen, for: ${reader}`, async () => {
      const { desk } = await pagesOf(reader);
      const context = desk.page.context();
      await context.addCookies([{ name: 'lang', value: 'en', url: server.url }]);
      const faults: string[] = [];
      for (const address of addresses(reader)) {
        const html = await (await context.request.get(address)).text();
        expect(html, address).to.include('<html lang="en"');
        const left = [...leftInChinese(html), ...rawKeys(html)];
        faults.push(...left.map((fault) => `${address}: ${fault}`));
      }
      expectNone(faults);
    });
  }

  it('keeps the largest text that a visitor has chosen', async () => {
    const { page } = (await pagesOf('visitor')).phone;
    await page.goto('/rules');
    await page.locator('header summary').first().click();
    await page.getByRole('button', { name: t('shared.display.size30') }).click();
    await page.waitForLoadState();
    expect(new URL(page.url()).pathname).to.equal('/rules');
    const size = await page.evaluate(() => getComputedStyle(document.body).fontSize);
    expect(size).to.equal('30px');
  });

  it('is good too when it answers a form', async () => {
    const faults: string[] = [];
    const examineOpen = async (reader: Reader, act: (pages: TestPage) => Promise<void>) => {
      const { phone } = await pagesOf(reader);
      await act(phone);
      const html = await phone.page.content();
      const found = [...(await examiner.examine(phone.page, 'phone')), ...rawKeys(html)];
      faults.push(...found.map((fault) => `${reader} at ${phone.page.url()}: ${fault}`));
    };
    await examineOpen('visitor', async ({ page }) => {
      await page.goto('/no-such-page');
    });
    await examineOpen('visitor', async ({ page }) => {
      await page.goto('/session/new');
      await page.locator('input[name=name]').fill('nobody');
      await page.locator('input[name=password]').fill('wrong password');
      await page.locator('main button').click();
      await page.getByRole('alert').waitFor();
    });
    await examineOpen('resident', async ({ page }) => {
      await page.goto('/check-ins/new');
      await page.locator('main form').evaluate((form: HTMLFormElement) => {
        form.noValidate = true;
      });
      await steps.sendPhotos(page, []);
      await page.getByRole('alert').waitFor();
    });
    await examineOpen('shopkeeper', async ({ page }) => {
      await steps.lookUp(page, '000 000 0000');
      await page.getByRole('alert').waitFor();
    });
    await examineOpen('manager', async ({ page }) => {
      await page.goto('/people');
      await page.locator('input[name=q]').fill('wang');
      await page.getByRole('button', { name: t('people.list.search') }).click();
      await page
        .getByRole('link', { name: /王秀兰/ })
        .first()
        .waitFor();
    });
    expectNone(faults);
  });

  it('is light: style, script and small pictures', async () => {
    const css = (name: string): number =>
      weightOf(readFileSync(join(projectRoot, 'public/css', name)));
    for (const name of readdirSync(join(projectRoot, 'public/css'))) {
      const ofPage = name === 'app.css' ? 0 : css(name);
      expect(css('app.css') + ofPage, name).to.be.at.most(10 * KB);
    }
    expect(examiner.scripts).to.have.property('size').above(2);
    for (const script of examiner.scripts) {
      const content = readFileSync(join(projectRoot, 'public', script));
      expect(weightOf(content), script).to.be.at.most(heaviest(script) * KB);
    }
    const context = (await pagesOf('manager')).desk.page.context();
    expect(examiner.thumbs.size).to.be.above(8);
    for (const address of examiner.thumbs) {
      const { length } = await (await context.request.get(address)).body();
      expect(length, address).to.be.within(100, 15 * KB);
    }
  });
});
