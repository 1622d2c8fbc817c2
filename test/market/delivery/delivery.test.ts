import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../../src/base/clock.ts';
import { row } from '../../../src/base/db.ts';
import {
  askForDelivery,
  assignHelper,
  cancelRedemption,
  confirmDelivery,
  confirmStatement,
  expireRedemptions,
  failDelivery,
  verifyStock,
} from '../../../src/market/index.ts';
import type { Good, OwnRedemption } from '../../../src/market/index.ts';
import { readableDelivery, roundOf } from '../../../src/market/delivery/delivery.ts';
import type { Actor } from '../../../src/people/index.ts';
import { aCommunity, aHousehold, aResident, aShopkeeper, asked } from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { merged, movedAway, now } from '../../households/factories.ts';
import { refused } from '../../support/refused.ts';
import { aGood, aSaver, daysLater, kept, pointsOf, reserved, stockOf } from '../factories.ts';

describe('a home delivery', () => {
  let community: TestCommunity;
  let shop: Actor;
  let helper: Actor;
  let good: Good;

  before(async () => {
    community = await aCommunity();
    shop = await aShopkeeper(community);
    helper = await aResident(community, { name: '李建国' });
  });

  beforeEach(async () => {
    good = await aGood(community, { points: 5, stock: 10 });
  });

  afterEach(() => {
    setClock();
  });

  interface Given {
    readonly id: number;
    readonly person: Actor;
    readonly redemption: OwnRedemption;
  }

  async function given(): Promise<Given> {
    const person = await aSaver(community, 20);
    const redemption = await reserved(person, good);
    const { id } = await askForDelivery(person, redemption.id, '三号楼二单元 301', asked(person));
    await assignHelper(shop, id, { personId: helper.personId }, asked(shop));
    return { id, person, redemption };
  }

  const sign = (id: number, by = helper, command = asked(by)) =>
    confirmDelivery(by, id, { proof: 'signature' }, command);

  const addressOf = async (id: number) =>
    (await row<{ address: string | null }>(sql`SELECT address FROM deliveries WHERE id = ${id}`))
      ?.address;

  it('hands the goods over once, and forgets the address', async () => {
    const { id, person } = await given();
    expect((await roundOf(helper.personId)).map((one) => one.id)).to.include(id);
    const command = asked(helper);
    await sign(id, helper, command);
    await sign(id, helper, command);
    expect(await pointsOf(person)).to.deep.equal([15, 0]);
    expect(await stockOf(good, community)).to.deep.equal([9, 0]);
    expect(await addressOf(id)).to.equal(null);
    await refused(sign(id), 'delivery-ended');
    const wrong = (await verifyStock()).filter(({ subject }) => subject === `good:${good.id}`);
    expect(wrong).to.deep.equal([]);
  });

  it('is brought by the entry that its helper became, and given back when they move away', async () => {
    const { id, person } = await given();
    const householdId = await aHousehold(community);
    const [twin, kept] = [await aResident(community), await aResident(community, { householdId })];
    await assignHelper(shop, id, { personId: twin.personId }, asked(shop));
    await merged(community, twin, { into: kept });
    expect((await roundOf(kept.personId)).map((one) => one.id)).to.deep.equal([id]);
    await movedAway(community, kept);
    await refused(readableDelivery(await now(kept), id), 'no-delivery');
    expect(await readableDelivery(shop, id)).to.include({ state: 'asked', helperId: null });
    await assignHelper(shop, id, { personId: helper.personId }, asked(shop));
    await sign(id);
    expect(await pointsOf(person)).to.deep.equal([15, 0]);
  });

  it('is another helper’s to nobody, and its address is not the manager’s', async () => {
    const { id } = await given();
    const stranger = await aResident(community);
    await refused(sign(id, stranger), 'no-delivery');
    await refused(readableDelivery(stranger, id), 'no-delivery');
    await refused(sign(id, shop), 'not-your-delivery');
    await refused(readableDelivery(await aShopkeeper(await aCommunity()), id), 'no-delivery');
  });

  it('believes the code that the person tells, and no other', async () => {
    const { id, redemption } = await given();
    const told = (pickUpCode: string) =>
      confirmDelivery(helper, id, { proof: 'code', pickUpCode }, asked(helper));
    await refused(told('0000000000'), 'no-pick-up-code');
    expect(await told(redemption.pickUpCode ?? '')).to.deep.equal({ state: 'delivered' });
  });

  it('asks a second person when there is only the helper’s word', async () => {
    const { id, person } = await given();
    await confirmDelivery(helper, id, { proof: 'statement' }, asked(helper));
    expect(await pointsOf(person)).to.deep.equal([15, 5]);
    await refused(confirmStatement(helper, id, asked(helper)), 'serve');
    await confirmStatement(shop, id, asked(shop));
    expect(await pointsOf(person)).to.deep.equal([15, 0]);
  });

  it('leaves the reservation when it was not delivered, or gives all of it back', async () => {
    const first = await given();
    const nobody = { reason: '家里没人', outcome: 'keep' } as const;
    await failDelivery(helper, first.id, nobody, asked(helper));
    expect(await pointsOf(first.person)).to.deep.equal([15, 5]);
    expect(await addressOf(first.id)).to.equal(null);
    const { person, redemption } = first;
    const again = await askForDelivery(person, redemption.id, '三号楼', asked(person));
    const off = { reason: '不要了', outcome: 'cancel' } as const;
    await failDelivery(shop, again.id, off, asked(shop));
    expect(await pointsOf(person)).to.deep.equal([20, 0]);
    expect(await stockOf(good, community)).to.deep.equal([10, 0]);
  });

  it('ends one way when two end it at the same moment', async () => {
    const { id, person } = await given();
    const off = { reason: '不要了', outcome: 'cancel' } as const;
    const ends = await Promise.allSettled([sign(id), failDelivery(shop, id, off, asked(shop))]);
    expect(kept(ends)).to.equal(1);
    expect((await pointsOf(person))[1]).to.equal(0);
  });

  it('does not expire on its way, and ends when the person cancels', async () => {
    const { id, person, redemption } = await given();
    daysLater(60);
    await expireRedemptions();
    expect(await pointsOf(person)).to.deep.equal([15, 5]);
    await cancelRedemption(person, redemption.id, asked(person));
    expect(await addressOf(id)).to.equal(null);
    await refused(sign(id), 'delivery-ended');
  });

  it('is asked for once, for one’s own reservation, and brought by another household', async () => {
    const householdId = await aHousehold(community);
    const person = await aSaver(community, 20, { householdId });
    const { id } = await reserved(person, good);
    await refused(askForDelivery(helper, id, '一号楼', asked(helper)), 'ask-for-delivery');
    const delivery = await askForDelivery(person, id, '一号楼', asked(person));
    await refused(askForDelivery(person, id, '一号楼', asked(person)), 'delivery-asked');
    const daughter = await aResident(community, { householdId });
    const toDaughter = { personId: daughter.personId };
    await refused(assignHelper(shop, delivery.id, toDaughter, asked(shop)), 'helper-own-household');
    await refused(assignHelper(helper, delivery.id, toDaughter, asked(helper)), 'no-delivery');
  });
});
