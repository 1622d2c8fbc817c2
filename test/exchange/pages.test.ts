import { expect } from 'chai';
import readExcelFile from 'read-excel-file/node';
import { issueToken, registeredPeople } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aManager, aPerson, TEST_PASSWORD } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { signInNameOf } from '../people/factories.ts';
import { client, startServer } from '../support/server.ts';
import type { Client, TestServer } from '../support/server.ts';
import { csv, uploaded } from './files.ts';

describe('the pages of imports', () => {
  let server: TestServer;
  let community: TestCommunity;
  let manager: Actor;
  let browser: Client;

  before(async () => {
    server = await startServer();
    community = await aCommunity();
    manager = await aManager(community, { name: '李主任' });
    browser = client(server.url);
    await browser.signIn(await signInNameOf(manager.personId), TEST_PASSWORD);
  });

  after(() => server.close());

  const send = (kind: string, file?: Blob) => {
    const form = new FormData();
    form.append('kind', kind);
    if (file) form.append('file', file, '表.xlsx');
    return browser.postFiles('/imports', form, '/imports');
  };

  it('say at the field what is wrong with a file, and keep what was chosen', async () => {
    const nothing = await send('goods');
    expect(nothing.status).to.equal(422);
    expect(nothing.text)
      .to.contain('请选择一个文件。')
      .and.to.match(/value="goods"\s+selected/);
    const other = await send('goods', new Blob(['%PDF-1.7 and so on']));
    expect(other.status).to.equal(415);
    expect(other.text).to.contain('id="field-file"');
    const empty = await send('goods', new Blob([' \n ']));
    expect(empty.status).to.equal(422);
    const unknown = await send('secrets', new Blob([csv([['姓名'], ['王秀兰']])]));
    expect(unknown.status).to.equal(422);
    expect(unknown.text).to.contain('导入什么不在可选范围内。');
    expect((await browser.get('/imports')).text).to.contain('还没有导入过表格。');
  });

  it('ask again for columns that are said twice or not at all', async () => {
    const id = await uploaded(manager, 'residents', [
      ['Wer', 'Was'],
      ['吴桂英', '1'],
    ]);
    const twice = { 'columns[]': ['name', 'name'] };
    const page = await browser.post(`/imports/${id}/columns`, twice, `/imports/${id}`);
    expect(page.status).to.equal(422);
    expect(page.text).to.contain('还缺列，或同一种列说了两次');
    const mapped = { 'columns[]': ['name', 'ignored'] };
    expect(
      (await browser.post(`/imports/${id}/columns`, mapped, `/imports/${id}`)).status,
    ).to.equal(303);
  });

  it('give templates that can be filled in and taken in as they are', async () => {
    for (const kind of ['residents', 'households', 'goods', 'openings', 'hours']) {
      const template = await fetch(`${server.url}/imports/templates/${kind}.xlsx`, {
        headers: { authorization: `Bearer ${await issueToken(manager)}` },
      });
      const [sheet] = await readExcelFile(Buffer.from(await template.arrayBuffer()));
      expect(sheet?.data, kind).to.have.length(2);
      const id = await uploaded(manager, kind as 'residents', sheet?.data as string[][]);
      const page = await browser.get(`/imports/${id}`);
      expect(page.text, kind).to.contain('可以导入');
    }
    expect((await browser.get('/imports/templates/secrets.csv')).status).to.equal(404);
  });

  it('book nothing of an import that is dropped, and forget what it said', async () => {
    const id = await uploaded(manager, 'residents', [['姓名'], ['密码箱']]);
    expect((await browser.post(`/imports/${id}/dropping`, {}, `/imports/${id}`)).status).to.equal(
      303,
    );
    expect((await browser.get(`/imports/${id}`)).text).not.to.contain('密码箱');
    const names = (await registeredPeople(community.id)).map(({ name }) => name);
    expect(names).not.to.include('密码箱');
  });

  it('let an auditor look, and change nothing', async () => {
    const id = await uploaded(manager, 'residents', [['姓名'], ['陶小满']]);
    const token = await issueToken(await aPerson(community, { roles: ['auditor'] }));
    const http = client(server.url);
    expect((await http.json(`/imports/${id}`, { token })).status).to.equal(200);
    const body = { seen: 'x'.repeat(32) };
    expect((await http.json(`/imports/${id}/confirmation`, { token, body })).status).to.equal(403);
  });
});
