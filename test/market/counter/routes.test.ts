import { expect } from 'chai';
import { messagesOf } from '../../../src/messages/index.ts';
import { issueCard, issueToken, reportCardLost } from '../../../src/people/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { cardCode } from '../../../src/people/cards/number.ts';
import {
  aCommunity,
  aManager,
  aResident,
  aShopkeeper,
  asked,
  TEST_PASSWORD,
} from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { signInNameOf } from '../../people/factories.ts';
import { client, startServer } from '../../support/server.ts';
import type { Reply, TestServer } from '../../support/server.ts';
import { aGood, aSaver, pointsOf, reserved } from '../factories.ts';
import { SIGNATURE } from './factories.ts';

interface Answer {
  readonly code: string;
  readonly errors: readonly { readonly field: string }[];
  readonly people: readonly { readonly id: number }[];
  readonly redemption: { readonly id: number; readonly state: string };
  readonly waiting: readonly { readonly id: number }[];
  readonly ready: readonly { readonly id: number }[];
  readonly totals: readonly { readonly quantity: number }[];
}

describe('the counter over HTTP', () => {
  let server: TestServer;
  let community: TestCommunity;
  let keeper: Actor;

  before(async () => {
    server = await startServer();
    community = await aCommunity();
    keeper = await aShopkeeper(community, { name: '周丽' });
  });

  after(() => server.close());

  const ask = async (path: string, body?: unknown, by = keeper): Promise<Reply<Answer>> =>
    client(server.url).json<Answer>(path, {
      token: await issueToken(by),
      ...(body === undefined ? {} : { body }),
    });
  const find = (q: string): Promise<Reply<Answer>> => ask('/counter/lookups', { q });
  const idsFound = async (q: string): Promise<number[]> =>
    (await find(q)).json.people.map(({ id }) => id);

  it('finds a person by card, scanned or typed, by name, pinyin and initials', async () => {
    const manager = await aManager(community);
    const person = await aResident(community, { name: '欧阳桂芳' });
    const { number } = await issueCard(manager, person.personId, asked(manager));
    const spaced = `${number.slice(0, 4)} ${number.slice(4)}`;
    for (const q of [cardCode(number), spaced, '欧阳桂芳', '桂芳', 'oygf', 'ouyangguifang']) {
      expect(await idsFound(q), q).to.include(person.personId);
    }
  });

  it('finds nobody by a card that was lost, and says so', async () => {
    const manager = await aManager(community);
    const person = await aResident(community);
    const { number } = await issueCard(manager, person.personId, asked(manager));
    await reportCardLost(person, person.personId, asked(person));
    for (const q of [cardCode(number), number]) {
      const { status, json } = await find(q);
      expect([status, json.code]).to.deep.equal([404, 'card-stopped']);
    }
    expect((await find('xyzxyz')).json.code).to.equal('nobody-at-counter');
  });

  it('takes ten figures for a pick-up code, and counts those that are none', async () => {
    const [person, clerk] = [await aSaver(community, 30), await aShopkeeper(community)];
    const { id, pickUpCode } = await reserved(person, await aGood(community));
    const found = await ask('/counter/lookups', { q: pickUpCode }, clerk);
    expect(found.json.redemption).to.include({ id });
    const statuses: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      statuses.push((await ask('/counter/lookups', { q: '0000000000' }, clerk)).status);
    }
    expect(statuses).to.deep.equal([404, 404, 404, 404, 404, 404, 429]);
  });

  it('hands over what JSON or a form says, and answers JSON with 201 and the redemption', async () => {
    const [person, good] = [await aSaver(community, 30), await aGood(community)];
    const order = { personId: person.personId, confirmation: 'signature', signature: SIGNATURE };
    const lines = [{ good: good.id, quantity: 2 }];
    const made = await ask('/counter/hand-overs', { ...order, lines });
    expect(made.status).to.equal(201);
    expect(made.json.redemption.state).to.equal('handed-over');

    const browser = client(server.url);
    await browser.signIn(await signInNameOf(keeper.personId), TEST_PASSWORD);
    const page = `/counter/people/${person.personId}`;
    const fields = {
      personId: `${person.personId}`,
      confirmation: 'signature',
      signature: SIGNATURE,
    };
    const none = await browser.post(
      '/counter/hand-overs',
      { ...fields, [`good-${good.id}`]: '0' },
      page,
    );
    expect(none.status).to.equal(422);
    const one = await browser.post(
      '/counter/hand-overs',
      { ...fields, [`good-${good.id}`]: '1' },
      page,
    );
    expect(one.location).to.match(/^\/redemptions\/\d+\/receipt\?/);
    expect(await pointsOf(person)).to.deep.equal([15, 0]);
    const receipt = await browser.get(one.location ?? '');
    expect(receipt.text)
      .to.contain(SIGNATURE)
      .and.to.contain('王*兰')
      .and.not.to.contain(person.name);
  });

  it('says which field is wrong, keeps what was chosen, and hands nothing over', async () => {
    const [person, good] = [await aSaver(community, 30), await aGood(community)];
    const lines = [{ good: good.id, quantity: 1 }];
    const order = { personId: person.personId, lines };
    const wrong: readonly [object, string][] = [
      [{ confirmation: 'pin' }, 'pin'],
      [{ confirmation: 'pin', pin: 'abcd' }, 'pin'],
      [{ confirmation: 'pin', pin: ['1', '2'] }, 'pin'],
      [{ confirmation: 'signature', signature: '"><script>' }, 'signature'],
      [{ confirmation: 'nod' }, 'confirmation'],
      [{ confirmation: 'clerk', clerkPin: '2580' }, 'clerkId'],
      [
        { confirmation: 'signature', signature: SIGNATURE, lines: [{ good: 1e12, quantity: 1 }] },
        'lines.0.good',
      ],
      [
        { confirmation: 'signature', signature: SIGNATURE, takenAt: '2999-01-01T00:00:00Z' },
        'takenAt',
      ],
    ];
    for (const [typed, field] of wrong) {
      const { status, json } = await ask('/counter/hand-overs', { ...order, ...typed });
      expect([status, json.errors.map((one) => one.field)], JSON.stringify(typed)).to.deep.equal([
        422,
        [field],
      ]);
    }
    expect(await pointsOf(person)).to.deep.equal([30, 0]);
  });

  it('lists what is to be packed, and tells the person once it is', async () => {
    const other = await aCommunity();
    const clerk = await aShopkeeper(other);
    const good = await aGood(other);
    const people = [await aSaver(other, 30), await aSaver(other, 30)] as const;
    const first = await reserved(people[0], good, 2);
    await reserved(people[1], good, 1);
    const before = await ask('/counter/queue', undefined, clerk);
    expect(before.json.totals.map(({ quantity }) => quantity)).to.deep.equal([3]);
    expect((await ask(`/redemptions/${first.id}/readiness`, {}, clerk)).status).to.equal(200);
    expect((await ask(`/redemptions/${first.id}/readiness`, {}, clerk)).json.code).to.equal(
      'ready-already',
    );
    const after = await ask('/counter/queue', undefined, clerk);
    expect([after.json.waiting.length, after.json.ready.map(({ id }) => id)]).to.deep.equal([
      1,
      [first.id],
    ]);
    const { items } = await messagesOf(people[0].personId);
    expect(items.map(({ kind }) => kind)).to.deep.equal(['reservation-ready']);
    expect(JSON.stringify(after.json)).not.to.contain(first.pickUpCode);
  });
});
