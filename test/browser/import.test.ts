import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { registeredPeople } from '../../src/people/index.ts';
import { aCommunity, aManager } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { csv } from '../exchange/files.ts';
import { openBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { signInAs } from './stage.ts';

describe('a list of residents, from the clerk’s spreadsheet', function () {
  this.timeout(60_000);
  let server: TestServer;
  let browser: TestBrowser;
  let page: Page;
  let complaints: readonly string[];
  let community: TestCommunity;

  before(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    ({ page, complaints } = await browser.newPage('desk', { baseURL: server.url }));
    community = await aCommunity();
    await signInAs(page, await aManager(community, { name: '李主任' }));
  });

  after(async () => {
    await browser.close();
    await server.close();
  });

  async function upload(lines: readonly (readonly string[])[]): Promise<void> {
    const path = join(await mkdtemp(join(tmpdir(), 'import-')), '居民.csv');
    await writeFile(path, csv(lines));
    await page.goto('/imports');
    await page.getByLabel('导入什么').selectOption('residents');
    await page.getByLabel('表格文件').setInputFiles(path);
    await page.getByRole('button', { name: '上传并预览' }).click();
  }

  it('is asked for its columns when its headings say nothing', async () => {
    await upload([
      ['Wer', 'Telefon'],
      ['吴桂英', '13800138001'],
    ]);
    await page.getByLabel('Wer').selectOption('name');
    await page.getByLabel('Telefon').selectOption('phone');
    await page.getByRole('button', { name: '就按这样读' }).click();
    await page.getByText('可以导入（1）').waitFor();
  });

  it('shows what is wrong, books the good rows, and gives the others back to be mended', async () => {
    await upload([
      ['姓名', '手机号'],
      ['王秀兰', '13800138000'],
      ['郑福生', '12'],
    ]);
    await page.getByText('手机号格式不对').waitFor();
    await page.getByText('导入没有问题的 1 行').first().click();
    await page.getByRole('button', { name: '确定导入没有问题的 1 行' }).click();
    await page.getByText('已写入。').waitFor();
    const names = (await registeredPeople(community.id)).map(({ name }) => name);
    expect(names).to.have.members(['李主任', '王秀兰']);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).first().click(),
    ]);
    const text = await (await file.createReadStream()).toArray();
    expect(Buffer.concat(text as Buffer[]).toString()).to.contain('郑福生,12,手机号格式不对');
    expect(complaints).to.deep.equal([]);
  });
});
