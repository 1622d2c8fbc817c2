import { expect } from 'chai';
import { personById } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { changeCommunity } from '../../src/people/communities.ts';
import type { NewGrant } from '../../src/people/forms.ts';
import { endGrant, grantRole } from '../../src/people/grants.ts';
import { issueOneTimeCode } from '../../src/people/one-time-codes.ts';
import { changePerson } from '../../src/people/person-changes.ts';
import { createResident } from '../../src/people/persons.ts';
import { activatePerson, deactivatePerson, erasePerson } from '../../src/people/standing.ts';
import { aCommunity, aManager, aPerson, aResident, asked } from '../factories.ts';
import { aMember, anAssessor, aStreet } from '../staff/factories.ts';
import { refused } from '../support/refused.ts';
import { client, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { signInNameOf } from './factories.ts';
import { TEST_PASSWORD } from '../factories.ts';

const everywhere = async (): Promise<Actor> =>
  aPerson(await aCommunity(), { roles: ['administrator'], everywhere: true });

describe('the people of a street office', () => {
  it('are not changed by the ways of a community, not even by an administrator of all', async () => {
    const street = await aStreet();
    const { personId } = await aMember(street, { name: '赵明' });
    const fields = { name: '李四', nameConsent: false };
    const own = await aMember(street, { roles: ['administrator'] });
    for (const actor of [await everywhere(), own]) {
      await refused(changePerson(actor, personId, fields, asked(actor)), 'no-person');
      await refused(issueOneTimeCode(actor, personId, asked(actor)), 'no-person');
      await refused(deactivatePerson(actor, personId, asked(actor)), 'no-person');
      await refused(activatePerson(actor, personId, asked(actor)), 'no-person');
      await refused(erasePerson(actor, personId, '赵明', asked(actor)), 'no-person');
      const grant = { role: 'auditor', communityId: street.id } as const;
      await refused(grantRole(actor, personId, grant, asked(actor)), 'no-person');
      const [held] = (await personById(personId))?.grants ?? [];
      await refused(endGrant(actor, held?.id ?? 0, asked(actor)), 'no-person');
    }
  });

  it('get no residents and no settings of a community beside them', async () => {
    const street = await aStreet();
    const actor = await aMember(street, { roles: ['administrator'] });
    const fields = { name: '李四', nameConsent: false };
    await refused(createResident(actor, street.id, fields, asked(actor)), 'no-community');
    const settings = { postingWindowDays: 9, reservationDays: 9 };
    await refused(changeCommunity(actor, street.id, settings, asked(actor)), 'no-community');
  });

  it('hold roles of a street office, and residents those of a community', async () => {
    const street = await aStreet();
    const community = await aCommunity();
    const actor = await everywhere();
    const member = await aMember(street);
    const resident = await aResident(community);
    const inStreet = { role: 'manager', communityId: street.id } as const;
    const inCommunity = { role: 'assessor', communityId: community.id } as const;
    const toMember = (grant: NewGrant) =>
      grantRole(actor, member.personId, grant, asked(actor), 'street');
    await refused(toMember(inStreet), 'role-not-here');
    await refused(grantRole(actor, resident.personId, inCommunity, asked(actor)), 'role-not-here');
    const fitting = { role: 'assessor', communityId: street.id } as const;
    await toMember(fitting);
  });

  it('are not granted roles by assessors nor by managers of a community', async () => {
    const street = await aStreet();
    const { personId } = await aMember(street);
    const grant = { role: 'leader', communityId: street.id } as const;
    const assessor = await anAssessor(street);
    const by = (actor: Actor) => grantRole(actor, personId, grant, asked(actor), 'street');
    await refused(by(assessor), 'grant-role');
    await refused(by(await aManager(await aCommunity())), 'grant-role');
  });

  describe('over HTTP', () => {
    let server: TestServer;
    before(async () => {
      server = await startServer();
    });
    after(() => server.close());

    it('are on no page of a community', async () => {
      const street = await aStreet();
      const { personId } = await aMember(street);
      const actor = await aMember(street, { roles: ['administrator'] });
      const visitor = client(server.url);
      const token = await visitor.token(await signInNameOf(actor.personId), TEST_PASSWORD);
      for (const path of [
        '/people',
        `/people?community=${street.id}`,
        '/people/new',
        `/people/${personId}`,
        `/people/${personId}/edit`,
        `/people/${personId}/erasure`,
        '/community',
      ]) {
        expect((await visitor.json(path, { token })).status, path).to.equal(404);
      }
    });
  });
});
