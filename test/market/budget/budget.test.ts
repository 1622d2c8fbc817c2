import { expect } from 'chai';
import { stockOverview } from '../../../src/market/index.ts';
import { changeStockSettings } from '../../../src/market/budget/settings.ts';
import { undoStockIn } from '../../../src/market/stock-ins/booking.ts';
import { aCommunity, aManager, aShopkeeper, asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aGood, aSaver } from '../factories.ts';
import { aStockIn } from '../stock-ins/factories.ts';

describe('the budget for goods', () => {
  it('is spent by what documents bought this year, and covers points at their mean price', async () => {
    const community = await aCommunity();
    const [manager, keeper] = [await aManager(community), await aShopkeeper(community)];
    const rice = await aGood(community, { points: 20, stock: 0 });
    await aSaver(community, 70);
    const wish = { budgetYuan: 100, warningDays: 30, secondFrom: 5 };
    await changeStockSettings(manager, wish, { points: 50, stops: true }, asked(manager));
    const before = await stockOverview(community.id);
    expect(before.budget).to.include({ leftFen: 10_000, fenPerPoint: null, covers: null });
    await aStockIn(keeper, [{ good: rice.id, quantity: 2, price: 15 }]);
    await aStockIn(keeper, [{ good: rice.id, quantity: 3 }]);
    const wrong = await aStockIn(keeper, [{ good: rice.id, quantity: 1, price: 99 }]);
    await undoStockIn(keeper, wrong.id, '录错了', asked(keeper));
    const after = await stockOverview(community.id);
    expect(after.budget).to.deep.equal({
      ...{ totalFen: 10_000, spentFen: 3_000, leftFen: 7_000, fenPerPoint: 75, covers: 93 },
    });
    expect(after).to.deep.include({ outstanding: 70 });
    expect([after.goods.points, after.ceiling?.points]).to.deep.equal([100, 50]);
  });

  it('is set by managers of the community alone', async () => {
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const wish = { budgetYuan: 1, warningDays: 30, secondFrom: 5 };
    await refused(changeStockSettings(keeper, wish, null, asked(keeper)), 'set-stock');
  });
});
