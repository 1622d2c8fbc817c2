import { expect } from 'chai';
import { fromNow, now } from '../../../src/base/clock.ts';
import { settleCase } from '../../../src/market/counter/cases/settlement.ts';
import { counterSnapshot } from '../../../src/market/counter/cases/snapshot.ts';
import { stockIn, syncHandOver } from '../../../src/market/index.ts';
import type { Good, KeptHandOver } from '../../../src/market/index.ts';
import { counterCases } from '../../../src/market/counter/cases/queries.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import { issueToken } from '../../../src/people/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  aCommunity,
  aHousehold,
  aManager,
  aPerson,
  aResident,
  aShopkeeper,
  asked,
  TEST_PASSWORD,
} from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { merged, movedAway } from '../../households/factories.ts';
import { signInNameOf } from '../../people/factories.ts';
import { refused } from '../../support/refused.ts';
import { client, startServer } from '../../support/server.ts';
import { aGood, aSaver, givePoints, pointsOf, stockOf } from '../factories.ts';
import { SIGNATURE } from './factories.ts';

const HOUR_MS = 3600_000;

const taken = (person: Actor, good: Good, quantity = 1): KeptHandOver => ({
  personId: person.personId,
  lines: [{ good: good.id, quantity }],
  signature: SIGNATURE,
  takenAt: fromNow(-HOUR_MS),
});

describe('hand-overs made without network', () => {
  let community: TestCommunity;
  let keeper: Actor;
  let manager: Actor;

  beforeEach(async () => {
    community = await aCommunity();
    [keeper, manager] = await Promise.all([aShopkeeper(community), aManager(community)]);
  });

  /** One that the ledger refuses: the person has no points. */
  async function aCase(): Promise<{ id: number; person: Actor; good: Good }> {
    const [person, good] = [await aResident(community), await aGood(community, { stock: 3 })];
    const synced = await syncHandOver(keeper, taken(person, good), asked(keeper));
    if (synced.state !== 'case') throw new Error('it was booked');
    return { id: synced.case.id, person, good };
  }

  it('are booked once under their key, also when the first reply was lost', async () => {
    const [person, good] = [await aSaver(community, 20), await aGood(community)];
    const [kept, command] = [taken(person, good), asked(keeper)];
    const replies = await Promise.all([1, 2].map(() => syncHandOver(keeper, kept, command)));
    replies.push(await syncHandOver(keeper, kept, command));
    expect(replies.map(({ state }) => state)).to.deep.equal(['booked', 'booked', 'booked']);
    expect(await pointsOf(person)).to.deep.equal([15, 0]);
    expect(await stockOf(good, community)).to.deep.equal([9, 0]);
  });

  it('become one case when the ledger refuses, whatever comes after under the key', async () => {
    const [person, good] = [await aResident(community), await aGood(community)];
    const [kept, command] = [taken(person, good), asked(keeper)];
    const first = await syncHandOver(keeper, kept, command);
    await givePoints(person, 50);
    const again = await syncHandOver(keeper, kept, command);
    expect(first).to.have.nested.property('case.refusal', 'insufficient-points');
    expect(again).to.have.nested.property('case.id', first.state === 'case' ? first.case.id : 0);
    expect(await pointsOf(person)).to.deep.equal([50, 0]);
    const { waiting } = await counterCases(keeper, community.id);
    expect(waiting.map(({ total, maySettle }) => [total, maySettle])).to.deep.equal([[5, false]]);
    const { items } = await messagesOf(manager.personId);
    expect(items.map(({ kind }) => kind)).to.deep.equal(['counter-case']);
  });

  it('become a case when they were kept for more than a week', async () => {
    const [person, good] = [await aSaver(community, 20), await aGood(community)];
    const late = { ...taken(person, good), takenAt: fromNow(-8 * 24 * HOUR_MS) };
    const synced = await syncHandOver(keeper, late, asked(keeper));
    expect(synced).to.have.nested.property('case.refusal', 'taken-at');
  });

  it('are booked for whom an entry became, and so are their cases', async () => {
    const good = await aGood(community);
    const [twin, person] = [await aSaver(community, 7), await aSaver(community, 2)];
    const late = await syncHandOver(keeper, taken(twin, good, 2), asked(keeper));
    await merged(community, twin, { into: person });
    const synced = await syncHandOver(keeper, taken(twin, good), asked(keeper));
    expect(synced).to.have.nested.property('redemption.person.id', person.personId);
    expect(await pointsOf(person)).to.deep.equal([4, 0]);
    await givePoints(person, 6);
    const { id } = late.state === 'case' ? late.case : { id: 0 };
    const settled = await settleCase(
      manager,
      id,
      { outcome: 'booked', note: '已核对' },
      asked(manager),
    );
    expect(settled.person).to.include({ id: person.personId });
    expect(await pointsOf(person)).to.deep.equal([0, 0]);
  });

  it('become a case for who has moved away since', async () => {
    const householdId = await aHousehold(community);
    const [person, good] = [await aSaver(community, 9, { householdId }), await aGood(community)];
    await movedAway(community, person);
    const { state } = await syncHandOver(keeper, taken(person, good), asked(keeper));
    expect(state).to.equal('case');
    const { waiting } = await counterCases(manager, community.id);
    expect(waiting.map((one) => one.person.id)).to.deep.equal([person.personId]);
  });

  it('are nobody else’s: not a resident’s, not of another community', async () => {
    const [person, good] = [await aSaver(community, 20), await aGood(community)];
    await refused(syncHandOver(person, taken(person, good), asked(person)), 'serve');
    const stranger = await aShopkeeper(await aCommunity());
    await refused(syncHandOver(stranger, taken(person, good), asked(stranger)), 'no-person');
    await refused(counterCases(person, community.id), 'read-cases');
  });

  it('are booked after all when there is enough now, once', async () => {
    const { id, person, good } = await aCase();
    const settling = { outcome: 'booked', note: '积分到了' } as const;
    await refused(settleCase(manager, id, settling, asked(manager)), 'insufficient-points');
    await givePoints(person, 5);
    await stockIn(manager, good.id, { quantity: 1 }, asked(manager));
    const command = asked(manager);
    const settled = await settleCase(manager, id, settling, command);
    expect(settled.redemptionId).to.be.a('number');
    expect(await settleCase(manager, id, settling, command)).to.deep.equal(settled);
    await refused(settleCase(manager, id, settling, asked(manager)), 'case-settled');
    expect(await pointsOf(person)).to.deep.equal([0, 0]);
    expect(await stockOf(good, community)).to.deep.equal([3, 0]);
  });

  it('are written off with a reason, by one of two managers who press at once', async () => {
    const { id, good } = await aCase();
    const settling = { outcome: 'written-off', note: '不再追究' } as const;
    const others = [manager, await aManager(community)];
    const presses = await Promise.allSettled(
      others.map((one) => settleCase(one, id, settling, asked(one))),
    );
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect(await stockOf(good, community)).to.deep.equal([3, 0]);
    const { waiting, settled } = await counterCases(manager, community.id);
    expect([waiting.length, settled.length]).to.deep.equal([0, 1]);
  });

  it('are settled by neither who handed over nor the household, nor another community', async () => {
    const householdId = await aHousehold(community);
    const both = await aPerson(community, { roles: ['shopkeeper', 'manager'] });
    const relative = await aManager(community, { householdId });
    const person = await aResident(community, { householdId });
    const kept = taken(person, await aGood(community));
    const synced = await syncHandOver(both, kept, asked(both));
    const id = synced.state === 'case' ? synced.case.id : 0;
    const settling = { outcome: 'brought-back', note: '退回了' } as const;
    for (const one of [both, relative, keeper]) {
      await refused(settleCase(one, id, settling, asked(one)), 'settle-case');
    }
    const stranger = await aManager(await aCommunity());
    await refused(settleCase(stranger, id, settling, asked(stranger)), 'no-counter-case');
  });

  it('say over HTTP what is wrong, keep what was typed, and leave no trace of it', async () => {
    const { id } = await aCase();
    const server = await startServer();
    try {
      const http = client(server.url);
      const token = await issueToken(keeper);
      const body = { personId: 1, lines: [], signature: '<svg>', takenAt: 'yesterday' };
      const sent = await http.json<{ errors: { field: string }[] }>('/counter/sync', {
        token,
        body,
      });
      expect(sent.status).to.equal(422);
      expect(sent.json.errors.map(({ field }) => field)).to.have.members([
        'lines',
        'signature',
        'takenAt',
      ]);
      // In UTC it is in the year 10000, which no column of a moment holds.
      const beyond = { ...body, takenAt: '9999-12-31T23:59:59-12:00' };
      const late = await http.json<typeof sent.json>('/counter/sync', { token, body: beyond });
      expect(late.json.errors.map(({ field }) => field)).to.include('takenAt');
      await http.signIn(await signInNameOf(manager.personId), TEST_PASSWORD);
      const path = `/counter/cases/${id}/settlement`;
      const typed = { outcome: 'booked', note: '积分应该到了' };
      const reply = await http.post(path, typed, '/counter/cases');
      expect(reply.status).to.equal(409);
      expect(reply.text).to.include('积分应该到了');
      const { waiting } = await counterCases(manager, community.id);
      expect(waiting.map((one) => one.id)).to.deep.equal([id]);
    } finally {
      await server.close();
    }
  });

  it('start from a snapshot without phones, in which a pool’s points are one purse', async () => {
    const person = await aSaver(community, 7);
    const { people, goods, at } = await counterSnapshot(keeper, community.id);
    expect(at <= now()).to.equal(true);
    expect(goods).to.deep.equal([]);
    expect(people).to.deep.equal([
      {
        id: person.personId,
        name: '王秀兰',
        pinyin: 'wangxiulan wxl',
        card: null,
        points: 7,
        pool: null,
      },
    ]);
    await refused(counterSnapshot(manager, community.id), 'serve');
  });
});
