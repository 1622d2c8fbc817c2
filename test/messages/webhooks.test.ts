import { expect } from 'chai';
import sql from 'sql-template-tag';
import { fromNow, setClock } from '../../src/base/clock.ts';
import { change, inTransaction, rows } from '../../src/base/db.ts';
import { choose, messagesOf, sendDue, tell } from '../../src/messages/index.ts';
import { isPublic, guardedLookup, whyNotTo } from '../../src/messages/webhooks/address.ts';
import { retryDelivery, tryOut } from '../../src/messages/webhooks/deliveries.ts';
import {
  renewSecret,
  secretOf,
  setWebhook,
  turnWebhook,
} from '../../src/messages/webhooks/settings.ts';
import { post } from '../../src/messages/webhooks/post.ts';
import { sendOne } from '../../src/messages/webhooks/sending.ts';
import type { WebhookWish } from '../../src/messages/webhooks/forms.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aPerson, aResident, asked } from '../factories.ts';
import { eventsAbout } from '../people/factories.ts';
import { refused } from '../support/refused.ts';
import { aReceiver, signatureOf } from './receiver.ts';
import type { Receiver } from './receiver.ts';

const MINUTE_MS = 60_000;
const sentence = (kind: string): string => `text of ${kind}`;

interface Connected {
  readonly person: Actor;
  readonly administrator: Actor;
}

/** A tenant that sends what its people agree to, with one person who agrees to `check-ins`. */
async function connected(url: string, withPhone = false): Promise<Connected> {
  const community = await aCommunity();
  const administrator = await aPerson(community, { roles: ['administrator'] });
  const person = await aResident(community);
  const wish: WebhookWish = { url, topics: ['check-ins', 'points'], withPhone };
  await setWebhook(administrator, wish, asked(administrator));
  await turnWebhook(administrator, true, asked(administrator));
  await choose(person, { topics: ['check-ins'], phone: true }, asked(person));
  return { person, administrator };
}

const told = ({ personId, communityId }: Actor, kind = 'check-in-approved'): Promise<void> =>
  inTransaction((tx) =>
    tell([{ communityId, personId, kind, facts: { rule: '清扫', points: 2 }, href: '/' }], tx),
  );

const deliveries = ({ communityId }: Actor) =>
  rows<{ id: number; state: string; tries: number; status: number | null }>(
    sql`SELECT id, state, tries, last_status AS status FROM webhook_deliveries
         WHERE community_id = ${communityId} ORDER BY id`,
  );

const later = (ms: number): void => setClock(fromNow(ms));

describe('the webhook of a tenant', () => {
  let receiver: Receiver;

  afterEach(async () => {
    setClock();
    await receiver.close();
  });

  it('sends what was told, signed, and says nothing more of the person than an id', async () => {
    receiver = await aReceiver();
    const { person } = await connected(receiver.url);
    await told(person);
    await sendDue(sentence);
    const [one, ...none] = receiver.received;
    expect(none).to.be.empty;
    const secret = (await secretOf(person.communityId)) ?? '';
    expect(one?.headers['webhook-signature']).to.equal(one && signatureOf(one, secret));
    const body = JSON.parse(one?.body ?? '{}') as { type: string; data: Record<string, unknown> };
    expect(body.type).to.equal('check-in-approved');
    expect(body.data['person']).to.deep.equal({ id: person.personId });
    expect(body.data).to.deep.include({
      facts: { rule: '清扫', points: 2 },
      text: 'text of check-in-approved',
    });
    expect((await deliveries(person)).map(({ state }) => state)).to.deep.equal(['sent']);
  });

  it('sends the phone only where the tenant and the person both said so', async () => {
    receiver = await aReceiver();
    const { person } = await connected(receiver.url, true);
    const phone = '13800138000';
    await inTransaction((tx) =>
      change(sql`UPDATE persons SET phone = ${phone} WHERE id = ${person.personId}`, tx),
    );
    await told(person);
    await sendDue(sentence);
    await choose(person, { topics: ['check-ins'], phone: false }, asked(person));
    await told(person);
    await sendDue(sentence);
    const phones = receiver.received.map(({ body }) => body.includes(phone));
    expect(phones).to.deep.equal([true, false]);
  });

  it('sends nothing that is not agreed to, not sent by the tenant, or undone', async () => {
    receiver = await aReceiver();
    const { person, administrator } = await connected(receiver.url);
    await told(person, 'points-entered'); // the tenant sends it, the person did not agree
    await told(administrator); // nobody asked them
    const undone = inTransaction(async (tx) => {
      const { personId, communityId } = person;
      await tell([{ personId, communityId, kind: 'check-in-approved', href: '/' }], tx);
      throw new Error('undone');
    });
    await undone.catch(() => undefined);
    await sendDue(sentence);
    expect(receiver.received).to.be.empty;
    expect(await deliveries(person)).to.be.empty;
  });

  it('drops what waits when the person takes consent back', async () => {
    receiver = await aReceiver();
    const { person } = await connected(receiver.url);
    await told(person);
    await choose(person, { topics: [], phone: false }, asked(person));
    await sendDue(sentence);
    expect(receiver.received).to.be.empty;
    expect((await deliveries(person))[0]?.state).to.equal('dropped');
  });

  it('tries again after an error, later each time, under the same id', async () => {
    receiver = await aReceiver((nth) => [500, 302][nth - 1] ?? 200);
    const { person } = await connected(receiver.url);
    await told(person);
    await sendDue(sentence);
    await sendDue(sentence); // not due yet
    expect(receiver.received).to.have.length(1);
    later(MINUTE_MS);
    await sendDue(sentence);
    later(MINUTE_MS);
    await sendDue(sentence); // the second time it waits two minutes
    expect(receiver.received).to.have.length(2); // and a redirect is not followed
    later(MINUTE_MS);
    await sendDue(sentence);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).to.have.length(3);
    expect(new Set(ids)).to.have.length(1);
    expect((await deliveries(person))[0]).to.include({ state: 'sent', tries: 3, status: 200 });
  });

  it('waits for an answer for its time and no longer', async () => {
    receiver = await aReceiver(() => 'never');
    const begun = performance.now();
    const never = { url: receiver.url, body: '{}', headers: {}, patienceMs: 200 };
    expect(await post(never, { loopback: true })).to.equal(null);
    expect(performance.now() - begun).to.be.within(150, 2_000);
  });

  it('tries again when nobody answers', async () => {
    receiver = await aReceiver();
    const { person } = await connected(receiver.url);
    await receiver.close();
    await told(person);
    await sendDue(sentence);
    expect((await deliveries(person))[0]).to.include({ state: 'waiting', tries: 1, status: null });
  });

  it('sends each once when two processes do so at the same moment', async () => {
    receiver = await aReceiver();
    const { person } = await connected(receiver.url);
    for (let n = 0; n < 5; n += 1) await told(person);
    await Promise.all([sendDue(sentence), sendDue(sentence), sendDue(sentence)]);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).to.have.length(5);
    expect(new Set(ids)).to.have.length(5);
  });

  it('gives up after a day, tells the administrators once, and tries again when asked', async () => {
    let isDown = true;
    receiver = await aReceiver(() => (isDown ? 503 : 200));
    const { person, administrator } = await connected(receiver.url);
    await told(person);
    await told(person);
    for (let n = 0; n < 15; n += 1) {
      await sendDue(sentence);
      later(120 * MINUTE_MS);
    }
    const given = await deliveries(person);
    expect(given.map(({ state }) => state)).to.deep.equal(['failed', 'failed']);
    const { items } = await messagesOf(administrator.personId);
    expect(items.map(({ kind }) => kind)).to.deep.equal(['webhook-failed']);

    isDown = false;
    const id = given[0]?.id ?? 0;
    await retryDelivery(administrator, id, asked(administrator));
    await sendOne(id, sentence);
    expect((await deliveries(person))[0]?.state).to.equal('sent');
    await refused(retryDelivery(administrator, id, asked(administrator)), 'not-failed');
  });

  it('is tried out before it is turned on, and drops what waits when turned off', async () => {
    receiver = await aReceiver();
    const { person, administrator } = await connected(receiver.url);
    await told(person);
    await turnWebhook(administrator, false, asked(administrator));
    const { id } = await tryOut(administrator, asked(administrator));
    await sendOne(id, sentence);
    await sendDue(sentence);
    const types = receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
    expect(types).to.deep.equal(['trial']);
    expect((await deliveries(person)).map(({ state }) => state)).to.deep.equal(['dropped', 'sent']);
  });

  it('signs with the new secret as soon as there is one', async () => {
    receiver = await aReceiver();
    const { person, administrator } = await connected(receiver.url);
    const old = (await secretOf(person.communityId)) ?? '';
    await renewSecret(administrator, asked(administrator));
    await told(person);
    await sendDue(sentence);
    const [one] = receiver.received;
    expect(one && signatureOf(one, old)).to.not.equal(one?.headers['webhook-signature']);
  });

  it('is for the administrators of the tenant, who see their own deliveries', async () => {
    receiver = await aReceiver();
    const { person } = await connected(receiver.url);
    const wish: WebhookWish = { url: receiver.url, topics: ['points'], withPhone: true };
    expect(() => setWebhook(person, wish, asked(person))).to.throw();
    const { administrator: stranger } = await connected(receiver.url);
    await told(person);
    const [one] = await deliveries(person);
    await refused(retryDelivery(stranger, one?.id ?? 0, asked(stranger)), 'not-failed');
  });
});

describe('where a webhook may go', () => {
  const IN_SERVICE = { loopback: false };

  it('is public addresses alone', () => {
    const inside = ['10.1.2.3', '127.0.0.1', '169.254.169.254', '172.31.0.1', '192.168.1.1'];
    const disguised = ['::1', '::ffff:10.0.0.1', 'fd00::1', 'fe80::1', '2002:a00:1::', '0.0.0.0'];
    expect([...inside, ...disguised].filter(isPublic)).to.be.empty;
    expect(['8.8.8.8', '223.5.5.5', '2400:3200::1'].filter(isPublic)).to.have.length(3);
  });

  it('is https, and not this computer where something is at stake', () => {
    expect(whyNotTo('http://sms.example.cn/', IN_SERVICE)).to.equal('webhook-not-https');
    expect(whyNotTo('https://127.0.0.1/', IN_SERVICE)).to.equal('webhook-private');
    expect(whyNotTo('https://[::1]/', IN_SERVICE)).to.equal('webhook-private');
    expect(whyNotTo('https://0x7f.1/', IN_SERVICE)).to.equal('webhook-private');
    expect(whyNotTo('https://2130706433/', IN_SERVICE)).to.equal('webhook-private');
    expect(whyNotTo('https://localhost/', IN_SERVICE)).to.equal('webhook-private');
    expect(whyNotTo('https://192.168.0.9/', { loopback: true })).to.equal('webhook-private');
    expect(whyNotTo('https://sms.example.cn/', IN_SERVICE)).to.equal(null);
  });

  it('is seen again in what the name stands for when it is connected to', async () => {
    const error = await new Promise<Error | null>((found) => {
      guardedLookup(IN_SERVICE)('localhost', {}, (failed) => found(failed));
    });
    expect(error?.message).to.contain('not a public address');
  });
});

describe('consent to what goes out', () => {
  it('is kept as evidence each time, for what was agreed to before is asked for later', async () => {
    const person = await aResident(await aCommunity());
    await choose(person, { topics: ['goods'], phone: true }, asked(person));
    await choose(person, { topics: [], phone: false }, asked(person));
    const events = await eventsAbout(person.personId);
    expect(events.filter((one) => one === 'messages-chosen')).to.have.length(2);
  });
});
