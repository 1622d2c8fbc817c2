import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { now, setClock } from '../../src/base/clock.ts';
import { at, mondayOf, nextWeek, today, weekOf } from '../../src/base/period.ts';
import { issueToken } from '../../src/people/index.ts';
import { postWeek } from '../../src/postings/index.ts';
import { aCommunity, aManager, aResident, aShopkeeper } from '../factories.ts';
import { client, startServer } from '../support/server.ts';
import type { Client, JsonOptions, Reply, TestServer } from '../support/server.ts';
import { aPicture, aRule, anUpload } from '../volunteering/factories.ts';

type Json = Record<string, unknown>;

/** The address as a stranger's program sees it: by its paths and fields alone. */
class Program {
  readonly #http: Client;
  readonly #token: string;

  constructor(http: Client, token: string) {
    this.#http = http;
    this.#token = token;
  }

  ask(path: string, options: JsonOptions = {}): Promise<Reply<Json>> {
    return this.#http.json<Json>(path, { ...options, token: this.#token });
  }

  async get(path: string): Promise<Json> {
    const reply = await this.ask(path);
    expect(reply.status, path).to.equal(200);
    return reply.json;
  }

  async post(path: string, body: unknown, status: number, key?: string): Promise<Json> {
    const reply = await this.ask(path, { body, ...(key === undefined ? {} : { key }) });
    expect(reply.status, `${path} ${reply.text}`).to.equal(status);
    return reply.json;
  }
}

const first = (list: Json): Json => (list['items'] as Json[])[0] as Json;

describe('the outside surface, as a program uses it', () => {
  let server: TestServer;
  let resident: Program;
  let manager: Program;
  let shopkeeper: Program;
  let ruleCode = '';
  let communityId = 0;

  before(async () => {
    server = await startServer();
    const community = await aCommunity();
    communityId = community.id;
    const http = client(server.url);
    resident = new Program(http, await issueToken(await aResident(community)));
    manager = new Program(http, await issueToken(await aManager(community)));
    shopkeeper = new Program(http, await issueToken(await aShopkeeper(community)));
    ruleCode = (await aRule(community, { points: 12, photoRequired: true })).code;
  });

  after(async () => {
    setClock();
    await server.close();
  });

  async function report(note: string): Promise<Json> {
    const form = new FormData();
    const fields = { rule: ruleCode, quantity: '1', occurredOn: today(), place: '3栋楼下', note };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const { path } = await anUpload(await aPicture(note.length));
    form.append('photos', new Blob([new Uint8Array(await readFile(path))]), 'photo.jpg');
    const reply = await resident.ask('/check-ins', { method: 'POST', body: form });
    expect(reply.status, reply.text).to.equal(201);
    return reply.json['checkIn'] as Json;
  }

  it('reports, approves, spends and posts, with the paths and fields that were promised', async () => {
    const me = await resident.get('/me');
    expect(me['person']).to.have.all.keys('id', 'name', 'communityId', 'roles');
    expect(me['points']).to.deep.equal({
      available: 0,
      held: 0,
      earnedThisWeek: 0,
      earnedTotal: 0,
    });
    const rule = first(await resident.get('/rules'));
    expect(rule).to.include.keys('id', 'code', 'name', 'unit', 'points', 'caps', 'evidence');
    expect(rule['countsServiceHours']).to.equal(true);

    const checkIn = await report('清扫楼道');
    expect(checkIn).to.include({ state: 'submitted', points: 12 });
    const queue = await manager.get('/check-ins?state=submitted');
    expect(first(queue)['id']).to.equal(checkIn['id']);
    const id = String(checkIn['id']);
    const approved = await manager.post(`/check-ins/${id}/approval`, {}, 200);
    expect(approved['checkIn']).to.include({ state: 'approved', points: 12 });
    const shown = await resident.get(`/check-ins/${id}`);
    const photos = (shown['checkIn'] as Json)['photos'] as { full: string; thumb: string }[];
    expect(photos).to.have.length(1);

    const transfers = await resident.get('/me/transfers');
    expect(first(transfers)).to.include({ kind: 'award', points: 12, balance: 12 });
    expect(transfers).to.have.property('next', null);

    const good = await manager.post('/goods', { name: '香皂', points: 5, stock: 9 }, 201);
    expect(good['good']).to.include({ name: '香皂', points: 5, stock: 9, onShelf: true });
    const goodId = (good['good'] as Json)['id'] as number;
    const stocked = await shopkeeper.post(`/goods/${goodId}/stock-ins`, { quantity: 1 }, 201);
    expect(stocked['good']).to.include({ stock: 10 });
    const lines = [{ good: goodId, quantity: 2 }];
    const made = (await resident.post('/redemptions', { lines }, 201))['redemption'] as Json;
    expect(made).to.include({ state: 'reserved', total: 10 });
    expect(made).to.include.keys('id', 'pickUpCode', 'expiresAt', 'lines');
    const open = await shopkeeper.get('/redemptions?state=reserved');
    expect(first(open)['id']).to.equal(made['id']);
    expect(JSON.stringify(open)).not.to.include(made['pickUpCode']);
    const { pickUpCode } = made;
    const handed = await shopkeeper.post('/redemptions/hand-overs', { pickUpCode }, 200);
    expect(handed['redemption']).to.include({ id: made['id'], state: 'handed-over' });
    expect((await resident.get('/me'))['points']).to.include({ available: 2, earnedTotal: 12 });

    const week = weekOf(now());
    setClock(at(mondayOf(nextWeek(week)), '00:11'));
    await postWeek(communityId, week);
    const visitor = client(server.url);
    const postings = await visitor.json<Json>(`/postings?community=${communityId}`);
    const posting = first(postings.json);
    expect(posting).to.include.keys('id', 'number', 'kind', 'period', 'state', 'opensOn');
    const page = await visitor.json<Json>(`/postings/${String(posting['id'])}`);
    expect(page.json['lines']).to.deep.equal([
      { name: '王*兰', earned: 12, deducted: 0, net: 12, actions: 1, hours: 0.5 },
    ]);
    expect(page.json['totals']).to.deep.equal({ issued: 12, redeemed: 10, outstanding: 2 });
    const csv = await visitor.get(`/postings/${String(posting['id'])}.csv`);
    expect(csv.status).to.equal(200);
    expect(csv.headers.get('content-type')).to.match(/text\/csv/);
    setClock();
  });

  it('rejects, returns, withdraws and approves many at once', async () => {
    const [one, two, three, four] = [
      await report('一'),
      await report('二二'),
      await report('三三三'),
      await report('四四四四'),
    ].map(({ id }) => id as number);
    const reason = '照片看不清';
    const rejected = await manager.post(`/check-ins/${one ?? 0}/rejection`, { reason }, 200);
    expect(rejected['checkIn']).to.include({ state: 'rejected' });
    const returned = await manager.post(`/check-ins/${two ?? 0}/return`, { reason }, 200);
    expect(returned['checkIn']).to.include({ state: 'returned' });
    const withdrawn = await resident.post(`/check-ins/${two ?? 0}/withdrawal`, {}, 200);
    expect(withdrawn['checkIn']).to.include({ state: 'withdrawn' });
    const reviews = await manager.post('/reviews', { approve: [one, three, four] }, 200);
    expect(reviews['approved']).to.have.members([three, four]);
    expect(reviews['refused']).to.deep.equal([{ id: one, code: 'decided-already' }]);
  });

  it('undoes a transfer once', async () => {
    const { id } = await report('冲正的那一件');
    await manager.post(`/check-ins/${String(id)}/approval`, {}, 200);
    const award = first(await resident.get('/me/transfers'));
    const path = `/transfers/${String(award['id'])}/reversal`;
    const undone = await manager.post(path, { reason: '重复登记' }, 201);
    expect(undone['transfer']).to.include({ kind: 'reversal' });
    const again = await manager.ask(path, { body: { reason: '重复登记' } });
    expect([again.status, again.json['code']]).to.deep.equal([409, 'reversed-already']);
    const line = first(await resident.get('/me/transfers'));
    expect(line).to.include({ kind: 'reversal', points: -12, reverses: award['id'] });
  });

  it('answers the same key with the first answer, and refuses it for something else', async () => {
    const key = 'the-same-key-again';
    const body = { name: '毛巾', points: 10 };
    const one = await manager.post('/goods', body, 201, key);
    const two = await manager.post('/goods', body, 201, key);
    expect(two).to.deep.equal(one);
    const other = await manager.post('/goods', { ...body, points: 11 }, 409, key);
    expect(other['code']).to.equal('key-reused');
  });

  it('tells what is wrong as a problem document, field by field', async () => {
    const wrong = await manager.ask('/goods', { body: { points: 'many' } });
    expect(wrong.status).to.equal(422);
    expect(wrong.headers.get('content-type')).to.match(/^application\/problem\+json/);
    expect(wrong.json).to.include.keys('type', 'title', 'status', 'code', 'detail', 'errors');
    const fields = (wrong.json['errors'] as Json[]).map(({ field }) => field);
    expect(fields).to.include.members(['name', 'points']);
  });

  it('shows nothing of a community to the people of another', async () => {
    const { id } = await report('不给别的社区看');
    const elsewhere = await aCommunity();
    const http = client(server.url);
    const stranger = new Program(http, await issueToken(await aManager(elsewhere)));
    const neighbour = new Program(http, await issueToken(await aResident(elsewhere)));
    for (const one of [stranger, neighbour]) {
      expect((await one.ask(`/check-ins/${String(id)}`)).status).to.equal(404);
      expect((await one.get('/check-ins'))['items']).to.deep.equal([]);
    }
    const tried = await stranger.ask(`/check-ins/${String(id)}/approval`, { body: {} });
    expect(tried.status).to.equal(404);
    const shown = (await resident.get(`/check-ins/${String(id)}`))['checkIn'] as Json;
    const [photo] = shown['photos'] as { full: string; thumb: string }[];
    expect((await stranger.ask(photo?.full ?? '')).status).to.equal(404);
    expect((await resident.ask(photo?.full ?? '')).status).to.equal(200);
    expect((await http.get(photo?.full ?? '')).location).to.match(/^\/session\/new/);
  });
});
