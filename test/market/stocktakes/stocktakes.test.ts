import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { inTransaction } from '../../../src/base/db.ts';
import { handOver, stockIn, verifyStock } from '../../../src/market/index.ts';
import { beginCount, moveStock, stocktake } from '../../../src/market/stock.ts';
import { placesOf } from '../../../src/market/places/queries.ts';
import {
  confirmStocktake,
  dropStocktake,
  handInStocktake,
} from '../../../src/market/stocktakes/booking.ts';
import { beginStocktake, countGood } from '../../../src/market/stocktakes/counting.ts';
import { aCommunity, aManager, aShopkeeper, asked, unique } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aGood, aSaver, kept, reserved, stockOf } from '../factories.ts';
import { aStockIn } from '../stock-ins/factories.ts';

describe('a stocktake', () => {
  it('books what differed at the moment of the count, while hand-overs go on', async () => {
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const rice = await aGood(community, { stock: 4, points: 1 });
    await aStockIn(keeper, [{ good: rice.id, quantity: 6 }]);
    const saver = await aSaver(community, 50);
    const [before, after] = [await reserved(saver, rice, 2), await reserved(saver, rice, 1)];
    const { id } = await beginStocktake(keeper, asked(keeper));
    await handOver(keeper, before.pickUpCode ?? '', asked(keeper));
    // 8 lie there, of which 6 in the store-room: one is missing there, and one on the shelf.
    const count = { good: rice.id, shelf: 1, store: 5 };
    expect(await countGood(keeper, id, count, asked(keeper))).to.include({ difference: -2 });
    await handOver(keeper, after.pickUpCode ?? '', asked(keeper));
    await stockIn(keeper, rice.id, { quantity: 10 }, asked(keeper));
    const booked = await handInStocktake(keeper, id, asked(keeper));
    expect(booked.state).to.equal('booked');
    expect(await stockOf(rice, community)).to.deep.equal([15, 0]);
    expect(await placesOf(rice.id)).to.deep.equal({ shelf: 10, store: 5 });
    expect(await verifyStock()).to.deep.equal([]);
  });

  it('waits with a large difference for somebody who counted none of it, once', async () => {
    const community = await aCommunity();
    const [keeper, manager] = [await aShopkeeper(community), await aManager(community)];
    const rice = await aGood(community, { stock: 20 });
    const { id } = await beginStocktake(keeper, asked(keeper));
    await refused(handInStocktake(keeper, id, asked(keeper)), 'stocktake-empty');
    const count = { good: rice.id, shelf: 15, store: 0 };
    await countGood(keeper, id, count, asked(keeper));
    await refused(confirmStocktake(manager, id, asked(manager)), 'stocktake-closed');
    expect((await handInStocktake(keeper, id, asked(keeper))).state).to.equal('handed-in');
    expect(await stockOf(rice, community)).to.deep.equal([20, 0]);
    await refused(countGood(keeper, id, count, asked(keeper)), 'stocktake-closed');
    await refused(confirmStocktake(keeper, id, asked(keeper)), 'own-count');
    const stranger = await aManager(await aCommunity());
    await refused(confirmStocktake(stranger, id, asked(stranger)), 'no-stocktake');
    const confirmed = await Promise.allSettled([
      confirmStocktake(manager, id, asked(manager)),
      confirmStocktake(manager, id, asked(manager)),
    ]);
    expect(kept(confirmed)).to.equal(1);
    expect(await stockOf(rice, community)).to.deep.equal([15, 0]);
  });

  it('is one at a time, and books no difference that was booked otherwise meanwhile', async () => {
    const community = await aCommunity();
    const [keeper, other] = [await aShopkeeper(community), await aManager(community)];
    const rice = await aGood(community, { stock: 9 });
    const begun = await Promise.allSettled([
      beginStocktake(keeper, asked(keeper)),
      beginStocktake(other, asked(other)),
    ]);
    expect(kept(begun)).to.equal(1);
    const [first] = begun.flatMap((one) => (one.status === 'fulfilled' ? one.value.id : []));
    const id = first ?? 0;
    const count = { good: rice.id, shelf: 8, store: 0 };
    await countGood(keeper, id, count, asked(keeper));
    await stocktake(other, rice.id, { counted: 8 }, asked(other));
    await refused(handInStocktake(keeper, id, asked(keeper)), 'counted-meanwhile');
    expect(await countGood(keeper, id, count, asked(keeper))).to.include({ difference: 0 });
    await handInStocktake(keeper, id, asked(keeper));
    expect(await stockOf(rice, community)).to.deep.equal([8, 0]);
    const next = await beginStocktake(keeper, asked(keeper));
    await countGood(keeper, next.id, { ...count, shelf: 6 }, asked(keeper));
    const elsewhere = inTransaction(async (tx) => {
      await beginCount(rice.id, tx);
      await setTimeout(300); // long enough for the other to look
      const move = { communityId: community.id, goodId: rice.id, byId: other.personId };
      const cause = unique('stocktake:');
      await moveStock([{ ...move, kind: 'stocktake', quantity: -2, cause }], {}, tx);
    });
    await setTimeout(100); // until it is begun
    await refused(handInStocktake(keeper, next.id, asked(keeper)), 'counted-meanwhile');
    await elsewhere;
    expect(await stockOf(rice, community)).to.deep.equal([6, 0]);
  });

  it('that is dropped books nothing', async () => {
    const community = await aCommunity();
    const [keeper, other] = [await aShopkeeper(community), await aManager(community)];
    const next = await beginStocktake(keeper, asked(keeper));
    await dropStocktake(other, next.id, asked(other));
    await refused(handInStocktake(keeper, next.id, asked(keeper)), 'stocktake-closed');
  });
});
