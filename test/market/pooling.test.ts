import { expect } from 'chai';
import sql from 'sql-template-tag';
import { change, inTransaction } from '../../src/base/db.ts';
import { verifyLedger } from '../../src/ledger/index.ts';
import { cancelRedemption, handOver, reserve, verifyStock } from '../../src/market/index.ts';
import type { Good } from '../../src/market/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aHousehold, aShopkeeper, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { aGood, aSaver, kept, pointsOf, reserved } from './factories.ts';

const pool = (householdId: number): Promise<number> =>
  inTransaction((tx) =>
    change(
      sql`UPDATE households SET pooled_at = '2026-01-01T00:00:00.000Z' WHERE id = ${householdId}`,
      tx,
    ),
  );

describe('a household that pools', () => {
  let community: TestCommunity;
  let rice: Good;
  let householdId: number;
  let wife: Actor;
  let husband: Actor;

  beforeEach(async () => {
    community = await aCommunity();
    rice = await aGood(community, { points: 25 });
    householdId = await aHousehold(community);
    wife = await aSaver(community, 20, { householdId });
    husband = await aSaver(community, 10, { householdId });
    await pool(householdId);
  });

  it('spends one’s own points first, and of the others what is lacking', async () => {
    const { pickUpCode } = await reserved(wife, rice);
    expect(await pointsOf(wife)).to.deep.equal([0, 25]);
    expect(await pointsOf(husband)).to.deep.equal([5, 0]);
    const shopkeeper = await aShopkeeper(community);
    await handOver(shopkeeper, pickUpCode ?? '', asked(shopkeeper));
    expect(await pointsOf(wife)).to.deep.equal([0, 0]);
    expect(await pointsOf(husband)).to.deep.equal([5, 0]);
  });

  it('gives each their own back when it is not taken', async () => {
    const { id } = await reserved(wife, rice);
    await cancelRedemption(wife, id, asked(wife));
    expect(await pointsOf(wife)).to.deep.equal([20, 0]);
    expect(await pointsOf(husband)).to.deep.equal([10, 0]);
    expect(await verifyLedger()).to.deep.equal([]);
    expect(await verifyStock()).to.deep.equal([]);
  });

  it('never spends more than all have, however many ask at once', async () => {
    const asks = await Promise.allSettled(
      [wife, husband, wife, husband].map((one) => reserved(one, rice)),
    );
    expect(kept(asks)).to.equal(1);
    const [own, others] = [await pointsOf(wife), await pointsOf(husband)];
    expect([...own, ...others].reduce((sum, points) => sum + points, 0)).to.equal(30);
  });

  it('touches nobody of another household, and nobody where each spends their own', async () => {
    const other = await aSaver(community, 10, { householdId: await aHousehold(community) });
    await aSaver(community, 100, { householdId });
    const wanted = [{ good: rice.id, quantity: 1 }];
    await refused(reserve(other, wanted, asked(other)), 'insufficient-points');
    expect(await pointsOf(other)).to.deep.equal([10, 0]);
  });
});
