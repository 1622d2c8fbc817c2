import { expect } from 'chai';
import sql from 'sql-template-tag';
import { row } from '../../src/base/db.ts';
import { aCommunity, aManager, aPerson, aResident, TEST_PASSWORD } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { client, startServer } from '../support/server.ts';
import type { Client, TestServer } from '../support/server.ts';
import { signInNameOf } from './factories.ts';

const sessionsKept = async (): Promise<number> => {
  const kept = await row<{ count: number }>(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS count FROM sessions`,
  );
  return kept?.count ?? 0;
};

const cookieOf = (headers: Headers): string | undefined =>
  /jifenbu=([^;]+)/.exec(headers.getSetCookie().join('\n'))?.[1];

describe('the pages of people', () => {
  let server: TestServer;
  let community: TestCommunity;

  before(async () => {
    server = await startServer();
    community = await aCommunity();
  });

  after(() => server.close());

  async function signedIn(personId: number): Promise<Client> {
    const browser = client(server.url);
    await browser.signIn(await signInNameOf(personId), TEST_PASSWORD);
    return browser;
  }

  it('give a new session id at every sign-in, and forget the session at sign-out', async () => {
    const name = await signInNameOf((await aResident(community)).personId);
    const browser = client(server.url);
    const before = await sessionsKept();
    const first = await browser.post('/session', { name, password: TEST_PASSWORD });
    const second = await browser.post('/session', { name, password: TEST_PASSWORD }, '/me/profile');
    expect(second.status).to.equal(303);
    expect(cookieOf(first.headers)).to.be.a('string');
    expect(cookieOf(second.headers)).to.be.a('string').not.equal(cookieOf(first.headers));
    expect(await sessionsKept()).to.equal(before + 1);
    await browser.post('/session/end', {}, '/me/profile');
    expect(await sessionsKept()).to.equal(before);
    expect((await browser.get('/me/profile')).status).to.equal(303);
  });

  it('go back only to addresses of our own', async () => {
    const name = await signInNameOf((await aResident(community)).personId);
    for (const back of ['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere']) {
      const reply = await client(server.url).post('/session', {
        name,
        password: TEST_PASSWORD,
        back,
      });
      expect(reply.location, back).to.equal('/');
    }
    const own = { name, password: TEST_PASSWORD, back: '/me/profile' };
    expect((await client(server.url).post('/session', own)).location).to.equal('/me/profile');
  });

  it('lead a one-time code to a new password, which keeps this browser signed in', async () => {
    const manager = await signedIn((await aManager(community)).personId);
    const { personId } = await aResident(community);
    const elsewhere = await signedIn(personId);
    const issued = await manager.post(`/people/${personId}/one-time-codes`, {}, '/people');
    expect(issued.status).to.equal(201);
    const code = (/big-code">([\d ]+)</.exec(issued.text)?.[1] ?? '').replace(' ', '');
    expect(code).to.match(/^\d{8}$/);
    expect((await elsewhere.get('/me/profile')).location).to.match(/^\/session\/new/);
    const browser = client(server.url);
    const name = await signInNameOf(personId);
    expect((await browser.post('/session', { name, password: code })).location).to.equal(
      '/me/password',
    );
    expect((await browser.get('/me/profile')).location).to.equal('/me/password');
    const short = await browser.post('/me/password', { password: 'short' }, '/me/password');
    expect(short.status).to.equal(422);
    const changed = await browser.post(
      '/me/password',
      { password: 'my own words' },
      '/me/password',
    );
    expect(changed.status).to.equal(303);
    expect((await browser.get('/me/profile')).status).to.equal(200);
  });

  it('never put what is searched into an address', async () => {
    const manager = await signedIn((await aManager(community)).personId);
    const found = await manager.post('/people/searches', { q: '王秀兰' }, '/people');
    expect(found.status).to.equal(200);
    expect(found.text).to.contain('王秀兰').and.not.contain(encodeURIComponent('王秀兰'));
    expect((await manager.get('/people/searches?q=x')).status).to.equal(404);
  });

  it('hide a person of another community', async () => {
    const manager = await signedIn((await aManager(community)).personId);
    const other = await aCommunity();
    const { personId } = await aResident(other);
    expect((await manager.get(`/people/${personId}`)).status).to.equal(404);
    expect((await manager.get(`/people?community=${other.id}`)).status).to.equal(403);
  });

  it('show everybody their own data, change the phone and the consent', async () => {
    const { personId } = await aResident(community);
    const browser = await signedIn(personId);
    await browser.post('/me/profile', { phone: '138 0013 8000' }, '/me/profile');
    await browser.post('/me/name-consent', { consent: 'true' }, '/me/profile');
    const copy = await browser.get('/me/data');
    expect(copy.headers.get('content-disposition')).to.contain('attachment');
    const { person } = copy.json as { person: { phone: string; nameConsentAt: string | null } };
    expect(person.phone).to.equal('13800138000');
    expect(person.nameConsentAt).to.be.a('string');
    expect(copy.text).not.to.contain('argon2');
    const wrong = await browser.post('/me/profile', { phone: 'call me' }, '/me/profile');
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.contain('call me');
  });

  it('end a program’s token when it signs out', async () => {
    const name = await signInNameOf((await aResident(community)).personId);
    const program = client(server.url);
    const token = await program.token(name, TEST_PASSWORD);
    expect((await program.json('/session/end', { token, body: {} })).status).to.equal(200);
    expect((await program.json('/me/profile', { token })).status).to.equal(401);
  });

  it('tell everybody who may do what, and what is kept', async () => {
    const visitor = client(server.url);
    expect((await visitor.get('/privacy')).status).to.equal(200);
    const { json } = await visitor.json<{
      items: { path: string; summary: string; who: string[] }[];
    }>('/policy');
    const erasure = json.items.find(({ path }) => path === '/people/:id/erasure');
    expect(erasure?.who).to.deep.equal(['administrator']);
    const page = (await visitor.get('/policy')).text;
    const untold = json.items.filter(({ summary }) => page.includes(`>${summary}<`));
    expect(untold, 'not in locales/*/policy.json').to.deep.equal([]);
  });

  it('show an auditor what was done in their community and no other', async () => {
    const other = await aCommunity();
    const manager = await aManager(other);
    const { personId } = await aResident(other);
    const keeper = await signedIn(manager.personId);
    await keeper.post(`/people/${personId}/deactivation`, {}, '/people');
    const auditor = await signedIn((await aPerson(other, { roles: ['auditor'] })).personId);
    const page = await auditor.get('/audit?event=person-deactivated');
    expect(page.text).to.contain(`/people/${personId}"`);
    expect((await auditor.get('/audit?event=person-erased')).text).not.to.contain(
      `/people/${personId}"`,
    );
    const stranger = await signedIn((await aPerson(community, { roles: ['auditor'] })).personId);
    expect((await stranger.get('/audit')).text).not.to.contain(`/people/${personId}"`);
  });
});
