import { expect } from 'chai';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aHousehold, aManager, aResident, TEST_PASSWORD } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { signInNameOf } from '../people/factories.ts';
import { client, startServer } from '../support/server.ts';
import type { Client, TestServer } from '../support/server.ts';
import { isPooled, memberIds } from './factories.ts';

describe('the pages of households', () => {
  let server: TestServer;
  let community: TestCommunity;
  let manager: Client;
  let wife: Actor;
  let husband: Actor;
  let home: number;

  const signedIn = async ({ personId }: Actor): Promise<Client> => {
    const browser = client(server.url);
    await browser.signIn(await signInNameOf(personId), TEST_PASSWORD);
    return browser;
  };

  before(async () => {
    server = await startServer();
    community = await aCommunity();
    manager = await signedIn(await aManager(community));
    home = await aHousehold(community);
    wife = await aResident(community, { householdId: home });
    husband = await aResident(community, { name: '张伟', householdId: home });
  });

  after(() => server.close());

  it('let members agree to spend together, and end it', async () => {
    for (const one of [wife, husband]) {
      const browser = await signedIn(one);
      await browser.post('/me/household/agreement', {}, '/me/household');
    }
    expect(await isPooled(home)).to.equal(true);
    const browser = await signedIn(husband);
    await browser.post('/me/household/pool-end', {}, '/me/household');
    expect(await isPooled(home)).to.equal(false);
  });

  it('keep what was typed of a split that is refused, and leave no trace', async () => {
    const page = `/households/${home}/split`;
    const fields = { gridId: String(community.gridId), name: '6栋102', reason: '分家' };
    const ids = [wife, husband].map(({ personId }) => String(personId));
    const no = await manager.post(page, { ...fields, memberIds: ids }, page);
    expect(no.status).to.equal(409);
    expect(no.text).to.include('6栋102').and.include('至少留一个人');
    expect(await memberIds(home)).to.have.length(2);
    const done = await manager.post(page, { ...fields, memberIds: ids[1] ?? '' }, page);
    expect(done.status).to.equal(303);
    expect(await memberIds(home)).to.deep.equal([wife.personId]);
  });

  it('find who joins, and let them in', async () => {
    const page = `/households/${home}/members/new`;
    const found = await manager.post(`/households/${home}/members/searches`, { q: 'zw' }, page);
    expect(found.text).to.include('张伟');
    const fields = { memberId: String(husband.personId), reason: '同住' };
    await manager.post(`/households/${home}/members`, fields, page);
    expect(await memberIds(home)).to.include(husband.personId);
  });

  it('say of an entry that is nobody’s that there is none', async () => {
    const page = `/merges/new?keep=${wife.personId}`;
    for (const keptId of ['1e300', '', '-1', '很多']) {
      const { status } = await manager.post('/merges', { keptId, mergedId: '1' }, page);
      expect(status, keptId).to.be.within(400, 499);
    }
  });
});
