import { expect } from 'chai';
import sql from 'sql-template-tag';
import { db, change, inTransaction } from '../../../src/base/db.ts';
import { addDays, today } from '../../../src/base/period.ts';
import { cancelRedemption, verifyStock } from '../../../src/market/index.ts';
import { goodById } from '../../../src/market/good.ts';
import { bookStockIn, undoStockIn } from '../../../src/market/stock-ins/booking.ts';
import { addStockInLine, beginStockIn } from '../../../src/market/stock-ins/drafts.ts';
import { stockInOf } from '../../../src/market/stock-ins/queries.ts';
import { aCommunity, aManager, aResident, aShopkeeper, asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aGood, aSaver, kept, reserved, stockOf } from '../factories.ts';
import { aDraft, aStockIn, aSupplier } from './factories.ts';

describe('a document of goods that came in', () => {
  it('moves nothing until it is booked, then a move for each line, once', async () => {
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const rice = await aGood(community, { stock: 2 });
    const draft = await aDraft(keeper, [
      { good: rice.id, quantity: 10, price: 12.5 },
      { good: rice.id, quantity: 5, place: 'shelf' },
    ]);
    expect(await stockOf(rice, community)).to.deep.equal([2, 0]);
    const outcomes = await Promise.allSettled([
      bookStockIn(keeper, draft.id, asked(keeper)),
      bookStockIn(keeper, draft.id, asked(keeper)),
    ]);
    expect(kept(outcomes)).to.equal(1);
    expect(await stockOf(rice, community)).to.deep.equal([17, 0]);
    expect((await goodById(rice.id)).inStore).to.equal(10);
    expect(await stockInOf(keeper, draft.id)).to.include({ pieces: 15, costFen: 12_500 });
    expect(await verifyStock()).to.deep.equal([]);
  });

  it('is undone as a whole, once, while its goods are still there', async () => {
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const [rice, soap] = [
      await aGood(community, { stock: 1 }),
      await aGood(community, { stock: 0 }),
    ];
    const { id } = await aStockIn(keeper, [
      { good: rice.id, quantity: 4 },
      { good: soap.id, quantity: 3 },
    ]);
    const saver = await aSaver(community, 50);
    const taken = await reserved(saver, soap, 2);
    const no = await refused(undoStockIn(keeper, id, '录错了', asked(keeper)), 'out-of-stock');
    expect(no.facts).to.include({ name: soap.name });
    expect(await stockOf(rice, community)).to.deep.equal([5, 0]);
    await cancelRedemption(saver, taken.id, asked(saver));
    await undoStockIn(keeper, id, '录错了', asked(keeper));
    expect(await stockOf(rice, community)).to.deep.equal([1, 0]);
    expect((await goodById(rice.id)).inStore).to.equal(0);
    await refused(undoStockIn(keeper, id, '再来一次', asked(keeper)), 'stock-in-undone');
    expect(await verifyStock()).to.deep.equal([]);
  });

  it('cannot be booked once it was dropped, nor empty, nor changed once it is booked', async () => {
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const rice = await aGood(community, { stock: 1 });
    const empty = await aDraft(keeper, []);
    await refused(bookStockIn(keeper, empty.id, asked(keeper)), 'stock-in-empty');
    await undoStockIn(keeper, empty.id, '不要了', asked(keeper));
    await refused(bookStockIn(keeper, empty.id, asked(keeper)), 'stock-in-closed');
    const { id } = await aStockIn(keeper, [{ good: rice.id, quantity: 4 }]);
    const more = { good: rice.id, quantity: 1, place: 'shelf' } as const;
    await refused(addStockInLine(keeper, id, more, asked(keeper)), 'stock-in-closed');
    const tampered = inTransaction((tx) =>
      change(sql`UPDATE stock_in_lines SET quantity = 9 WHERE stock_in_id = ${id}`, tx),
    );
    expect(await tampered.catch(String)).to.match(/append-only/);
  });

  it('takes goods of its own community alone, from its own suppliers, and no day to come', async () => {
    const community = await aCommunity();
    const [keeper, stranger] = [await aShopkeeper(community), await aManager(await aCommunity())];
    const supplier = await aSupplier(keeper);
    const head = { supplier: supplier.id, cameOn: today() };
    await refused(beginStockIn(stranger, head, undefined, asked(stranger)), 'no-supplier');
    const resident = await aResident(community);
    await refused(beginStockIn(resident, head, undefined, asked(resident)), 'keep-goods');
    const late = { ...head, cameOn: addDays(today(), 1) };
    await refused(beginStockIn(keeper, late, undefined, asked(keeper)), 'came-in-future');
    const draft = await aDraft(keeper, [], { supplier });
    const foreign = await aGood(await aCommunity());
    const line = { good: foreign.id, quantity: 1, place: 'store' } as const;
    await refused(addStockInLine(keeper, draft.id, line, asked(keeper)), 'keep-goods');
    await refused(bookStockIn(stranger, draft.id, asked(stranger)), 'no-stock-in');
  });

  it('is missed by the proof when somebody writes past it', async () => {
    const community = await aCommunity();
    const keeper = await aShopkeeper(community);
    const rice = await aGood(community, { stock: 1 });
    await aStockIn(keeper, [{ good: rice.id, quantity: 4 }]);
    await db.query(`UPDATE goods SET in_store = in_store - 1 WHERE id = ${rice.id}`);
    const found = await verifyStock();
    expect(found).to.deep.include({
      what: 'in-store',
      subject: `good:${rice.id}`,
      stored: 3,
      computed: 4,
    });
    await db.query(`UPDATE goods SET in_store = in_store + 1 WHERE id = ${rice.id}`);
  });
});
