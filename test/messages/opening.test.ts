import { expect } from 'chai';
import { setClock } from '../../src/base/clock.ts';
import { inTransaction } from '../../src/base/db.ts';
import {
  forgetMessages,
  messagesOf,
  openMessage,
  tell,
  unreadCount,
} from '../../src/messages/index.ts';
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

describe('messages of last year', () => {
  afterEach(() => setClock());

  it('are forgotten with how they went out, and newer ones are kept', async () => {
    const { personId, communityId } = await aResident(await aCommunity());
    const message = { personId, communityId, kind: 'test' };
    const tellOf = (href: string) => inTransaction((tx) => tell([{ ...message, href }], tx));
    setClock('2020-01-01T00:00:00.000Z'); // before what other tests keep
    await tellOf('/old');
    setClock('2020-06-01T00:00:00.000Z');
    await tellOf('/new');
    await forgetMessages('2020-03-01T00:00:00.000Z');
    const { items } = await messagesOf(personId);
    expect(items.map(({ href }) => href)).to.deep.equal(['/new']);
  });
});
