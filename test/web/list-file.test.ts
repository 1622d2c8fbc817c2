import { expect } from 'chai';
import readExcelFile from 'read-excel-file/node';
import sql from 'sql-template-tag';
import { routes } from '../../src/app.ts';
import { change, inTransaction, row } from '../../src/base/db.ts';
import { issueToken } from '../../src/people/index.ts';
import type { Actor, Role } from '../../src/people/index.ts';
import { aCommunity, aManager, aPerson, aResident } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { aStreet } from '../staff/factories.ts';
import { aGood } from '../market/factories.ts';
import { client, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const lists = routes.filter(({ columns }) => columns);
const PEOPLE = 60;
const PAGE = 50;

describe('a list as a file', () => {
  let server: TestServer;
  let community: TestCommunity;
  let manager: Actor;

  const ask = async (path: string, actor: Actor): Promise<Response> =>
    fetch(server.url + path, {
      headers: { authorization: `Bearer ${await issueToken(actor)}`, accept: 'application/json' },
    });
  const linesOf = async (reply: Response): Promise<string[]> => {
    expect(reply.status).to.equal(200);
    return (await reply.text()).trimEnd().split('\r\n');
  };

  before(async () => {
    server = await startServer();
    community = await aCommunity();
    manager = await aManager(community, { name: '李主任' });
    for (let n = 1; n < PEOPLE; n += 1) await aResident(community, { name: `居民${n}` });
    const { personId } = await aResident(community, { name: '=1+1' });
    await inTransaction((tx) =>
      change(sql`UPDATE persons SET phone = '13800138000' WHERE id = ${personId}`, tx),
    );
  });

  after(() => server.close());

  for (const { path, door } of lists) {
    it(`goes out at ${path}, every column under a header in words`, async () => {
      const here = await aCommunity();
      const place = path.startsWith('/staff') ? await aStreet() : here;
      const [role = 'resident']: readonly Role[] = typeof door === 'string' ? [] : door;
      const actor = await aPerson({ gridId: here.gridId, ...place }, { roles: [role] });
      const ofOne = path.startsWith('/goods/') ? await aGood(here) : null;
      const address = path.replace(':id', String(ofOne?.id ?? actor.personId));
      const [head = ''] = await linesOf(await ask(`${address}?format=csv`, actor));
      expect(head).not.to.contain('header.');
    });
  }

  it('is whole, however many pages it has', async () => {
    const lines = await linesOf(await ask('/people?format=csv', manager));
    expect(lines)
      .to.have.length(PEOPLE + 2)
      .and.to.have.length.above(PAGE);
    for (let n = 1; n < PEOPLE; n += 1) expect(lines.join()).to.contain(`,居民${n},`);
  });

  it('opens in Excel in Chinese, and runs nothing', async () => {
    const csv = Buffer.from(await (await ask('/people?format=csv', manager)).arrayBuffer());
    expect(csv.subarray(0, 3)).to.deep.equal(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(csv.toString()).to.contain(",'=1+1,");
    const reply = await ask('/people?format=xlsx', manager);
    const [sheet] = await readExcelFile(Buffer.from(await reply.arrayBuffer()));
    expect(sheet?.data).to.have.length(PEOPLE + 2);
    expect(sheet?.data.flat()).to.include.members(['姓名', '李主任', "'=1+1", '13800138000']);
    expect(decodeURIComponent(reply.headers.get('content-disposition') ?? '')).to.contain('居民');
  });

  it('shows no more than its reader may see', async () => {
    const auditor = await aPerson(community, { roles: ['auditor'] });
    const text = await (await ask('/people?format=csv', auditor)).text();
    expect(text).to.contain('138****8000').and.not.to.contain('13800138000');
    const resident = await aResident(community);
    expect((await ask('/people?format=csv', resident)).status).to.equal(403);
    const elsewhere = await aManager(await aCommunity());
    const theirs = `/people?format=csv&community=${community.id}`;
    expect((await ask(theirs, elsewhere)).status).to.equal(403);
  });

  it('is kept as narrow as its page', async () => {
    const [, ...lines] = await linesOf(await ask('/people?format=csv&household=999999', manager));
    expect(lines).to.deep.equal([]);
  });

  it('is refused in a format that nobody reads', async () => {
    const reply = await ask('/people?format=pdf', manager);
    expect(reply.status).to.equal(422);
    expect(await reply.json()).to.have.property('code', 'file-format');
  });

  it('leaves a note of who took it', async () => {
    await linesOf(await ask('/people?format=csv', manager));
    const noted = await row<{ subject: string }>(
      sql`SELECT subject FROM audit_events
           WHERE person_id = ${manager.personId} AND name = 'list-taken' ORDER BY id DESC LIMIT 1`,
    );
    expect(noted?.subject).to.equal('list:/people');
  });

  it('is offered on its page', async () => {
    const page = await client(server.url).request('/people', {
      headers: { authorization: `Bearer ${await issueToken(manager)}` },
    });
    expect(page.text).to.contain('href="/people?format=xlsx" download');
  });
});
