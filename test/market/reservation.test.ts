import { expect } from 'chai';
import { setClock } from '../../src/base/clock.ts';
import { inTransaction, change } from '../../src/base/db.ts';
import { verifyLedger } from '../../src/ledger/index.ts';
import { changeGood, openRedemptions, reserve, verifyStock } from '../../src/market/index.ts';
import sql from 'sql-template-tag';
import { aCommunity, aManager, asked } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { aGood, aSaver, kept, pointsOf, reserved, stockOf } from './factories.ts';

describe('reserving goods', () => {
  afterEach(() => setClock());

  it('holds the points and sets the goods aside', async () => {
    const community = await aCommunity();
    const good = await aGood(community, { points: 5, stock: 10 });
    const person = await aSaver(community, 30);
    const redemption = await reserved(person, good, 2);
    expect(redemption).to.include({ state: 'reserved', total: 10 });
    expect(redemption.pickUpCode).to.match(/^\d{10}$/);
    expect(await pointsOf(person)).to.deep.equal([20, 10]);
    expect(await stockOf(good, community)).to.deep.equal([8, 2]);
  });

  it('never gives out more than the stock, whoever asks at once', async () => {
    const community = await aCommunity();
    const good = await aGood(community, { stock: 5 });
    const people = await Promise.all(Array.from({ length: 12 }, () => aSaver(community, 20)));
    const outcomes = await Promise.allSettled(people.map((person) => reserved(person, good)));
    expect(kept(outcomes)).to.equal(5);
    expect(await stockOf(good, community)).to.deep.equal([0, 5]);
    const points = await Promise.all(people.map(pointsOf));
    expect(points.filter(([, held]) => held === 5)).to.have.length(5);
    expect(points.filter(([, held]) => held === 0)).to.have.length(7);
  });

  it('never gives out more than the balance, however often one person asks at once', async () => {
    const community = await aCommunity();
    const goods = await Promise.all([1, 2].map(() => aGood(community, { stock: 50 })));
    const person = await aSaver(community, 23);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => reserved(person, goods[index % 2]!)),
    );
    expect(kept(outcomes)).to.equal(4);
    expect(await pointsOf(person)).to.deep.equal([3, 20]);
  });

  it('does not deadlock when baskets hold the same goods in another order', async () => {
    const community = await aCommunity();
    const [a, b] = [await aGood(community), await aGood(community)];
    const people = await Promise.all(Array.from({ length: 8 }, () => aSaver(community, 10)));
    const outcomes = await Promise.allSettled(
      people.map((person, index) => {
        const ids = index % 2 === 0 ? [a.id, b.id] : [b.id, a.id];
        return reserve(
          person,
          ids.map((good) => ({ good, quantity: 1 })),
          asked(person),
        );
      }),
    );
    expect(kept(outcomes)).to.equal(8);
  });

  it('is done once when the same form comes twice, and refuses its key for another wish', async () => {
    const community = await aCommunity();
    const good = await aGood(community);
    const person = await aSaver(community, 30);
    const command = asked(person);
    const wish = [{ good: good.id, quantity: 1 }];
    const [first, second] = await Promise.all([
      reserve(person, wish, command),
      reserve(person, wish, command),
    ]);
    expect(second).to.deep.equal(first);
    expect(await openRedemptions(person.personId)).to.have.length(1);
    await refused(reserve(person, [{ good: good.id, quantity: 2 }], command), 'key-reused');
  });

  it('keeps to the limit of the quarter, to the piece', async () => {
    setClock('2026-12-30T04:00:00.000Z');
    const community = await aCommunity();
    const good = await aGood(community, { limitPerQuarter: 2 });
    const person = await aSaver(community, 90);
    await reserved(person, good);
    const { facts } = await refused(reserved(person, good, 2), 'limit-reached');
    expect(facts).to.include({ limit: 2, taken: 1, left: 1 });
    await reserved(person, good);
    await refused(reserved(person, good), 'limit-reached');
    // 1 January begins in Shanghai while it is still December in Greenwich.
    setClock('2026-12-31T15:59:59.999Z');
    await refused(reserved(person, good), 'limit-reached');
    setClock('2026-12-31T16:00:00.000Z');
    await reserved(person, good, 2);
  });

  it('keeps to the limit when two are asked for at once', async () => {
    const community = await aCommunity();
    const good = await aGood(community, { limitPerQuarter: 1 });
    const person = await aSaver(community, 30);
    const outcomes = await Promise.allSettled([reserved(person, good), reserved(person, good)]);
    expect(kept(outcomes)).to.equal(1);
  });

  it('counts the same good twice as one line', async () => {
    const community = await aCommunity();
    const good = await aGood(community, { limitPerQuarter: 3 });
    const person = await aSaver(community, 90);
    const twice = [
      { good: good.id, quantity: 2 },
      { good: good.id, quantity: 2 },
    ];
    await refused(reserve(person, twice, asked(person)), 'limit-reached');
  });

  it('leaves no trace when it is refused', async () => {
    const community = await aCommunity();
    const [cheap, dear] = [await aGood(community), await aGood(community, { points: 40 })];
    const person = await aSaver(community, 30);
    const wish = [cheap, dear].map(({ id }) => ({ good: id, quantity: 1 }));
    await refused(reserve(person, wish, asked(person)), 'insufficient-points');
    expect(await pointsOf(person)).to.deep.equal([30, 0]);
    expect(await stockOf(cheap, community)).to.deep.equal([10, 0]);
    expect(await openRedemptions(person.personId)).to.have.length(0);
  });

  it('refuses what is off the shelf, unknown, or of another community', async () => {
    const [community, other] = [await aCommunity(), await aCommunity()];
    const person = await aSaver(community, 30);
    await refused(reserved(person, await aGood(community, { onShelf: false })), 'not-on-shelf');
    await refused(reserved(person, await aGood(other)), 'no-good');
    await refused(reserved(person, { id: 2_000_000_000 } as never), 'no-good');
  });

  it('keeps the price of its day when the price changes', async () => {
    const community = await aCommunity();
    const good = await aGood(community, { points: 5 });
    const [person, manager] = [await aSaver(community, 30), await aManager(community)];
    await reserved(person, good, 2);
    await changeGood(manager, good.id, { points: 9, name: '新香皂' }, asked(manager));
    const [open] = await openRedemptions(person.personId);
    expect(open).to.include({ total: 10 });
    expect(open?.lines[0]).to.include({ points: 5, name: good.name });
  });

  it('has no stock to count for a service', async () => {
    const community = await aCommunity();
    const haircut = await aGood(community, { stock: null });
    const person = await aSaver(community, 30);
    expect(await reserved(person, haircut, 3)).to.include({ total: 15 });
  });
});

describe('the database itself', () => {
  it('refuses to change or remove a stock move', async () => {
    const good = await aGood(await aCommunity());
    for (const statement of [
      sql`UPDATE stock_moves SET quantity = 99 WHERE good_id = ${good.id}`,
      sql`DELETE FROM stock_moves WHERE good_id = ${good.id}`,
    ]) {
      const outcome = await inTransaction((tx) => change(statement, tx)).catch(
        (error: unknown) => (error as { original?: Error }).original?.message,
      );
      expect(outcome).to.contain('append-only');
    }
  });

  it('refuses stock below zero, and a check finds stock that no move explains', async () => {
    const good = await aGood(await aCommunity(), { stock: 3 });
    const below = sql`UPDATE goods SET stock = -1 WHERE id = ${good.id}`;
    const outcome = await inTransaction((tx) => change(below, tx)).catch(() => 'refused');
    expect(outcome).to.equal('refused');
    const setTo = (stock: number): Promise<number> =>
      inTransaction((tx) =>
        change(sql`UPDATE goods SET stock = ${stock} WHERE id = ${good.id}`, tx),
      );
    await setTo(7);
    expect(await verifyStock()).to.deep.include({
      what: 'stock',
      subject: `good:${good.id}`,
      stored: 7,
      computed: 3,
    });
    await setTo(3);
    expect(await verifyStock()).to.deep.equal([]);
    expect(await verifyLedger()).to.deep.equal([]);
  });
});
