import { expect } from 'chai';
import readExcelFile from 'read-excel-file/node';
import sql from 'sql-template-tag';
import { setClock } from '../../src/base/clock.ts';
import { row } from '../../src/base/db.ts';
import { at } from '../../src/base/period.ts';
import { issueToken } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { postDueWeeks, postWeek } from '../../src/postings/index.ts';
import type { ShownLine } from '../../src/postings/queries.ts';
import { approveCheckIn } from '../../src/volunteering/index.ts';
import { aCommunity, aManager, aPerson, aResident, asked, TEST_PASSWORD } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { client, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { aCheckIn, aRule } from '../volunteering/factories.ts';
import { bookedOn } from './factories.ts';
import { returnHeld } from '../ledger/factories.ts';

interface PostingAnswer {
  posting: { id: number; number: string; kind: string; period: string; state: string };
  lines: ShownLine[];
  totals: { issued: number; redeemed: number; outstanding: number };
}

async function signInNameOf({ personId }: Actor): Promise<string> {
  const found = await row<{ name: string }>(
    sql`SELECT sign_in_name AS name FROM persons WHERE id = ${personId}`,
  );
  return found!.name;
}

/** A community with a posted week in which the person earned 6 points. */
async function posted(
  name = '王秀兰',
): Promise<{ community: TestCommunity; person: Actor; id: number }> {
  const community = await aCommunity();
  const person = await aResident(community, { name });
  await bookedOn('2026-11-17', person, 'award', 6);
  setClock(at('2026-11-23', '00:10'));
  const { id } = await postWeek(community.id, '2026-W47');
  return { community, person, id };
}

describe('the pages of postings', () => {
  after(returnHeld);

  let server: TestServer;
  before(async () => {
    server = await startServer();
  });
  after(() => server.close());
  afterEach(() => setClock());

  it('list the postings of a community for everybody, newest first, page by page', async () => {
    const community = await aCommunity();
    await bookedOn('2026-05-05', await aResident(community), 'award', 1);
    setClock(at('2026-11-23', '00:10'));
    await postDueWeeks();
    const visitor = client(server.url);
    type List = { items: { period: string; state: string }[]; next: string | null };
    const first = (await visitor.json<List>(`/postings?community=${community.id}`)).json;
    expect(first.items).to.have.lengthOf(20);
    expect(first.items[0]).to.have.all.keys([
      'id',
      'number',
      'kind',
      'period',
      'state',
      'opensOn',
      'closesOn',
    ]);
    expect(first.items[0]).to.include({ period: '2026-W47', state: 'open', kind: 'resident' });
    const second = (await visitor.json<List>(`/postings?${first.next}`)).json;
    expect(second.items.at(-1)?.period).to.equal('2026-W19');
    expect(second.next).to.equal(null);
  });

  it('show a posting to everybody, with masked names, actions and hours', async () => {
    const community = await aCommunity();
    const [person, manager] = [await aResident(community), await aManager(community)];
    setClock(at('2026-11-17', '09:00'));
    const rule = await aRule(community, { points: 2, minutesPerUnit: 90 });
    const checkIn = await aCheckIn(person, rule);
    await approveCheckIn(manager, checkIn.id, asked(manager));
    setClock(at('2026-11-23', '00:10'));
    const { id } = await postWeek(community.id, '2026-W47');
    const { json } = await client(server.url).json<PostingAnswer>(`/postings/${id}`);
    expect(json.lines).to.deep.equal([
      { name: '王*兰', earned: 2, deducted: 0, net: 2, actions: 1, hours: 1.5 },
    ]);
    expect(json.totals).to.deep.equal({ issued: 2, redeemed: 0, outstanding: 2 });
    expect(json.posting).to.include({ id, period: '2026-W47', state: 'open' });
    expect(JSON.stringify(json)).not.to.include('王秀兰').and.not.to.include('personId');
  });

  it('send the table as a file that Excel opens, and in which no name runs as a formula', async () => {
    const { id } = await posted('=cmd|calc');
    const { text, headers } = await client(server.url).request(`/postings/${id}.csv`);
    expect(headers.get('content-type')).to.match(/^text\/csv/);
    expect(decodeURIComponent(headers.get('content-disposition') ?? '')).to.match(
      /〔2026〕第47周\.csv$/,
    );
    const lines = text.replace('\uFEFF', '').split('\r\n');
    expect(lines[0]).to.match(/^姓名,获得,扣减,合计/);
    expect(lines[1]).to.match(/^'=\*+c,6,0,6,0,0$/);
  });

  it('send the same table as a workbook, its numbers as numbers', async () => {
    const { id } = await posted();
    const reply = await fetch(`${server.url}/postings/${id}.xlsx`);
    const [sheet] = await readExcelFile(Buffer.from(await reply.arrayBuffer()));
    expect(sheet?.data[0]?.slice(0, 3)).to.deep.equal(['姓名', '获得', '扣减']);
    expect(sheet?.data[1]?.slice(1, 4)).to.deep.equal([6, 0, 6]);
  });

  it('mark the line of who is signed in, and of nobody else', async () => {
    const { person, id } = await posted();
    const visitor = client(server.url);
    expect((await visitor.get(`/postings/${id}`)).text).not.to.include('id="own"');
    const own = client(server.url);
    await own.signIn(await signInNameOf(person), TEST_PASSWORD);
    expect((await own.get(`/postings/${id}`)).text).to.include('id="own"');
    expect((await visitor.get(`/postings/${id}`)).text).not.to.include('id="own"');
  });

  it('open what stands behind a line to the person, managers and auditors, and to nobody else', async () => {
    const { community, person, id } = await posted();
    const other = await aCommunity();
    const path = `/postings/${id}/lines/${person.personId}`;
    const statusFor = async (actor: Actor): Promise<number> =>
      (await client(server.url).json(path, { token: await issueToken(actor) })).status;
    expect(await statusFor(person)).to.equal(200);
    expect(await statusFor(await aManager(community))).to.equal(200);
    expect(await statusFor(await aPerson(community, { roles: ['auditor'] }))).to.equal(200);
    expect(await statusFor(await aResident(community))).to.equal(403);
    expect(await statusFor(await aManager(other))).to.equal(403);
    expect((await client(server.url).json(path)).status).to.equal(401);
  });

  it('name the transfers whose sum is the line', async () => {
    const community = await aCommunity();
    const person = await aResident(community);
    await bookedOn('2026-11-10', person, 'award', 50);
    await bookedOn('2026-11-17', person, 'award', 6);
    await bookedOn('2026-11-18', person, 'deduction', 2);
    await bookedOn('2026-11-19', person, 'reservation', 9);
    setClock(at('2026-11-23', '00:10'));
    const { id } = await postWeek(community.id, '2026-W47');
    const token = await issueToken(person);
    const { json } = await client(server.url).json<{
      line: { net: number };
      items: { points: number }[];
    }>(`/postings/${id}/lines/${person.personId}`, { token });
    expect(json.items.map(({ points }) => points)).to.deep.equal([6, -2]);
    expect(json.line.net).to.equal(4);
  });

  it('say 404 for a posting or a line that is not there, and 422 for a week that is none', async () => {
    const { id, person } = await posted();
    const token = await issueToken(await aManager({ id: person.communityId, gridId: 0 }));
    const visitor = client(server.url);
    expect((await visitor.json('/postings/99999999')).status).to.equal(404);
    expect((await visitor.json('/postings/99999999.csv')).status).to.equal(404);
    expect((await visitor.json(`/postings/${id}/lines/99999999`, { token })).status).to.equal(404);
    expect((await visitor.json('/postings?before=2025-W53')).status).to.equal(422);
  });
});
