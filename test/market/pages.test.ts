import { expect } from 'chai';
import sharp from 'sharp';
import { issueToken } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import type { OwnRedemption } from '../../src/market/index.ts';
import { aCommunity, aManager, aPerson, aResident, aShopkeeper, unique } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { client, startServer } from '../support/server.ts';
import type { Reply, TestServer } from '../support/server.ts';
import { aGood, aSaver, pointsOf, reserved } from './factories.ts';

interface List<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

describe('the market over HTTP', () => {
  let server: TestServer;
  let community: TestCommunity;
  before(async () => {
    server = await startServer();
    community = await aCommunity();
  });
  after(() => server.close());

  const get = async <T>(actor: Actor, path: string): Promise<Reply<T>> =>
    client(server.url).json<T>(path, { token: await issueToken(actor) });
  const post = async <T>(actor: Actor, path: string, body: unknown): Promise<Reply<T>> =>
    client(server.url).json<T>(path, { method: 'POST', token: await issueToken(actor), body });

  it('adds a good, shows it to everybody, and takes stock in', async () => {
    const manager = await aManager(community);
    const name = unique('毛巾');
    const made = await post<{ good: { id: number } }>(manager, '/goods', {
      name,
      points: 10,
      stock: 2,
    });
    expect(made.status).to.equal(201);
    const { id } = made.json.good;
    const stocked = await post(manager, `/goods/${id}/stock-ins`, { quantity: 3 });
    expect(stocked.status).to.equal(201);
    const visitor = client(server.url);
    const shelf = await visitor.json<List<{ id: number }>>(`/goods?community=${community.id}`);
    const shown = shelf.json.items.find((one) => one.id === id);
    expect(shown).to.include({ name, points: 10, stock: 5, limitPerQuarter: null, onShelf: true });
  });

  it('says of each wrong field what is wrong, and makes nothing', async () => {
    const manager = await aManager(community);
    const reply = await post<{ errors: { field: string }[] }>(manager, '/goods', {
      name: '',
      points: 0,
      stock: -1,
    });
    expect(reply.status).to.equal(422);
    expect(reply.json.errors.map(({ field }) => field)).to.have.members([
      'name',
      'points',
      'stock',
    ]);
  });

  it('changes what is said and leaves the rest; an empty limit is none', async () => {
    const good = await aGood(community, { limitPerQuarter: 2 });
    const manager = await aManager(community);
    type Answer = { good: unknown };
    const off = await post<Answer>(manager, `/goods/${good.id}`, { onShelf: false });
    expect(off.json.good).to.include({ onShelf: false, points: 5, limitPerQuarter: 2 });
    const free = await post<Answer>(manager, `/goods/${good.id}`, { limitPerQuarter: '' });
    expect(free.json.good).to.include({ onShelf: false, limitPerQuarter: null });
  });

  it('keeps a picture, gives it to everybody, and refuses what is none', async () => {
    const good = await aGood(community);
    const keeper = await aShopkeeper(community);
    const send = async (bytes: Buffer): Promise<Response> => {
      const body = new FormData();
      body.append('photo', new Blob([new Uint8Array(bytes)]), 'p.png');
      const headers = {
        accept: 'application/json',
        authorization: `Bearer ${await issueToken(keeper)}`,
        'idempotency-key': unique('picture-'),
      };
      return fetch(`${server.url}/goods/${good.id}`, { method: 'POST', body, headers });
    };
    expect((await send(Buffer.from('no picture'))).status).to.equal(415);
    const square = { width: 40, height: 40, channels: 3, background: '#c33' } as const;
    const answer = await send(await sharp({ create: square }).png().toBuffer());
    const { good: changed } = (await answer.json()) as { good: { photo: string } };
    const picture = await fetch(server.url + changed.photo);
    expect(picture.headers.get('content-type')).to.equal('image/webp');
    expect(picture.headers.get('cache-control')).to.match(/^public/);
  });

  it('reserves what a hidden field of the form carries as text, and empties the basket', async () => {
    const good = await aGood(community);
    const person = await aSaver(community, 30);
    await post(person, '/basket', { good: good.id });
    await post(person, '/basket', { good: good.id, add: 1 });
    const basket = await get<{ total: number; lines: unknown[] }>(person, '/basket');
    expect(basket.json).to.include({ total: 10 });
    const lines = JSON.stringify([{ good: good.id, quantity: 2 }]);
    const made = await post<{ redemption: OwnRedemption }>(person, '/redemptions', { lines });
    expect(made.status).to.equal(201);
    expect(made.json.redemption).to.include({ state: 'reserved', total: 10 });
    expect((await get<{ lines: unknown[] }>(person, '/basket')).json.lines).to.have.length(0);
    expect(await pointsOf(person)).to.deep.equal([20, 10]);
  });

  it('refuses lines that are no list', async () => {
    const person = await aResident(community);
    for (const lines of [[], 'soap', '{"good":1}', [{ good: 1, quantity: 0 }], null]) {
      const { status } = await post(person, '/redemptions', { lines });
      expect(status, JSON.stringify(lines)).to.equal(422);
    }
  });

  it('shows a pick-up code to its own person alone', async () => {
    const person = await aSaver(community, 30);
    const { id, pickUpCode } = await reserved(person, await aGood(community));
    const keeper = await aPerson(community, { roles: ['shopkeeper', 'resident'] });
    const own = await get<List<OwnRedemption>>(person, '/redemptions?state=reserved');
    expect(own.json.items[0]).to.include({ pickUpCode });
    for (const path of ['/redemptions?state=reserved', `/redemptions/${id}`]) {
      const seen = await get(keeper, path);
      expect(seen.status).to.equal(200);
      expect(seen.text).not.to.contain(pickUpCode);
    }
    expect((await get(await aResident(community), `/redemptions/${id}`)).status).to.equal(403);
  });

  it('looks a code up in any grouping, and hands over', async () => {
    const person = await aSaver(community, 30);
    const { pickUpCode } = await reserved(person, await aGood(community), 2);
    const keeper = await aShopkeeper(community);
    const typed = `${pickUpCode!.slice(0, 3)} ${pickUpCode!.slice(3, 6)}-${pickUpCode!.slice(6)}`;
    type Answer = { redemption: { person: { name: string } } };
    const seen = await post<Answer>(keeper, '/redemptions/lookups', { pickUpCode: typed });
    expect(seen.json.redemption.person).to.include({ name: person.name });
    expect(await pointsOf(person)).to.deep.equal([20, 10]);
    const given = await post(keeper, '/redemptions/hand-overs', { pickUpCode: typed });
    expect(given.status).to.equal(200);
    expect(await pointsOf(person)).to.deep.equal([20, 0]);
  });

  it('counts wrong codes of look-ups too, and says how long to wait', async () => {
    const keeper = await aShopkeeper(community);
    const tries: number[] = [];
    for (let index = 0; index < 7; index += 1) {
      const { status } = await post(keeper, '/redemptions/lookups', { pickUpCode: '0000000000' });
      tries.push(status);
    }
    expect(tries).to.deep.equal([404, 404, 404, 404, 404, 404, 429]);
  });

  it('shows the stock moves to staff and auditors of the community alone', async () => {
    const good = await aGood(community);
    const path = `/goods/${good.id}/stock-moves`;
    const auditor = await aPerson(community, { roles: ['auditor'] });
    const moves = await get<List<{ kind: string; quantity: number }>>(auditor, path);
    expect(moves.json.items[0]).to.include({ kind: 'stock-in', quantity: 10 });
    expect((await get(await aResident(community), path)).status).to.equal(403);
    expect((await get(await aManager(await aCommunity()), path)).status).to.equal(403);
  });

  it('pages through a long shelf without leaving a good out', async () => {
    const other = await aCommunity();
    for (let index = 0; index < 63; index += 1) await aGood(other, { points: 5 + (index % 3) });
    const visitor = client(server.url);
    const first = await visitor.json<List<{ id: number }>>(`/goods?community=${other.id}`);
    expect(first.json.items).to.have.length(60);
    const rest = await visitor.json<List<{ id: number }>>(
      `/goods?community=${other.id}&${first.json.next ?? ''}`,
    );
    expect(rest.json).to.include({ next: null });
    const ids = [...first.json.items, ...rest.json.items].map(({ id }) => id);
    expect(new Set(ids).size).to.equal(63);
  }).timeout(20_000);
});
