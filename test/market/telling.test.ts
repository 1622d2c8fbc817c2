import { expect } from 'chai';
import { fromNow, setClock } from '../../src/base/clock.ts';
import { cancelRedemption, expireRedemptions, remindOfExpiry } from '../../src/market/index.ts';
import { messagesOf } from '../../src/messages/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aShopkeeper, asked } from '../factories.ts';
import { aGood, aSaver, daysLater, reserved } from './factories.ts';

const HOUR_MS = 3600_000;

async function aReservation() {
  const community = await aCommunity();
  const good = await aGood(community, { points: 5, stock: 10 });
  const person = await aSaver(community, 30);
  const { id, expiresAt } = await reserved(person, good);
  return { community, person, id, expiresAt };
}

/** What the person was told of their reservation. */
const told = async ({ personId }: Actor): Promise<string[]> =>
  (await messagesOf(personId)).items
    .map(({ kind }) => kind)
    .filter((kind) => kind.startsWith('reservation'));

describe('what people are told of their reservations', () => {
  afterEach(() => setClock());

  it('is that one expires, a day before and once, also from two processes at once', async () => {
    const { person, id, expiresAt } = await aReservation();
    setClock(fromNow(Date.parse(expiresAt) - Date.now() - 25 * HOUR_MS));
    await remindOfExpiry();
    expect(await told(person)).to.be.empty;
    setClock(fromNow(2 * HOUR_MS));
    await Promise.all([remindOfExpiry(), remindOfExpiry()]);
    await remindOfExpiry();
    expect(await told(person)).to.deep.equal(['reservation-expiring']);
    expect((await messagesOf(person.personId)).items[0]?.href).to.equal(`/redemptions/${id}`);
  });

  it('is that it has expired, once', async () => {
    const { person } = await aReservation();
    daysLater(8);
    await remindOfExpiry(); // too late for that
    await Promise.all([expireRedemptions(), expireRedemptions()]);
    expect(await told(person)).to.deep.equal(['reservation-expired']);
  });

  it('is that somebody else cancelled it, and not what they did themselves', async () => {
    const [one, other] = [await aReservation(), await aReservation()];
    const keeper = await aShopkeeper(one.community);
    await cancelRedemption(keeper, one.id, asked(keeper));
    await cancelRedemption(other.person, other.id, asked(other.person));
    expect(await told(one.person)).to.deep.equal(['reservation-cancelled']);
    expect(await told(other.person)).to.be.empty;
  });
});
