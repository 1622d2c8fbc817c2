import { expect } from 'chai';
import fc from 'fast-check';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { handOver, undoHandOver, verifyStock } from '../../../src/market/index.ts';
import { batchesLeft } from '../../../src/market/batches/batches.ts';
import type { Change } from '../../../src/market/batches/batches.ts';
import { expiringGoods } from '../../../src/market/batches/queries.ts';
import { approveWriteOff, askWriteOff } from '../../../src/market/write-offs/write-offs.ts';
import { refuseWriteOff } from '../../../src/market/write-offs/write-offs.ts';
import { aCommunity, aManager, aShopkeeper, asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aGood, aSaver, kept, reserved, stockOf } from '../factories.ts';
import { handed } from '../counter/factories.ts';
import { aStockIn } from '../stock-ins/factories.ts';

describe('what should be left of each expiry date', () => {
  const day = fc.constantFrom('2026-12-01', '2026-12-05', '2027-01-01', null);
  const change = fc.record({ pieces: fc.integer({ min: -9, max: 9 }), expiresOn: day });

  it('is never below 0, nor more than came with that date', () => {
    fc.assert(
      fc.property(fc.array(change), (changes: Change[]) => {
        for (const { expiresOn, left } of batchesLeft(changes)) {
          const came = changes
            .filter((one) => one.expiresOn === expiresOn && one.pieces > 0)
            .reduce((sum, { pieces }) => sum + pieces, 0);
          expect(left).to.be.within(1, came);
        }
      }),
    );
  });
});

describe('goods that expire', () => {
  afterEach(() => setClock());

  it('are handed out first, warned of in time, and written off by two', async () => {
    setClock(at('2026-11-01', '10:00'));
    const community = await aCommunity();
    const [manager, keeper] = [await aManager(community), await aShopkeeper(community)];
    const milk = await aGood(community, { stock: 4, points: 2 });
    const early = { good: milk.id, quantity: 6, expiresOn: '2026-11-20' };
    await aStockIn(keeper, [early, { good: milk.id, quantity: 5, expiresOn: '2027-03-01' }]);
    const { pickUpCode } = await reserved(await aSaver(community, 20), milk, 2);
    await handOver(keeper, pickUpCode ?? '', asked(keeper));
    const soon = { goodId: milk.id, name: milk.name, expiresOn: '2026-11-20' };
    expect(await expiringGoods(community.id)).to.deep.equal([
      { ...soon, left: 4, isExpired: false },
    ]);

    setClock(at('2026-11-21', '10:00'));
    expect(await expiringGoods(community.id)).to.deep.equal([
      { ...soon, left: 4, isExpired: true },
    ]);
    const wish = { good: milk.id, quantity: 4, why: 'expired', expiresOn: '2026-11-20' } as const;
    const { id } = await askWriteOff(keeper, wish, asked(keeper));
    await refused(approveWriteOff(keeper, id, asked(keeper)), 'own-write-off');
    expect(await stockOf(milk, community)).to.deep.equal([13, 0]);
    const decisions = await Promise.allSettled([
      approveWriteOff(manager, id, asked(manager)),
      approveWriteOff(manager, id, asked(manager)),
    ]);
    expect(kept(decisions)).to.equal(1);
    expect(await stockOf(milk, community)).to.deep.equal([9, 0]);
    expect(await expiringGoods(community.id)).to.deep.equal([]);
    expect(await verifyStock()).to.deep.equal([]);
  });

  it('are warned of again when their hand-over was undone', async () => {
    setClock(at('2026-11-01', '10:00'));
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const milk = await aGood(community, { stock: 0, points: 2 });
    await aStockIn(keeper, [{ good: milk.id, quantity: 3, expiresOn: '2026-11-20' }]);
    const redemption = await handed(keeper, await aSaver(community, 20), milk, { quantity: 2 });
    const left = async () => (await expiringGoods(community.id)).map((one) => one.left);
    expect(await left()).to.deep.equal([1]);
    await undoHandOver(keeper, redemption.id, asked(keeper));
    expect(await left()).to.deep.equal([3]);
  });

  it('cannot be written off beyond what is there, nor by strangers, nor twice', async () => {
    const community = await aCommunity();
    const [manager, keeper] = [await aManager(community), await aShopkeeper(community)];
    const milk = await aGood(community, { stock: 4 });
    const wish = { good: milk.id, quantity: 3, why: 'damaged' } as const;
    await refused(askWriteOff(keeper, { ...wish, quantity: 5 }, asked(keeper)), 'out-of-stock');
    const first = await askWriteOff(keeper, wish, asked(keeper));
    const second = await askWriteOff(keeper, wish, asked(keeper));
    const stranger = await aManager(await aCommunity());
    await refused(approveWriteOff(stranger, first.id, asked(stranger)), 'no-write-off');
    await approveWriteOff(manager, first.id, asked(manager));
    await refused(approveWriteOff(manager, second.id, asked(manager)), 'out-of-stock');
    await refuseWriteOff(manager, second.id, asked(manager));
    await refused(approveWriteOff(manager, second.id, asked(manager)), 'decided-write-off');
    expect(await stockOf(milk, community)).to.deep.equal([1, 0]);
  });
});
