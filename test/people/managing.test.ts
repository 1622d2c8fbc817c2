import { expect } from 'chai';
import sql from 'sql-template-tag';
import { row } from '../../src/base/db.ts';
import { findActor, peopleByIds, residentsOf, householdOf } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { changeCommunity, communityById } from '../../src/people/communities.ts';
import { defaultCommunityId } from '../../src/people/index.ts';
import { endGrant, grantRole } from '../../src/people/grants.ts';
import { peopleOf, searchPeople } from '../../src/people/listing.ts';
import { issueOneTimeCode } from '../../src/people/one-time-codes.ts';
import { changePerson } from '../../src/people/person-changes.ts';
import { createResident } from '../../src/people/persons.ts';
import { leavesAnAdministrator } from '../../src/people/policy.ts';
import { personById } from '../../src/people/queries.ts';
import { deactivatePerson, erasePerson } from '../../src/people/standing.ts';
import { balancesOf, book, verifyLedger } from '../../src/ledger/index.ts';
import { inTransaction } from '../../src/base/db.ts';
import {
  aCommunity,
  aHousehold,
  aManager,
  aPerson,
  aResident,
  asked,
  unique,
} from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { eventsAbout, keptPerson } from './factories.ts';

const anAdministrator = (community: TestCommunity): Promise<Actor> =>
  aPerson(community, { roles: ['administrator'], everywhere: true });

const fields = { name: '李建国', nameConsent: false };
const card = (): string => unique('C').replace(/\D/g, '').padStart(12, '7');

describe('a manager', () => {
  it('adds a resident with a new household, once for one command', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const wish = { ...fields, gridId: community.gridId, householdName: '3栋501' };
    const command = asked(manager);
    const { id } = await createResident(manager, community.id, wish, command);
    expect(await createResident(manager, community.id, wish, command)).to.deep.equal({ id });
    const person = await personById(id);
    expect(person).to.include({ name: '李建国', householdName: '3栋501', hasPassword: false });
    expect((await householdOf(id))?.gridId).to.equal(community.gridId);
    expect(await eventsAbout(id)).to.deep.equal(['person-created']);
  });

  it('does not see, change, reset or deactivate people of another community', async () => {
    const manager = await aManager(await aCommunity());
    const { personId } = await aResident(await aCommunity());
    await refused(changePerson(manager, personId, fields, asked(manager)), 'no-person');
    await refused(issueOneTimeCode(manager, personId, asked(manager)), 'no-person');
    await refused(deactivatePerson(manager, personId, asked(manager)), 'no-person');
    const other = await aCommunity();
    await refused(createResident(manager, other.id, fields, asked(manager)), 'manage-people');
    const settings = { postingWindowDays: 9, reservationDays: 9 };
    await refused(changeCommunity(manager, other.id, settings, asked(manager)), 'manage-community');
    expect((await communityById(other.id)).postingWindowDays).to.equal(5);
  });

  it('leaves staff to an administrator', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const { personId } = await aPerson(community, { roles: ['resident', 'shopkeeper'] });
    await refused(issueOneTimeCode(manager, personId, asked(manager)), 'manage-person');
    await refused(deactivatePerson(manager, personId, asked(manager)), 'manage-person');
    const administrator = await anAdministrator(community);
    await issueOneTimeCode(administrator, personId, asked(administrator));
    await refused(issueOneTimeCode(manager, manager.personId, asked(manager)), 'manage-person');
  });

  it('puts nobody into a household of another community', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const householdId = await aHousehold(await aCommunity());
    const wish = { ...fields, householdId };
    await refused(createResident(manager, community.id, wish, asked(manager)), 'no-household');
  });

  it('of two who give one card at once, one is told that it is taken', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const wish = { ...fields, cardNumber: card() };
    const asking = [1, 2].map(() => createResident(manager, community.id, wish, asked(manager)));
    const outcomes = await Promise.allSettled(asking);
    const codes = outcomes.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as { code: string }).code] : [],
    );
    expect(codes).to.deep.equal(['card-taken']);
  });

  it('hears that a sign-in name is taken, whatever its capitals', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const signInName = unique('name');
    await createResident(manager, community.id, { ...fields, signInName }, asked(manager));
    const { personId } = await aResident(community);
    const change = { ...fields, signInName };
    await refused(changePerson(manager, personId, change, asked(manager)), 'sign-in-name-taken');
    const wish = { ...fields, signInName: signInName.toUpperCase() };
    await refused(
      createResident(manager, community.id, wish, asked(manager)),
      'sign-in-name-taken',
    );
  });

  it('finds people by name, pinyin, initials, card and the end of a phone number', async () => {
    const community = await aCommunity();
    const manager = await aManager(community, { name: '马经理' });
    const cardNumber = card();
    const wish = { ...fields, name: '欧阳娜娜', phone: '13912345678', cardNumber };
    const { id } = await createResident(manager, community.id, wish, asked(manager));
    for (const q of ['欧阳', '娜', 'ouyang', 'OYNN', cardNumber, '5678', '139 1234 5678']) {
      expect(
        (await searchPeople(community.id, q)).map((one) => one.id),
        q,
      ).to.deep.equal([id]);
    }
    for (const q of ['%', '_', '!', "'", '0000']) {
      expect(await searchPeople(community.id, q), q).to.deep.equal([]);
    }
    expect(await searchPeople((await aCommunity()).id, '欧阳')).to.deep.equal([]);
  });

  it('pages through the list, household by household, and misses nobody', async () => {
    const community = await aCommunity();
    const ids: number[] = [];
    for (let count = 0; count < 13; count += 1) {
      const householdId = await aHousehold(community);
      for (let member = 0; member < 4; member += 1) {
        ids.push((await aResident(community, { householdId })).personId);
      }
    }
    ids.push((await aManager(community)).personId);
    const first = await peopleOf(community.id, {});
    const second = await peopleOf(community.id, { after: first.next ?? '' });
    expect([...first.items, ...second.items].map(({ id }) => id)).to.deep.equal(ids);
    expect([first.items.length, second.next]).to.deep.equal([50, null]);
    expect((await residentsOf(community.id, { limit: 60 })).map(({ id }) => id)).to.deep.equal(
      ids.slice(0, -1),
    );
  });
});

describe('roles', () => {
  it('are given and taken back, and hold at once', async () => {
    const community = await aCommunity();
    const administrator = await anAdministrator(community);
    const { personId } = await aResident(community);
    const wish = { role: 'manager', communityId: community.id } as const;
    await grantRole(administrator, personId, wish, asked(administrator));
    await refused(grantRole(administrator, personId, wish, asked(administrator)), 'role-held');
    expect((await findActor(personId))?.roles).to.include('manager');
    const grant = (await personById(personId))?.grants.find(({ role }) => role === 'manager');
    const command = asked(administrator);
    await endGrant(administrator, grant?.id ?? 0, command);
    expect(await endGrant(administrator, grant?.id ?? 0, command)).to.deep.equal({ personId });
    await refused(endGrant(administrator, grant?.id ?? 0, asked(administrator)), 'no-grant');
    expect((await findActor(personId))?.roles).to.deep.equal(['resident']);
    expect(await eventsAbout(personId)).to.deep.equal(['role-granted', 'role-ended']);
  });

  it('are not given by managers, nor by anybody to themselves', async () => {
    const community = await aCommunity();
    const { personId } = await aResident(community);
    for (const actor of [await aManager(community), await anAdministrator(community)]) {
      const own = grantRole(actor, actor.personId, { role: 'auditor' }, asked(actor));
      await refused(own, 'grant-role');
    }
    const manager = await aManager(community);
    await refused(grantRole(manager, personId, { role: 'auditor' }, asked(manager)), 'grant-role');
  });

  it('of an administrator of one community reach no further', async () => {
    const community = await aCommunity();
    const small = await aPerson(community, { roles: ['administrator'] });
    const great = await anAdministrator(community);
    const { personId } = await aResident(community);
    await refused(grantRole(small, personId, { role: 'manager' }, asked(small)), 'grant-role');
    const elsewhere = { role: 'manager', communityId: (await aCommunity()).id } as const;
    await refused(grantRole(small, personId, elsewhere, asked(small)), 'grant-role');
    await refused(issueOneTimeCode(small, great.personId, asked(small)), 'manage-person');
  });

  it('leave an administrator for whatever was administered', () => {
    const all = { id: 1, role: 'administrator', communityId: null } as const;
    const one = { id: 2, role: 'administrator', communityId: 7 } as const;
    const same = { id: 3, role: 'administrator', communityId: 7 } as const;
    expect(leavesAnAdministrator([all, one], [2])).to.equal(true);
    expect(leavesAnAdministrator([one, same], [2])).to.equal(true);
    expect(leavesAnAdministrator([all, one], [1])).to.equal(false);
    expect(leavesAnAdministrator([one, same], [2, 3])).to.equal(false);
  });
});

describe('erasing a person', () => {
  it('takes what says who they were, and leaves every transfer and sum', async () => {
    const community = await aCommunity();
    const administrator = await anAdministrator(community);
    const householdId = await aHousehold(community);
    const person = await aResident(community, { name: '张桂英', householdId });
    await inTransaction((tx) =>
      book(
        community.id,
        [3, 4].map((points) => ({
          personId: person.personId,
          move: 'award' as const,
          points,
          cause: unique('cause'),
          occurredOn: '2026-11-20',
          bookedById: administrator.personId,
        })),
        tx,
      ),
    );
    const transfers = sql`SELECT CAST(COUNT(*) AS INTEGER) AS count,
      CAST(SUM(points) AS INTEGER) AS points FROM transfers WHERE community_id = ${community.id}`;
    const before = [await row(transfers), await balancesOf(person.personId)];
    const command = asked(administrator);
    await refused(
      erasePerson(administrator, person.personId, '张桂', asked(administrator)),
      'name-differs',
    );
    await erasePerson(administrator, person.personId, '张桂英', command);
    await erasePerson(administrator, person.personId, '张桂英', command);
    expect([await row(transfers), await balancesOf(person.personId)]).to.deep.equal(before);
    expect(await verifyLedger()).to.deep.equal([]);
    expect(await findActor(person.personId)).to.equal(null);
    const kept = await keptPerson(person.personId);
    expect([kept.phone, kept.signInName, kept.passwordHash]).to.deep.equal([null, null, null]);
    const known = (await peopleByIds([person.personId])).get(person.personId);
    expect(known).to.include({ name: '已注销', erased: true, householdId: null });
    await refused(
      erasePerson(administrator, person.personId, '已注销', asked(administrator)),
      'erased-already',
    );
  });

  it('is for an administrator, and not for oneself', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const { personId, name } = await aResident(community);
    await refused(erasePerson(manager, personId, name, asked(manager)), 'erase-person');
    const self = await anAdministrator(community);
    await refused(erasePerson(self, self.personId, self.name, asked(self)), 'erase-person');
    expect((await personById(personId))?.erasedAt).to.equal(null);
  });
});

describe('a community', () => {
  it('keeps the settings that its manager gives it', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const settings = { postingWindowDays: 30, reservationDays: 60 };
    await changeCommunity(manager, community.id, settings, asked(manager));
    expect(await communityById(community.id)).to.include(settings);
  });

  it('is the first one for a visitor who chose one that is not there', async () => {
    const { id } = await aCommunity();
    expect(await defaultCommunityId(id)).to.equal(id);
    expect(await defaultCommunityId(999_999_999)).to.equal(await defaultCommunityId(null));
  });
});
