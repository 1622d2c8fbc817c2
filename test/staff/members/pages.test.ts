import { expect } from 'chai';
import type { Actor } from '../../../src/people/index.ts';
import { departmentsOf, membersOf, settingsOf } from '../../../src/staff/index.ts';
import { TEST_PASSWORD } from '../../factories.ts';
import { signInNameOf } from '../../people/factories.ts';
import { client, startServer } from '../../support/server.ts';
import type { Client, TestServer } from '../../support/server.ts';
import { aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

const NEW = { name: '欧阳兰', staffNumber: 'P1', kind: 'contract', post: '网格员' };

describe('the pages of a street office', () => {
  let server: TestServer;
  let street: TestStreet;
  let assessor: Client;

  before(async () => {
    server = await startServer();
    street = await aStreet();
    assessor = await signedIn(await anAssessor(street));
  });

  after(() => server.close());

  async function signedIn({ personId }: Actor): Promise<Client> {
    const browser = client(server.url);
    await browser.signIn(await signInNameOf(personId), TEST_PASSWORD);
    return browser;
  }

  it('keep what was typed, say what is wrong, and leave no trace of it', async () => {
    const before = await membersOf(street.id);
    const typed = { ...NEW, departmentId: String(street.departmentId), fromOn: '2026-02-30' };
    const reply = await assessor.post('/staff/members', typed, '/staff/members/new');
    expect(reply.status).to.equal(422);
    expect(reply.text).to.include('value="欧阳兰"').and.to.include('id="field-fromOn-error"');
    expect(await membersOf(street.id)).to.deep.equal(before);
  });

  it('add somebody, who is then found without the words in any address', async () => {
    const typed = { ...NEW, departmentId: String(street.departmentId), fromOn: '2026-02-01' };
    const added = await assessor.post('/staff/members', typed, '/staff/members/new');
    expect(added.status).to.equal(303);
    expect(added.location).to.match(/^\/staff\/members\/\d+\?/);
    const found = await assessor.post('/staff/members/searches', { q: 'oyl' }, '/staff/members');
    expect(found.status).to.equal(200);
    expect(found.text).to.include('欧阳兰');
    expect((await assessor.get(added.location ?? '')).text).to.include('P1');
  });

  it('say a taken department name at its field', async () => {
    const reply = await assessor.post(
      '/staff/departments',
      { name: '党政办' },
      '/staff/departments',
    );
    expect(reply.status).to.equal(409);
    expect(reply.text).to.include('id="field-name-error"');
    expect(await departmentsOf(street.id)).to.have.length(1);
  });

  it('show a code once, with the way back to the member', async () => {
    const { personId } = await aMember(street);
    const home = `/staff/members/${personId}`;
    const reply = await assessor.post(`${home}/one-time-codes`, {}, home);
    expect(reply.status).to.equal(201);
    expect(reply.text)
      .to.match(/\d{4} \d{4}/)
      .and.to.include(`href="${home}"`);
  });

  it('offer nobody what they may not do to themselves', async () => {
    const own = await anAssessor(street);
    const page = await (await signedIn(own)).get(`/staff/members/${own.personId}`);
    expect(page.text).not.to.include('/edit"').and.not.to.include('/departure"');
    const other = await aMember(street);
    const theirs = await (await signedIn(own)).get(`/staff/members/${other.personId}`);
    expect(theirs.text).to.include('/edit"').and.to.include('/departure"');
  });

  it('give and take roles, and come back to the member', async () => {
    const administrator = await signedIn(
      await aMember(street, { roles: ['staff', 'administrator'] }),
    );
    const { personId } = await aMember(street);
    const home = `/staff/members/${personId}`;
    const given = await administrator.post(`${home}/grants`, { role: 'auditor' }, home);
    expect(given.location).to.match(new RegExp(`^${home}\\?`));
    const page = await administrator.get(given.location ?? '');
    expect(page.status).to.equal(200);
    // Roles stand in the order in which they were given.
    const [, id] = [...page.text.matchAll(/\/staff\/grants\/(\d+)\/end/g)].at(-1) ?? [];
    const end = `/staff/grants/${id}/end`;
    const ended = await administrator.post(end, {}, home);
    expect(ended.location).to.match(new RegExp(`^${home}\\?`));
    const astray = await administrator.post(
      `/people/${personId}/grants`,
      { role: 'auditor' },
      home,
    );
    expect(astray.status).to.equal(404);
  });

  it('set settings by JSON only whole, and show them to a leader without a form', async () => {
    const leader = await aLeader(street);
    const page = await (await signedIn(leader)).get('/staff/settings');
    expect(page.status).to.equal(200);
    expect(page.text).not.to.include('action="/staff/settings"');
    const name = await signInNameOf((await anAssessor(street)).personId);
    const token = await assessor.token(name, TEST_PASSWORD);
    const body = { pointsWeight: 60, reason: '试行' };
    const part = await assessor.json('/staff/settings', { method: 'POST', token, body });
    expect(part.status).to.equal(422);
    expect(await settingsOf(street.id)).to.include({ pointsWeight: 70 });
  });

  it('say of a year that nobody knows that it is unknown, and guess nothing', async () => {
    const page = await assessor.get('/staff/calendar?month=2031-05');
    expect(page.text).to.include('2031年的放假安排还没有公布').and.not.to.include('个工作日<');
    expect((await assessor.get('/staff/calendar?month=2031-13')).status).to.equal(422);
    expect((await assessor.get('/staff/calendar/year?year=2031')).status).to.equal(200);
  });

  it('are the home page of those who work there', async () => {
    const member = await aMember(street);
    const home = await (await signedIn(member)).get('/');
    expect(home.text)
      .to.include('href="/staff/calendar"')
      .and.not.to.include('href="/staff/members"');
  });
});
