import { expect } from 'chai';
import { setClock } from '../../src/base/clock.ts';
import type { Refusal } from '../../src/base/refusal.ts';
import { cancelRedemption, changeGood, expireRedemptions } from '../../src/market/index.ts';
import { handOver, openRedemptions, verifyStock } from '../../src/market/index.ts';
import type { OwnRedemption, Redemption } from '../../src/market/index.ts';
import type { Actor } from '../../src/people/index.ts';
import {
  aCommunity,
  aHousehold,
  aManager,
  aPerson,
  aResident,
  aShopkeeper,
  asked,
} from '../factories.ts';
import { refused } from '../support/refused.ts';
import { aGood, aSaver, daysLater, kept, pointsOf, reserved, stockOf } from './factories.ts';

const given = (keeper: Actor, { pickUpCode }: OwnRedemption): Promise<Redemption> =>
  handOver(keeper, pickUpCode ?? '', asked(keeper));

const cancelled = (actor: Actor, { id }: OwnRedemption): Promise<Redemption> =>
  cancelRedemption(actor, id, asked(actor));

async function aReservation(points = 30) {
  const community = await aCommunity();
  const good = await aGood(community, { points: 5, stock: 10 });
  const [person, keeper] = [await aSaver(community, points), await aShopkeeper(community)];
  return { community, good, person, keeper, redemption: await reserved(person, good, 2) };
}

describe('handing over', () => {
  afterEach(() => setClock());

  it('spends the points and takes the goods from what was set aside', async () => {
    const { community, good, person, keeper, redemption } = await aReservation();
    const answer = await given(keeper, redemption);
    expect(answer).to.include({ state: 'handed-over', total: 10 });
    expect(answer).not.to.have.property('pickUpCode');
    expect(await pointsOf(person)).to.deep.equal([20, 0]);
    expect(await stockOf(good, community)).to.deep.equal([8, 0]);
  });

  it('happens once, also by two shopkeepers at the same moment', async () => {
    const { community, person, keeper, redemption } = await aReservation();
    const other = await aShopkeeper(community);
    const outcomes = await Promise.allSettled([
      given(keeper, redemption),
      given(other, redemption),
    ]);
    expect(kept(outcomes)).to.equal(1);
    expect(await pointsOf(person)).to.deep.equal([20, 0]);
    await refused(given(keeper, redemption), 'settled-already');
  });

  it('gives the first answer to the same command again', async () => {
    const { keeper, redemption } = await aReservation();
    const command = asked(keeper);
    const first = await handOver(keeper, redemption.pickUpCode!, command);
    expect(await handOver(keeper, redemption.pickUpCode!, command)).to.deep.equal(first);
  });

  it('is refused to who is no shopkeeper there', async () => {
    const { community, redemption } = await aReservation();
    await refused(given(await aManager(community), redemption), 'serve');
    const stranger = await aShopkeeper(await aCommunity());
    await refused(given(stranger, redemption), 'no-pick-up-code');
  });

  it('is refused to the shopkeeper whose own it is, or whose household’s', async () => {
    const community = await aCommunity();
    const householdId = await aHousehold(community);
    const good = await aGood(community);
    const keeper = await aPerson(community, { roles: ['shopkeeper', 'resident'], householdId });
    const sister = await aSaver(community, 10, { householdId });
    await refused(given(keeper, await reserved(sister, good)), 'own-household');
    expect(await pointsOf(sister)).to.deep.equal([5, 5]);
  });

  it('is refused when the time is over, before and after it was given back', async () => {
    const { person, keeper, redemption } = await aReservation();
    daysLater(7);
    await refused(given(keeper, redemption), 'reservation-expired');
    await expireRedemptions();
    await refused(given(keeper, redemption), 'reservation-expired');
    expect(await pointsOf(person)).to.deep.equal([30, 0]);
  });

  it('locks a shopkeeper out for a minute after six wrong codes', async () => {
    const { keeper, redemption } = await aReservation();
    setClock('2026-11-22T04:00:00.000Z');
    for (let index = 0; index < 6; index += 1) {
      await refused(handOver(keeper, '0000000000', asked(keeper)), 'no-pick-up-code');
    }
    const { facts } = await refused(given(keeper, redemption), 'too-many-tries');
    expect(facts).to.deep.equal({ seconds: 60 });
    setClock('2026-11-22T04:01:00.000Z');
    expect(await given(keeper, redemption)).to.include({ state: 'handed-over' });
  });

  it('counts wrong codes also when many are tried at once', async () => {
    const { keeper } = await aReservation();
    const guesses = Array.from({ length: 12 }, (_, n) => `000000000${n}`.slice(-10));
    const outcomes = await Promise.allSettled(
      guesses.map((guess) => handOver(keeper, guess, asked(keeper))),
    );
    const codes = outcomes.map((one) => one.status === 'rejected' && (one.reason as Refusal).code);
    expect(codes.filter((code) => code === 'no-pick-up-code')).to.have.length(6);
    expect(codes.filter((code) => code === 'too-many-tries')).to.have.length(6);
  });
});

describe('giving a reservation back', () => {
  afterEach(() => setClock());

  it('returns points and goods, at the price of its day', async () => {
    const { community, good, person, redemption } = await aReservation();
    const manager = await aManager(community);
    await changeGood(manager, good.id, { points: 50 }, asked(manager));
    expect(await cancelled(person, redemption)).to.include({ state: 'cancelled' });
    expect(await pointsOf(person)).to.deep.equal([30, 0]);
    expect(await stockOf(good, community)).to.deep.equal([10, 0]);
  });

  it('happens once: by cancelling twice, at once, or after it expired', async () => {
    const { community, good, person, keeper, redemption } = await aReservation();
    const outcomes = await Promise.allSettled([
      cancelled(person, redemption),
      cancelled(keeper, redemption),
    ]);
    expect(kept(outcomes)).to.equal(1);
    await refused(cancelled(person, redemption), 'settled-already');
    const late = await reserved(person, good, 3);
    daysLater(8);
    await expireRedemptions();
    await refused(cancelled(person, late), 'settled-already');
    expect(await pointsOf(person)).to.deep.equal([30, 0]);
    expect(await stockOf(good, community)).to.deep.equal([10, 0]);
  });

  it('is one or the other when it is handed over at the same moment', async () => {
    const { community, good, person, keeper, redemption } = await aReservation();
    const outcomes = await Promise.allSettled([
      given(keeper, redemption),
      cancelled(person, redemption),
    ]);
    expect(kept(outcomes)).to.equal(1);
    const wasGiven = outcomes[0].status === 'fulfilled';
    expect(await pointsOf(person)).to.deep.equal(wasGiven ? [20, 0] : [30, 0]);
    expect(await stockOf(good, community)).to.deep.equal(wasGiven ? [8, 0] : [10, 0]);
  });

  it('is refused to anybody else', async () => {
    const { community, person, redemption } = await aReservation();
    await refused(cancelled(await aResident(community), redemption), 'cancel-redemption');
    const stranger = await aManager(await aCommunity());
    await refused(cancelled(stranger, redemption), 'cancel-redemption');
    expect(await openRedemptions(person.personId)).to.have.length(1);
  });

  it('comes by itself when the time is over, once, also from two processes', async () => {
    const community = await aCommunity();
    const good = await aGood(community, { stock: 80 });
    const people = await Promise.all(Array.from({ length: 3 }, () => aSaver(community, 300)));
    for (const person of people) {
      for (let index = 0; index < 20; index += 1) await reserved(person, good);
    }
    await expireRedemptions();
    expect(await stockOf(good, community)).to.deep.equal([20, 60]);
    daysLater(7);
    const counts = await Promise.all([expireRedemptions(), expireRedemptions()]);
    expect(counts[0] + counts[1]).to.be.at.least(60);
    expect(await expireRedemptions()).to.equal(0);
    expect(await stockOf(good, community)).to.deep.equal([80, 0]);
    for (const person of people) expect(await pointsOf(person)).to.deep.equal([300, 0]);
    expect(await verifyStock()).to.deep.equal([]);
  }).timeout(20_000);
});
