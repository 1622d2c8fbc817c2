import { expect } from 'chai';
import { setClock } from '../../src/base/clock.ts';
import { inTransaction } from '../../src/base/db.ts';
import { at } from '../../src/base/period.ts';
import { issueToken } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { makeObjection, postAnnual } from '../../src/postings/index.ts';
import { aCommunity, aManager, aPerson, aResident, asked } from '../factories.ts';
import { returnHeld } from '../ledger/factories.ts';
import { aPdf } from '../staff/attachments/factories.ts';
import { aMember } from '../staff/factories.ts';
import { client, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { anOffice, aStaffPosting, happened, switched } from './street.ts';
import type { Office } from './street.ts';

const TUESDAY = at('2026-11-24', '09:00');

interface StaffPosting {
  readonly posting: { readonly kind: string; readonly number: string };
  readonly lines: readonly { readonly name: string; readonly score: number }[];
  readonly objections: object;
}

/** An office with a posted week; the clock is on the Tuesday after. */
async function posted(): Promise<Office & { readonly id: number }> {
  const office = await anOffice();
  const id = await aStaffPosting(office);
  setClock(TUESDAY);
  return { ...office, id };
}

describe('the pages of staff postings', () => {
  after(returnHeld);

  let server: TestServer;
  before(async () => {
    server = await startServer();
  });
  after(() => server.close());
  afterEach(() => setClock());

  const get = async <T = unknown>(path: string, by?: Actor) =>
    client(server.url).json<T>(path, by ? { token: await issueToken(by) } : {});
  const statusFor = async (path: string, by?: Actor) => (await get(path, by)).status;

  /** Every address under which a posting could be read. */
  const addresses = (id: number): string[] => [`/postings/${id}`, `/postings/${id}.csv`];

  it('are there for everybody of the office, with whole names and objections of nobody', async () => {
    const { id, member, leader, assessor } = await posted();
    for (const reader of [member, leader, assessor]) {
      for (const path of addresses(id)) expect(await statusFor(path, reader), path).to.equal(200);
    }
    const { json } = await get<StaffPosting>(`/postings/${id}`, member);
    expect(json.posting).to.include({ kind: 'staff' });
    expect(json.lines.map(({ name }) => name)).to.deep.equal(['钱进', '孙正', '赵小明']);
    expect(json.objections).to.deep.equal({ undecided: 0, upheld: 0, rejected: 0 });
    expect(JSON.stringify(json)).not.to.include('personId');
  });

  it('are not there for visitors, nor for people of another tenant', async () => {
    const { id, street } = await posted();
    const community = await aCommunity();
    const strangers = [
      undefined,
      await aResident(community),
      await aManager(community),
      await aPerson(community, { roles: ['auditor'] }),
      (await anOffice()).member,
    ];
    for (const stranger of strangers) {
      for (const path of addresses(id)) expect(await statusFor(path, stranger), path).to.equal(404);
      const list = await get<{ items: unknown[] }>(`/postings?street=${street.id}`, stranger);
      expect(JSON.stringify(list.json)).not.to.include(`"id":${id},`);
    }
    const visited = await get<{ items: unknown[] }>(`/postings?community=${street.id}`);
    expect(JSON.stringify(visited.json)).not.to.include('"kind":"staff"');
  });

  it('are not given to a visitor from what was rendered for the office', async () => {
    const { id, member } = await posted();
    expect(await statusFor(`/postings/${id}`, member)).to.equal(200);
    const visitor = client(server.url);
    expect((await visitor.get(`/postings/${id}`)).status).to.equal(404);
    expect(await statusFor(`/postings/${id}`, member)).to.equal(200);
    expect((await visitor.get('/postings')).text).not.to.include('考核第47周');
  });

  it('are the list of who is of the office', async () => {
    const { id, member } = await posted();
    const { json } = await get<{ items: object[] }>('/postings', member);
    expect(json.items).to.have.lengthOf(1);
    expect(json.items[0]).to.include({ id, kind: 'staff', period: '2026-W47', state: 'open' });
  });

  it('are public with masked names while that is switched on, and until the last day', async () => {
    const { id, street, leader } = await posted();
    const visitor = client(server.url);
    expect((await visitor.get(`/postings/${id}`)).status).to.equal(404);
    await switched(street, { publicPosting: true });
    const { json } = await get<StaffPosting>(`/postings/${id}`);
    expect(json.lines.map(({ name }) => name)).to.deep.equal(['钱*', '孙*', '赵*明']);
    const { text } = await visitor.get(`/postings/${id}.csv`);
    expect(text).to.include('赵*明').and.not.to.include('赵小明');
    const list = await get<{ items: object[] }>(`/postings?street=${street.id}`);
    expect(list.json.items[0]).to.include({ id });
    setClock(at('2026-11-27', '23:59'));
    expect(await statusFor(`/postings/${id}`)).to.equal(200);
    setClock(at('2026-11-28', '00:00'));
    for (const path of addresses(id)) expect(await statusFor(path), path).to.equal(404);
    const after = await get<{ items: object[] }>(`/postings?street=${street.id}`);
    expect(after.json.items).to.be.empty;
    expect(await statusFor(`/postings/${id}`, leader)).to.equal(200);
  });

  it('go away from the public at once when the switch is turned off', async () => {
    const { id, street } = await posted();
    await switched(street, { publicPosting: true });
    const visitor = client(server.url);
    expect((await visitor.get(`/postings/${id}`)).status).to.equal(200);
    await switched(street, { publicPosting: false });
    expect((await visitor.get(`/postings/${id}`)).status).to.equal(404);
  });

  it('are ordered by score where ranking is switched on, inside alone', async () => {
    const office = await anOffice();
    const { street, leader } = office;
    const best = await aMember(street, { name: '邹优' });
    await happened(best, 'key-led', '2026-11-18');
    const id = await aStaffPosting(office);
    setClock(TUESDAY);
    const path = `/postings/${id}?order=score`;
    const scoresFor = async (reader?: Actor) =>
      (await get<StaffPosting>(path, reader)).json.lines.map(({ score }) => score);
    const byName = [100, 100, 98, 103];
    expect(await scoresFor(leader)).to.deep.equal(byName);
    await switched(street, { ranking: true, publicPosting: true });
    expect(await scoresFor(leader)).to.deep.equal([103, 100, 100, 98]);
    expect(await scoresFor()).to.deep.equal(byName);
  });

  it('offer no order by score while ranking is off', async () => {
    const { id, street, member } = await posted();
    const visitor = client(server.url);
    const headers = { authorization: `Bearer ${await issueToken(member)}` };
    const pageNow = async () => (await visitor.request(`/postings/${id}`, { headers })).text;
    expect(await pageNow()).not.to.include('order=score');
    await switched(street, { ranking: true });
    expect(await pageNow()).to.include('order=score');
  });

  it('open what stands behind a line to the person, assessors, leaders and auditors', async () => {
    const office = await posted();
    const { id, street, member, assessor, leader } = office;
    const path = `/postings/${id}/lines/${member.personId}`;
    const auditor = await aMember(street, { roles: ['staff', 'auditor'] });
    for (const reader of [member, assessor, leader, auditor]) {
      expect(await statusFor(path, reader)).to.equal(200);
    }
    expect(await statusFor(path, await aMember(street))).to.equal(403);
    expect(await statusFor(path, (await anOffice()).leader)).to.equal(404);
    const { json } = await get<{ entries: { points: number }[]; line: { net: number } }>(
      path,
      member,
    );
    expect(json.entries.map(({ points }) => points)).to.deep.equal([-2]);
    expect(json.line.net).to.equal(-2);
  });

  it('send the table as a file, whose numbers are numbers below zero too', async () => {
    const { id, member } = await posted();
    const visitor = client(server.url);
    const { text } = await visitor.request(`/postings/${id}.csv`, {
      headers: { authorization: `Bearer ${await issueToken(member)}` },
    });
    const lines = text.replace('\uFEFF', '').split('\r\n');
    expect(lines[0]).to.equal('科室,姓名,考勤,值班,纪律,重点工作,本周,季度得分');
    expect(lines[3]).to.equal('党政办,赵小明,-2,0,0,0,-2,98');
  });

  it('keep the proposals of a year inside, whatever is switched on', async () => {
    const { street, leader, member } = await anOffice();
    await switched(street, { publicPosting: true });
    setClock(TUESDAY);
    const { personId } = member;
    const lines = [{ personId, department: '党政办', place: 1, proposal: 'excellent' as const }];
    const content = { year: 2026, lines, closesOn: '2026-12-01' };
    const { id } = await inTransaction((tx) => postAnnual(street.id, content, leader.personId, tx));
    for (const path of addresses(id)) {
      expect(await statusFor(path, member), path).to.equal(200);
      expect(await statusFor(path), path).to.equal(404);
    }
    const list = await get<{ items: object[] }>('/postings?kind=annual', member);
    expect(list.json.items[0]).to.include({ id, kind: 'annual' });
    const outside = await get<{ items: object[] }>(`/postings?street=${street.id}&kind=annual`);
    expect(outside.json.items).to.be.empty;
  });

  it('let the objection and its evidence be read by who made it and who decides, and nobody else', async () => {
    const { id, street, member, leader } = await posted();
    const wish = { personId: member.personId, reasons: '当天在县里开会' };
    const files = [aPdf()];
    const made = await makeObjection(member, id, wish, files, asked(member));
    const path = `/objections/${made.id}`;
    const { text } = await client(server.url).request(path, {
      headers: { authorization: `Bearer ${await issueToken(leader)}` },
    });
    const evidence = /\/staff\/attachments\/\d+/.exec(text)?.[0] ?? '';
    for (const reader of [member, leader]) {
      expect(await statusFor(path, reader)).to.equal(200);
      expect(await statusFor(evidence, reader)).to.equal(200);
    }
    for (const stranger of [await aMember(street), (await anOffice()).leader]) {
      expect(await statusFor(path, stranger)).to.equal(404);
      expect(await statusFor(evidence, stranger)).to.equal(404);
      const { json } = await get<{ items: object[] }>('/objections', stranger);
      expect(json.items).to.be.empty;
    }
    const posting = await get(`/postings/${id}`, await aMember(street));
    expect(JSON.stringify(posting.json)).not.to.include('县里开会');
  });

  it('say at the field what is wrong with an objection or a decision, and keep what was typed', async () => {
    const { id, member, assessor } = await posted();
    const token = await issueToken(member);
    const empty = await client(server.url).json<{ errors: { field: string }[] }>(
      `/postings/${id}/objections`,
      { token, body: {} },
    );
    expect(empty.status).to.equal(422);
    expect(empty.json.errors.map(({ field }) => field)).to.deep.equal(['personId', 'reasons']);
    const wish = { personId: member.personId, reasons: '记错了' };
    const made = await makeObjection(member, id, wish, [], asked(member));
    const wrong = await client(server.url).json<{ errors: { field: string }[] }>(
      `/objections/${made.id}/decision`,
      { token: await issueToken(assessor), body: { outcome: 'upheld', answer: '属实' } },
    );
    expect(wrong.status).to.equal(422);
    expect(wrong.json.errors.map(({ field }) => field)).to.deep.equal(['correction']);
  });
});
