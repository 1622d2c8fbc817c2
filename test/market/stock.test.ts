import { expect } from 'chai';
import { lowStock, nextReward, stockIn } from '../../src/market/index.ts';
import { goodsCostSummary } from '../../src/market/overview.ts';
import { verifyStock } from '../../src/market/index.ts';
import { stocktake } from '../../src/market/stock.ts';
import { aCommunity, aManager, aResident, aShopkeeper, asked } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { aGood, aSaver, reserved, stockOf } from './factories.ts';

describe('stock', () => {
  it('grows by what comes in, once for a command', async () => {
    const community = await aCommunity();
    const good = await aGood(community, { stock: 1 });
    const keeper = await aShopkeeper(community);
    const command = asked(keeper);
    await stockIn(keeper, good.id, { quantity: 4, note: '街道送来' }, command);
    await stockIn(keeper, good.id, { quantity: 4, note: '街道送来' }, command);
    expect(await stockOf(good, community)).to.deep.equal([5, 0]);
  });

  it('is kept by managers and shopkeepers of the community alone', async () => {
    const community = await aCommunity();
    const good = await aGood(community);
    const stranger = await aManager(await aCommunity());
    for (const actor of [await aResident(community), stranger]) {
      await refused(stockIn(actor, good.id, { quantity: 1 }, asked(actor)), 'keep-goods');
      await refused(stocktake(actor, good.id, { counted: 1 }, asked(actor)), 'keep-goods');
    }
  });

  it('takes the difference of a stocktake, with what is set aside counted in', async () => {
    const community = await aCommunity();
    const good = await aGood(community, { stock: 10 });
    const keeper = await aShopkeeper(community);
    await reserved(await aSaver(community, 30), good, 3);
    const { difference } = await stocktake(keeper, good.id, { counted: 8 }, asked(keeper));
    expect(difference).to.equal(-2);
    expect(await stockOf(good, community)).to.deep.equal([5, 3]);
    const more = await stocktake(keeper, good.id, { counted: 12 }, asked(keeper));
    expect(more).to.deep.include({ difference: 4 });
    const same = await stocktake(keeper, good.id, { counted: 12 }, asked(keeper));
    expect(same).to.deep.include({ difference: 0 });
    expect(await verifyStock()).to.deep.equal([]);
  });

  it('cannot be counted below what people have reserved', async () => {
    const community = await aCommunity();
    const good = await aGood(community);
    const keeper = await aShopkeeper(community);
    await reserved(await aSaver(community, 30), good, 3);
    await refused(
      stocktake(keeper, good.id, { counted: 2 }, asked(keeper)),
      'counted-below-set-aside',
    );
    expect(await stockOf(good, community)).to.deep.equal([7, 3]);
  });

  it('begins for a service with its first stock-in, once nothing of it is reserved', async () => {
    const community = await aCommunity();
    const good = await aGood(community, { stock: null });
    const keeper = await aShopkeeper(community);
    await refused(stocktake(keeper, good.id, { counted: 2 }, asked(keeper)), 'no-stock-kept');
    expect(await stockIn(keeper, good.id, { quantity: 6 }, asked(keeper))).to.include({ stock: 6 });
    const haircut = await aGood(community, { stock: null });
    await reserved(await aSaver(community, 30), haircut);
    await refused(
      stockIn(keeper, haircut.id, { quantity: 6 }, asked(keeper)),
      'reserved-without-stock',
    );
    expect(await verifyStock()).to.deep.equal([]);
  });

  it('stays within reason', async () => {
    const community = await aCommunity();
    const good = await aGood(community, { stock: 999_999 });
    const keeper = await aShopkeeper(community);
    await refused(stockIn(keeper, good.id, { quantity: 2 }, asked(keeper)), 'stock-too-much');
  });
});

describe('what the shelf says', () => {
  it('of its worth, of what runs low, and of the next reward', async () => {
    const community = await aCommunity();
    const soap = await aGood(community, { points: 5, stock: 4 });
    const rice = await aGood(community, { points: 25, stock: 6 });
    await aGood(community, { points: 8, stock: 0 });
    await aGood(community, { points: 6, stock: null });
    await aGood(community, { points: 7, stock: 9, onShelf: false });
    expect(await goodsCostSummary(community.id)).to.deep.equal({
      kinds: 2,
      pieces: 10,
      points: 170,
      cheapest: 5,
      typical: 17,
      services: 1,
    });
    expect((await lowStock(community.id)).map(({ stock }) => stock)).to.deep.equal([0, 4]);
    const reward = await nextReward(community.id, 5);
    expect(reward.reached?.id).to.equal(soap.id);
    expect(reward).to.deep.include({ missing: 1 });
    const high = await nextReward(community.id, 24);
    expect([high.next?.id, high.missing]).to.deep.equal([rice.id, 1]);
    expect(await nextReward(community.id, 99)).to.include({ next: null, missing: 0 });
  });
});
