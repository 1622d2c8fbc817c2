import { expect } from 'chai';
import sql from 'sql-template-tag';
import { fromNow, setClock } from '../../../src/base/clock.ts';
import { change, inTransaction } from '../../../src/base/db.ts';
import { receiptOf } from '../../../src/market/counter/receipt.ts';
import { removePin } from '../../../src/people/pins/keeping.ts';
import { erasePerson } from '../../../src/people/standing.ts';
import { forgetSignatures, handOverAtCounter, reserve } from '../../../src/market/index.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import { setPin } from '../../../src/people/index.ts';
import {
  aCommunity,
  aHousehold,
  aManager,
  aPerson,
  aResident,
  aShopkeeper,
  asked,
} from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aGood, aSaver, kept, pointsOf, stockOf } from '../factories.ts';
import { anOrder, handed, SIGNATURE } from './factories.ts';

describe('handing over at the counter', () => {
  let community: TestCommunity;

  before(async () => {
    community = await aCommunity();
  });

  afterEach(() => {
    setClock();
  });

  it('spends the points and takes the goods at once, and tells the person', async () => {
    const [person, good] = [await aSaver(community, 30), await aGood(community)];
    const redemption = await handed(await aShopkeeper(community), person, good, { quantity: 2 });
    expect(redemption).to.include({ state: 'handed-over', total: 10 });
    expect(await pointsOf(person)).to.deep.equal([20, 0]);
    expect(await stockOf(good, community)).to.deep.equal([8, 0]);
    const { items } = await messagesOf(person.personId);
    expect(items.map(({ kind }) => kind)).to.deep.equal(['handed-over-at-counter']);
  });

  it('gives the last bag of rice to one of two tablets', async () => {
    const rice = await aGood(community, { stock: 1 });
    const outcomes = await Promise.allSettled(
      [1, 2].map(async () =>
        handed(await aShopkeeper(community), await aSaver(community, 10), rice),
      ),
    );
    expect(kept(outcomes)).to.equal(1);
    expect(await stockOf(rice, community)).to.deep.equal([0, 0]);
  });

  it('hands over once for one key, whatever the second asking confirms it with', async () => {
    const [keeper, person] = [await aShopkeeper(community), await aSaver(community, 30)];
    const order = anOrder(person, await aGood(community));
    const command = asked(keeper);
    const first = await handOverAtCounter(keeper, order, command);
    const again = await handOverAtCounter(keeper, order, command);
    expect(again.id).to.equal(first.id);
    expect(await pointsOf(person)).to.deep.equal([25, 0]);
    await refused(
      handOverAtCounter(
        keeper,
        { ...order, lines: [{ ...order.lines[0]!, quantity: 2 }] },
        command,
      ),
      'key-reused',
    );
  });

  it('serves nobody by themselves or by their household, and nobody of another community', async () => {
    const householdId = await aHousehold(community);
    const good = await aGood(community);
    const roles = ['shopkeeper', 'resident'] as const;
    const keeper = await aPerson(community, { householdId, roles });
    await refused(handed(keeper, keeper, good), 'own-household');
    await refused(
      handed(keeper, await aSaver(community, 9, { householdId }), good),
      'own-household',
    );
    await refused(handed(keeper, await aSaver(await aCommunity(), 9), good), 'no-person');
    await refused(handed(await aManager(community), await aSaver(community, 9), good), 'no-person');
  });

  it('leaves no trace when the points or the goods do not reach', async () => {
    const [keeper, person] = [await aShopkeeper(community), await aSaver(community, 7)];
    const good = await aGood(community, { stock: 3 });
    await refused(handed(keeper, person, good, { quantity: 2 }), 'insufficient-points');
    await refused(handed(keeper, person, good, { quantity: 4 }), 'out-of-stock');
    expect(await pointsOf(person)).to.deep.equal([7, 0]);
    expect(await stockOf(good, community)).to.deep.equal([3, 0]);
  });

  describe('asks that the person agrees', () => {
    const pinned = async (): ReturnType<typeof aSaver> => {
      const person = await aSaver(community, 90);
      await setPin(person, person.personId, '2580', asked(person));
      return person;
    };
    const byPin = (pin: string) => ({ confirmation: { kind: 'pin' as const, pin } });

    it('by a PIN, which five wrong tries lock, also for the right one and for other clerks', async () => {
      const [person, good] = [await pinned(), await aGood(community)];
      const keeper = await aShopkeeper(community);
      await handed(keeper, person, good, byPin('2580'));
      for (let tries = 0; tries < 5; tries += 1) {
        await refused(handed(keeper, person, good, byPin('1111')), 'pin-wrong');
      }
      const other = await aShopkeeper(community);
      await refused(handed(other, person, good, byPin('2580')), 'too-many-tries');
      expect(await pointsOf(person)).to.deep.equal([85, 0]);
    });

    it('by PIN, one wrong try at a time when a hundred come at once', async () => {
      const [keeper, person] = [await aShopkeeper(community), await pinned()];
      const good = await aGood(community);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) => handed(keeper, person, good, byPin(String(3000 + n)))),
      );
      const codes = outcomes.map((one) =>
        one.status === 'rejected' ? (one.reason as { code: string }).code : 'done',
      );
      expect(codes.filter((code) => code === 'pin-wrong')).to.have.length(5);
      expect(codes.filter((code) => code === 'too-many-tries')).to.have.length(15);
    });

    it('by the code of their own reservation; others are guesses and counted', async () => {
      const [keeper, person] = [await aShopkeeper(community), await aSaver(community, 90)];
      const [good, other] = [await aGood(community), await aSaver(community, 9)];
      const wanted = [{ good: good.id, quantity: 1 }];
      const { pickUpCode } = await reserve(person, wanted, asked(person));
      const foreign = await reserve(other, wanted, asked(other));
      const byCode = (code: string | null) => ({
        confirmation: { kind: 'code' as const, pickUpCode: code ?? '' },
      });
      await handed(keeper, person, good, byCode(pickUpCode));
      for (let tries = 0; tries < 6; tries += 1) {
        await refused(handed(keeper, person, good, byCode(foreign.pickUpCode)), 'no-pick-up-code');
        // A right code that leads to nothing forgets no wrong one.
        if (tries > 4) continue;
        const tooMany = { ...byCode(pickUpCode), quantity: 50 };
        await refused(handed(keeper, person, good, tooMany), 'out-of-stock');
      }
      await refused(handed(keeper, person, good, byCode(pickUpCode)), 'too-many-tries');
    });

    it('or that a second clerk vouches, who is neither the first nor lives with the person', async () => {
      const householdId = await aHousehold(community);
      const person = await aSaver(community, 90, { householdId });
      const good = await aGood(community);
      const [keeper, second] = [await aShopkeeper(community), await aManager(community)];
      const relative = await aManager(community, { householdId });
      const outsider = await aManager(await aCommunity());
      const resident = await aResident(community);
      const all = [keeper, second, relative, outsider, resident];
      for (const one of all) await setPin(one, one.personId, '2580', asked(one));
      const by = ({ personId }: typeof keeper, pin = '2580') => ({
        confirmation: { kind: 'clerk' as const, clerkId: personId, pin },
      });
      for (const one of [keeper, relative, outsider, resident]) {
        await refused(handed(keeper, person, good, by(one)), 'confirm-hand-over');
      }
      await refused(handed(keeper, person, good, by(second, '9999')), 'pin-wrong');
      await handed(keeper, person, good, by(second));
      expect(await pointsOf(person)).to.deep.equal([85, 0]);
    });
  });

  it('forgets the signature of a person who is erased, and keeps that they signed', async () => {
    const [keeper, person] = [await aShopkeeper(community), await aSaver(community, 30)];
    const { id } = await handed(keeper, person, await aGood(community));
    const kept = async (): Promise<string | null | undefined> =>
      (await receiptOf(keeper, id)).confirmation?.signature;
    await forgetSignatures(fromNow(-1000));
    expect(await kept()).to.equal(SIGNATURE);
    const admin = await aPerson(community, { roles: ['administrator'] });
    await erasePerson(admin, person.personId, person.name, asked(admin));
    await forgetSignatures(fromNow(-1000));
    expect(await kept()).to.equal(null);
    const again = inTransaction((tx) =>
      change(sql`UPDATE confirmations SET signature = 'M1 1' WHERE redemption_id = ${id}`, tx),
    );
    expect(await again.catch(String)).to.contain('append-only');
  });

  it('lets a person set a PIN at the counter once, and change it alone; a manager ends a forgotten one', async () => {
    const [keeper, person] = [await aShopkeeper(community), await aResident(community)];
    const other = await aResident(community);
    const set = (by: typeof keeper, pin: string) => setPin(by, person.personId, pin, asked(by));
    await refused(set(keeper, '7777'), 'pin-guessable');
    await refused(set(other, '2580'), 'set-pin');
    await set(keeper, '2580');
    await refused(set(keeper, '3690'), 'pin-held');
    await set(person, '3690');
    await refused(removePin(keeper, person.personId, asked(keeper)), 'manage-person');
    const manager = await aManager(community);
    await removePin(manager, person.personId, asked(manager));
    await set(keeper, '2580');
  });
});
