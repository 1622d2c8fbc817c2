import { expect } from 'chai';
import { inTransaction } from '../../src/base/db.ts';
import { messagesOf, tell } from '../../src/messages/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { secretOf } from '../../src/messages/webhooks/settings.ts';
import { aCommunity, aPerson, aResident, TEST_PASSWORD } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { signInNameOf } from '../people/factories.ts';
import { client, startServer } from '../support/server.ts';
import type { Client, TestServer } from '../support/server.ts';

describe('messages over HTTP', () => {
  let server: TestServer;
  let community: TestCommunity;

  before(async () => {
    server = await startServer();
    community = await aCommunity();
  });
  after(() => server.close());

  async function signedIn(person: Actor): Promise<Client> {
    const http = client(server.url);
    await http.signIn(await signInNameOf(person.personId), TEST_PASSWORD);
    return http;
  }

  it('counts what is new on every page, and no more once it was opened', async () => {
    const person = await aResident(community);
    const { personId, communityId } = person;
    const message = { personId, communityId, kind: 'reservation-expired', href: '/goods' };
    await inTransaction((tx) => tell([message], tx));
    const http = await signedIn(person);
    const count = '1 条新消息';
    expect((await http.get('/')).text).to.contain(count);
    expect((await http.get('/goods')).text).to.contain(count);
    const id = (await messagesOf(personId)).items[0]?.id ?? 0;
    const opened = await http.post(`/me/messages/${id}/opening`, {}, '/me/messages');
    expect([opened.status, opened.location]).to.deep.equal([303, '/goods']);
    expect((await http.get('/')).text).to.not.contain(count);
  });

  it('shows the secret when the address is first set, and never again', async () => {
    const administrator = await aPerson(community, { roles: ['administrator'] });
    const http = await signedIn(administrator);
    const fields = { url: 'https://sms.example.cn/hook', topics: ['check-ins', 'goods'] };
    const made = await http.post('/webhook', fields, '/webhook');
    const secret = (await secretOf(community.id)) ?? 'none';
    expect(made.status).to.equal(201);
    expect(made.text).to.contain(secret.slice(0, 12));
    const again = await http.post('/webhook', fields, '/webhook');
    expect(again.status).to.equal(303);
    expect((await http.get('/webhook')).text).to.not.contain(secret.slice(0, 12));
  });

  it('says what is wrong with an address, at the field, and keeps what was typed', async () => {
    const administrator = await aPerson(await aCommunity(), { roles: ['administrator'] });
    const http = await signedIn(administrator);
    const inside = 'https://192.168.1.20/hook';
    const refused = await http.post('/webhook', { url: inside, topics: 'goods' }, '/webhook');
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('内部网络').and.to.contain(inside);
    const plain = { url: 'http://sms.example.cn/', topics: 'goods' };
    expect((await http.post('/webhook', plain, '/webhook')).text).to.contain('https:// 开头');
    const none = await http.post('/webhook', { url: 'https://sms.example.cn/' }, '/webhook');
    expect(none.status).to.equal(422);
    expect(await secretOf(administrator.communityId)).to.equal(null);
  });

  it('keeps the webhook from everybody but administrators', async () => {
    const http = await signedIn(await aResident(community));
    for (const path of ['/webhook', '/webhook/deliveries']) {
      expect((await http.get(path)).status, path).to.equal(403);
    }
  });
});
