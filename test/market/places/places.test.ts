import { expect } from 'chai';
import { handOver, verifyStock } from '../../../src/market/index.ts';
import { carry } from '../../../src/market/places/carrying.ts';
import { placeMovesOf, placesOf } from '../../../src/market/places/queries.ts';
import { aCommunity, aManager, aShopkeeper, asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aGood, aSaver, kept, reserved } from '../factories.ts';
import { aStockIn } from '../stock-ins/factories.ts';

describe('store-room and shelf', () => {
  it('exchange pieces, never more than lie there, by keepers of the community alone', async () => {
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const rice = await aGood(community, { stock: 3 });
    await aStockIn(keeper, [{ good: rice.id, quantity: 5 }]);
    expect(await placesOf(rice.id)).to.deep.equal({ shelf: 3, store: 5 });
    const carried = await Promise.allSettled([
      carry(keeper, rice.id, { to: 'shelf', quantity: 3 }, asked(keeper)),
      carry(keeper, rice.id, { to: 'shelf', quantity: 3 }, asked(keeper)),
    ]);
    expect(kept(carried)).to.equal(1);
    expect(await placesOf(rice.id)).to.deep.equal({ shelf: 6, store: 2 });
    const back = { to: 'store', quantity: 7 } as const;
    await refused(carry(keeper, rice.id, back, asked(keeper)), 'shelf-too-few');
    const stranger = await aManager(await aCommunity());
    await refused(carry(stranger, rice.id, back, asked(stranger)), 'keep-goods');
    expect(await verifyStock()).to.deep.equal([]);
  });

  it('let the shelf be emptied first, and write down what had to be fetched', async () => {
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const rice = await aGood(community, { stock: 2, points: 1 });
    await aStockIn(keeper, [{ good: rice.id, quantity: 5 }]);
    const { pickUpCode } = await reserved(await aSaver(community, 20), rice, 3);
    expect(await placesOf(rice.id)).to.deep.equal({ shelf: 2, store: 5 });
    await handOver(keeper, pickUpCode ?? '', asked(keeper));
    expect(await placesOf(rice.id)).to.deep.equal({ shelf: 0, store: 4 });
    expect((await placeMovesOf(rice.id))[0]).to.include({ kind: 'fetched', quantity: -1 });
    expect(await verifyStock()).to.deep.equal([]);
  });
});
