import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { weekOf, weekSpan, at } from '../../../src/base/period.ts';
import { tally, verifyLedger } from '../../../src/ledger/index.ts';
import { handOver, undoHandOver, verifyStock } from '../../../src/market/index.ts';
import type { Redemption } from '../../../src/market/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { aCommunity, aHousehold, aManager, aPerson, aShopkeeper, asked } from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { allAgree, merged } from '../../households/factories.ts';
import { refused } from '../../support/refused.ts';
import { aGood, aSaver, kept, pointsOf, reserved, stockOf } from '../factories.ts';
import { handed } from './factories.ts';

describe('undoing a hand-over', () => {
  let community: TestCommunity;

  before(async () => {
    community = await aCommunity();
  });

  afterEach(() => {
    setClock();
  });

  const undo = (actor: Actor, { id }: Pick<Redemption, 'id'>): Promise<Redemption> =>
    undoHandOver(actor, id, asked(actor));

  it('gives points and stock back once, frees the limit, and everything still adds up', async () => {
    const [keeper, person] = [await aShopkeeper(community), await aSaver(community, 30)];
    const good = await aGood(community, { limitPerQuarter: 2 });
    const redemption = await handed(keeper, person, good, { quantity: 2 });
    expect(await undo(keeper, redemption)).to.include({ state: 'returned' });
    expect(await pointsOf(person)).to.deep.equal([30, 0]);
    expect(await stockOf(good, community)).to.deep.equal([10, 0]);
    await refused(undo(keeper, redemption), 'undone-already');
    await handed(keeper, person, good, { quantity: 2 });
    expect(await verifyLedger()).to.deep.equal([]);
    expect(await verifyStock()).to.deep.equal([]);
  });

  it('wins once when two press at the same moment', async () => {
    const person = await aSaver(community, 30);
    const good = await aGood(community);
    const redemption = await handed(await aShopkeeper(community), person, good);
    const presses = await Promise.allSettled(
      [1, 2].map(async () => undo(await aShopkeeper(community), redemption)),
    );
    expect(kept(presses)).to.equal(1);
    expect(await pointsOf(person)).to.deep.equal([30, 0]);
  });

  it('also undoes what was picked up by its code, and counts back what the week redeemed', async () => {
    const other = await aCommunity();
    const [keeper, person] = [await aShopkeeper(other), await aSaver(other, 30)];
    const good = await aGood(other);
    const { pickUpCode, reservedAt } = await reserved(person, good, 2);
    await handed(keeper, person, good);
    const redemption = await handOver(keeper, pickUpCode ?? '', asked(keeper));
    const span = weekSpan(weekOf(reservedAt));
    expect((await tally(other.id, span)).redeemed).to.equal(15);
    await undo(keeper, redemption);
    expect((await tally(other.id, span)).redeemed).to.equal(5);
  });

  it('gives what a household added back to who gave it', async () => {
    const householdId = await aHousehold(community);
    const spender = await aSaver(community, 4, { householdId });
    const other = await aSaver(community, 20, { householdId });
    await allAgree([spender, other]);
    const keeper = await aShopkeeper(community);
    const redemption = await handed(keeper, spender, await aGood(community), { quantity: 2 });
    expect([await pointsOf(spender), await pointsOf(other)]).to.deep.equal([
      [0, 0],
      [14, 0],
    ]);
    await undo(keeper, redemption);
    expect([await pointsOf(spender), await pointsOf(other)]).to.deep.equal([
      [4, 0],
      [20, 0],
    ]);
  });

  it('does so too when the spender has become another entry since', async () => {
    const householdId = await aHousehold(community);
    const spender = await aSaver(community, 4, { householdId });
    const giver = await aSaver(community, 20, { householdId });
    await allAgree([spender, giver]);
    const keeper = await aShopkeeper(community);
    const redemption = await handed(keeper, spender, await aGood(community), { quantity: 2 });
    const home = await aHousehold(community);
    const twin = await aSaver(community, 1, { householdId: home });
    await merged(community, spender, { into: twin });
    const relative = await aPerson(community, { householdId: home, roles: ['shopkeeper'] });
    await refused(undo(relative, redemption), 'own-household');
    await undo(keeper, redemption);
    expect([await pointsOf(twin), await pointsOf(giver)]).to.deep.equal([
      [5, 0],
      [20, 0],
    ]);
    expect(await verifyLedger()).to.deep.equal([]);
  });

  it('ends with the day in Shanghai', async () => {
    const [keeper, person] = [await aShopkeeper(community), await aSaver(community, 30)];
    const good = await aGood(community);
    setClock(at('2026-11-24', '00:00'));
    const morning = await handed(keeper, person, good);
    const evening = await handed(keeper, person, good);
    setClock(at('2026-11-24', '23:59'));
    await undo(keeper, morning);
    setClock(at('2026-11-25', '00:00'));
    await refused(undo(keeper, evening), 'undo-too-late');
    expect(await pointsOf(person)).to.deep.equal([25, 0]);
  });

  it('is for shopkeepers of the community, and for none of the person’s household', async () => {
    const householdId = await aHousehold(community);
    const person = await aSaver(community, 30, { householdId });
    const good = await aGood(community);
    const redemption = await handed(await aShopkeeper(community), person, good);
    const relative = await aPerson(community, { householdId, roles: ['shopkeeper'] });
    await refused(undo(relative, redemption), 'own-household');
    for (const one of [person, await aManager(community), await aShopkeeper(await aCommunity())]) {
      await refused(undo(one, redemption), 'serve');
    }
    const open = await reserved(person, good);
    await refused(undo(await aShopkeeper(community), open), 'not-handed-over');
  });
});
