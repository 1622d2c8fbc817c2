import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { goodsAccount } from '../../../src/market/account/queries.ts';
import { accountFile } from '../../../src/market/account/page.ts';
import { undoStockIn } from '../../../src/market/stock-ins/booking.ts';
import { handOver, stockIn } from '../../../src/market/index.ts';
import { stocktake } from '../../../src/market/stock.ts';
import { aCommunity, aShopkeeper, asked } from '../../factories.ts';
import { aGood, aSaver, reserved } from '../factories.ts';
import { aStockIn, aSupplier } from '../stock-ins/factories.ts';

describe('the account of goods of a month', () => {
  afterEach(() => setClock());

  it('goes from opening to closing, by source, and names only donors who agreed', async () => {
    setClock(at('2026-09-20', '10:00'));
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const rice = await aGood(community, { stock: 10, points: 5 });
    const haircut = await aGood(community, { stock: null });
    const saver = await aSaver(community, 100);
    setClock(at('2026-10-05', '10:00'));
    await aStockIn(keeper, [{ good: rice.id, quantity: 20, price: 3.5 }]);
    const named = await aSupplier(keeper, { kind: 'donor', name: '红星超市', named: true });
    const silent = await aSupplier(keeper, { kind: 'donor', name: '老李', named: false });
    await aStockIn(keeper, [{ good: rice.id, quantity: 6 }], named);
    await aStockIn(keeper, [{ good: rice.id, quantity: 2 }], silent);
    const wrong = await aStockIn(keeper, [{ good: rice.id, quantity: 9, price: 1 }]);
    await stockIn(keeper, rice.id, { quantity: 1 }, asked(keeper));
    const { pickUpCode } = await reserved(saver, rice, 4);
    await reserved(saver, rice, 1);
    await handOver(keeper, String(pickUpCode), asked(keeper));
    setClock(at('2026-11-03', '10:00'));
    await undoStockIn(keeper, wrong.id, '录错了', asked(keeper));
    await stocktake(keeper, rice.id, { counted: 34 }, asked(keeper));

    const october = await goodsAccount(community.id, '2026-10');
    expect(october.lines).to.deep.equal([
      {
        ...{ id: rice.id, name: rice.name, opening: 10, bought: 29, donated: 8, other: 1 },
        ...{ handedOver: 4, writtenOff: 0, counted: 0, closing: 44, costFen: 7_900 },
      },
    ]);
    const november = await goodsAccount(community.id, '2026-11');
    expect(november.lines[0]).to.include({ opening: 44, bought: -9, counted: -1, closing: 34 });
    expect(november.totals.costFen).to.equal(-900);
    expect((await goodsAccount(community.id, '2026-12')).lines[0]).to.include({ opening: 34 });
    expect((await goodsAccount(community.id, '2026-08')).lines).to.deep.equal([]);
    const donors = october.givers.filter(({ kind }) => kind === 'donor');
    expect(donors.map(({ name, pieces }) => [name, pieces])).to.deep.equal([
      ['红星超市', 6],
      [null, 2],
    ]);
    const file = await accountFile(community.id, 'zh-CN', '2026-10');
    expect(file).to.have.property('kind', 'file');
    const text = (file as { body: string }).body;
    expect(text).to.include(`${rice.name},10,29,8,1,4,0,0,44,79`);
    expect(text).not.to.match(/老李/);
    expect(text).not.to.include(haircut.name);
  });
});
