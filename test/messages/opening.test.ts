import { expect } from 'chai';
import { inTransaction } from '../../src/base/db.ts';
import { messagesOf, openMessage, tell, unreadCount } from '../../src/messages/index.ts';
import { aCommunity, aResident, asked } from '../factories.ts';
import { refused } from '../support/refused.ts';

describe('opening a message', () => {
  it('marks it as read and leads to where it is; the others stay new', async () => {
    const one = await aResident(await aCommunity());
    const { personId, communityId } = one;
    const message = { personId, communityId, kind: 'test', href: '/goods' };
    await inTransaction((tx) => tell([message, message], tx));
    const id = (await messagesOf(personId)).items[0]?.id ?? 0;
    expect(await openMessage(one, id, asked(one))).to.deep.equal({ href: '/goods' });
    expect(await unreadCount(personId)).to.equal(1);
    await openMessage(one, id, asked(one));
    expect(await unreadCount(personId)).to.equal(1);
  });

  it('is for the person alone', async () => {
    const community = await aCommunity();
    const [one, other] = [await aResident(community), await aResident(community)];
    const message = { personId: one.personId, communityId: one.communityId };
    await inTransaction((tx) => tell([{ ...message, kind: 'test', href: '/' }], tx));
    const id = (await messagesOf(one.personId)).items[0]?.id ?? 0;
    await refused(openMessage(other, id, asked(other)), 'no-message');
    expect(await unreadCount(one.personId)).to.equal(1);
  });
});
