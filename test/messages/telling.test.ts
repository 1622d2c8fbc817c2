import { expect } from 'chai';
import { inTransaction } from '../../src/base/db.ts';
import { messagesOf, tell, unreadCount } from '../../src/messages/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aResident } from '../factories.ts';

const messageTo = ({ personId, communityId }: Actor) => ({
  ...{ personId, communityId, kind: 'test', facts: { points: 5 }, href: '/' },
});

describe('telling people', () => {
  it('keeps a message for the person whom it concerns, and nobody else', async () => {
    const community = await aCommunity();
    const [one, other] = [await aResident(community), await aResident(community)];
    await inTransaction((tx) => tell([messageTo(one)], tx));
    const { items } = await messagesOf(one.personId);
    expect(items.map(({ kind, facts }) => ({ kind, facts }))).to.deep.equal([
      { kind: 'test', facts: { points: 5 } },
    ]);
    expect(await unreadCount(one.personId)).to.equal(1);
    expect(await unreadCount(other.personId)).to.equal(0);
  });

  it('tells nothing of what was undone', async () => {
    const one = await aResident(await aCommunity());
    const undone = inTransaction(async (tx) => {
      await tell([messageTo(one)], tx);
      throw new Error('undone');
    });
    await undone.catch(() => undefined);
    expect(await unreadCount(one.personId)).to.equal(0);
  });
});
