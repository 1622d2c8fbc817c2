import { expect } from 'chai';
import { cancelRedemption, changeGood, stockIn } from '../../../src/market/index.ts';
import type { Good } from '../../../src/market/index.ts';
import { substituteFor } from '../../../src/market/queries.ts';
import { waitForGood, waitNoMore, waitsFor } from '../../../src/market/waiting/waiting.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import { deactivatePerson } from '../../../src/people/standing.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  aCommunity,
  aHousehold,
  aManager,
  aResident,
  aShopkeeper,
  asked,
} from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { merged, movedAway } from '../../households/factories.ts';
import { refused } from '../../support/refused.ts';
import { aGood, aSaver, reserved } from '../factories.ts';

const toldOf = async (person: Actor, kind: string): Promise<number> =>
  (await messagesOf(person.personId)).items.filter((one) => one.kind === kind).length;

/** A good of which nothing is left, reserved by somebody. */
async function aSoldOutGood(community: TestCommunity): Promise<Good> {
  const good = await aGood(community, { stock: 1, lowAt: 0 });
  await reserved(await aSaver(community, 20), good);
  return good;
}

describe('the waiting list of a good', () => {
  it('tells as many as pieces came, the longest waiting first, each once', async () => {
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const good = await aSoldOutGood(community);
    const people: Actor[] = [];
    for (const name of ['甲', '乙', '丙', '丁']) people.push(await aResident(community, { name }));
    for (const one of people) await waitForGood(one, good.id, asked(one));
    const [first, second, third, fourth] = people as [Actor, Actor, Actor, Actor];
    await waitForGood(first, good.id, asked(first));
    await waitNoMore(second, good.id, asked(second));
    await stockIn(keeper, good.id, { quantity: 2 }, asked(keeper));
    const told = () => Promise.all(people.map((one) => toldOf(one, 'goods-arrived')));
    expect(await told()).to.deep.equal([1, 0, 1, 0]);
    await stockIn(keeper, good.id, { quantity: 5 }, asked(keeper));
    await stockIn(keeper, good.id, { quantity: 5 }, asked(keeper));
    expect(await told()).to.deep.equal([1, 0, 1, 1]);
    expect(await waitsFor(good.id, fourth.personId)).to.deep.equal({ waits: false, waiting: 0 });
    expect(third.personId).not.to.equal(fourth.personId);
  });

  it('keeps no place for who moves away, and the place of an entry for whose it is', async () => {
    const community = await aCommunity();
    const [keeper, good] = [await aShopkeeper(community), await aSoldOutGood(community)];
    const mover = await aResident(community, { householdId: await aHousehold(community) });
    const [twin, blocked] = [
      await aResident(community, { name: '甲' }),
      await aResident(community),
    ];
    for (const one of [mover, blocked, twin]) await waitForGood(one, good.id, asked(one));
    const person = await aResident(community, { name: '甲' });
    await movedAway(community, mover);
    const manager = await aManager(community);
    await deactivatePerson(manager, blocked.personId, asked(manager));
    await merged(community, twin, { into: person });
    expect(await waitsFor(good.id, person.personId)).to.deep.equal({ waits: true, waiting: 2 });
    await stockIn(keeper, good.id, { quantity: 1 }, asked(keeper));
    for (const one of [mover, blocked]) expect(await toldOf(one, 'goods-arrived')).to.equal(0);
    expect(await toldOf(person, 'goods-arrived')).to.equal(1);
  });

  it('is for residents of the community, and for what is sold out', async () => {
    const community = await aCommunity();
    const person = await aResident(community);
    const there = await aGood(community, { stock: 3 });
    await refused(waitForGood(person, there.id, asked(person)), 'not-sold-out');
    const manager = await aManager(community);
    const gone = await aSoldOutGood(community);
    await refused(waitForGood(manager, gone.id, asked(manager)), 'reserve');
    const stranger = await aResident(await aCommunity());
    await refused(waitForGood(stranger, gone.id, asked(stranger)), 'no-good');
  });

  it('hears of a good that is put on the shelf again, with pieces that came meanwhile', async () => {
    const community = await aCommunity();
    const [keeper, good] = [await aShopkeeper(community), await aSoldOutGood(community)];
    const person = await aResident(community);
    await waitForGood(person, good.id, asked(person));
    await changeGood(keeper, good.id, { onShelf: false }, asked(keeper));
    await stockIn(keeper, good.id, { quantity: 3 }, asked(keeper));
    expect(await toldOf(person, 'goods-arrived')).to.equal(0);
    await changeGood(keeper, good.id, { onShelf: true }, asked(keeper));
    expect(await toldOf(person, 'goods-arrived')).to.equal(1);
  });

  it('hears of a reservation that was cancelled as well', async () => {
    const community = await aCommunity();
    const good = await aGood(community, { stock: 1, lowAt: 0 });
    const saver = await aSaver(community, 20);
    const { id } = await reserved(saver, good);
    const person = await aResident(community);
    await waitForGood(person, good.id, asked(person));
    await cancelRedemption(saver, id, asked(saver));
    expect(await toldOf(person, 'goods-arrived')).to.equal(1);
  });
});

describe('a good that runs low', () => {
  it('is told to shopkeepers once for each fall, and again after it rose', async () => {
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const good = await aGood(community, { stock: 6, lowAt: 4 });
    const saver = await aSaver(community, 100);
    const told = () => toldOf(keeper, 'stock-low');
    await reserved(saver, good, 1);
    expect(await told()).to.equal(0);
    await reserved(saver, good, 1);
    await reserved(saver, good, 1);
    expect(await told()).to.equal(1);
    await stockIn(keeper, good.id, { quantity: 1 }, asked(keeper));
    await reserved(saver, good, 1);
    expect(await told()).to.equal(1);
    await stockIn(keeper, good.id, { quantity: 5 }, asked(keeper));
    await reserved(saver, good, 5);
    expect(await told()).to.equal(2);
  });
});

describe('a substitute', () => {
  it('is another good of the community, offered while the first is sold out', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const [gone, other] = [await aSoldOutGood(community), await aGood(community)];
    const substitute = other.id;
    const good = await changeGood(manager, gone.id, { substitute }, asked(manager));
    expect((await substituteFor({ ...good, stock: 0 }))?.id).to.equal(other.id);
    expect(await substituteFor({ ...good, stock: 1 })).to.equal(null);
    const foreign = await aGood(await aCommunity());
    for (const wrong of [gone.id, foreign.id]) {
      const change = changeGood(manager, gone.id, { substitute: wrong }, asked(manager));
      await refused(change, 'substitute-wrong');
    }
  });
});
