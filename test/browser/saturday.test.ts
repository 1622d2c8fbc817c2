import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { setClock } from '../../src/base/clock.ts';
import { at } from '../../src/base/period.ts';
import { balancesOf } from '../../src/ledger/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { issueCertificate, serviceOf } from '../../src/volunteering/index.ts';
import type { Rule } from '../../src/volunteering/index.ts';
import { aCommunity, aManager, aResident, asked } from '../factories.ts';
import { openBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { anActivity, SATURDAY, signedUp } from '../volunteering/activities/factories.ts';
import { aRule } from '../volunteering/factories.ts';
import { signInAs, t } from './stage.ts';

const clock = (time: string): void => setClock(at(SATURDAY, time));

/** All text of a printed file, without the gaps of its layout. */
async function textOf(file: Buffer): Promise<string> {
  const pages = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
  const texts: string[] = [];
  for (let n = 1; n <= pages.numPages; n += 1) {
    const { items } = await (await pages.getPage(n)).getTextContent();
    texts.push(...items.map((one) => ('str' in one ? one.str : '')));
  }
  await pages.destroy();
  // A font may draw two characters by one sign, 大 and its radical ⼤; the file names either.
  return texts.join('').normalize('NFKC').replace(/\s+/g, '');
}

describe('a Saturday of volunteering', function () {
  this.timeout(90_000);
  let server: TestServer;
  let browser: TestBrowser;
  let manager: Actor;
  let other: Actor;
  let volunteers: Actor[];
  let rule: Rule;

  before(async () => {
    setClock(at('2026-11-25', '09:00'));
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    const community = await aCommunity();
    [manager, other] = await Promise.all([aManager(community), aManager(community)]);
    volunteers = await Promise.all(
      ['王秀兰', '李建国', '赵玉珍'].map((name) => aResident(community, { name })),
    );
    rule = await aRule(community);
  });

  after(async () => {
    setClock();
    await browser.close();
    await server.close();
  });

  async function pageOf(actor: Actor, size: 'phone' | 'desk'): Promise<Page> {
    const { page } = await browser.newPage(size, { baseURL: server.url });
    await signInAs(page, actor);
    return page;
  }

  const codeOn = async (desk: Page): Promise<string> => {
    await desk.reload();
    return (await desk.locator('.big-code').innerText()).replace(/\s/g, '');
  };

  async function press(phone: Page, id: number, code: string, word: string): Promise<void> {
    await phone.goto(`/activities/${id}/attendance?code=${code}`);
    await phone.getByRole('button', { name: t(`activities.press.${word}`) }).click();
    await phone.locator('.said').waitFor();
  }

  it('is signed in to by phone, signed out of, recorded and approved, and its hours are seen', async () => {
    const id = await anActivity(manager, rule);
    for (const one of volunteers) await signedUp(id, one);
    clock('08:50');
    const desk = await pageOf(manager, 'desk');
    await desk.goto(`/activities/${id}/desk`);
    const phones = await Promise.all(volunteers.map((one) => pageOf(one, 'phone')));
    const code = await codeOn(desk);
    for (const phone of phones) await press(phone, id, code, 'arrivals');
    await desk.getByText(t('activities.listCount', { here: 3, all: 3 })).waitFor(); // by itself
    clock('11:05');
    const later = await codeOn(desk);
    expect(later).not.to.equal(code);
    for (const phone of phones) await press(phone, id, later, 'departures');
    await desk.goto(`/activities/${id}/record`);
    await desk.locator('textarea[name=report]').fill('清扫了三栋楼道');
    await desk.getByRole('button', { name: t('activities.recordSave') }).click();
    await desk.waitForURL(`**/activities/${id}?*`);
    const second = await pageOf(other, 'desk');
    await second.goto(`/activities/${id}`);
    await second.locator('summary', { hasText: t('activities.approve') }).click();
    await second
      .getByRole('button', {
        name: t('shared.confirm', { action: t('activities.approve') }),
      })
      .click();
    await second.waitForURL(`**/activities/${id}?*`);
    for (const [n, one] of volunteers.entries()) {
      expect((await balancesOf(one.personId)).available).to.equal(2);
      expect((await serviceOf(one.personId)).minutes).to.equal(120);
      await phones[n]?.goto('/me/service');
      expect(await phones[n]?.locator('main').innerText()).to.contain('周六大扫除');
    }
  });

  it('is on a certificate that prints on one sheet, whose text is Chinese', async () => {
    const [person] = volunteers as [Actor];
    const span = { from: SATURDAY, to: SATURDAY };
    const { id } = await issueCertificate(manager, person.personId, span, asked(manager));
    const page = await pageOf(person, 'desk');
    await page.goto(`/certificates/${id}`);
    const file = await page.pdf({ preferCSSPageSize: true });
    expect([...file.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length).to.equal(1);
    const text = await textOf(file);
    for (const part of [
      '志愿服务记录证明',
      '〔2026〕1号',
      '王秀兰',
      '周六大扫除',
      '2小时0分钟',
      '伏波岭社区',
      '盖章',
    ]) {
      expect(text).to.contain(part);
    }
  });

  it('has the certificate’s font for machines without one, and asks for it on no other page', async () => {
    const font = await fetch(`${server.url}/fonts/NotoSansSC_400Regular.ttf`);
    expect(font.headers.get('content-type')).to.equal('font/ttf');
    await font.body?.cancel();
    const { page } = await browser.newPage('phone', { baseURL: server.url });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto('/activities');
    expect(asked.filter((url) => url.includes('/fonts/'))).to.deep.equal([]);
  });
});
