import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { endGrant, findActor, personById, signIn } from '../../../src/people/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { closeQuarter, memberOf, membersOf } from '../../../src/staff/index.ts';
import {
  changeMember,
  createMember,
  grantMemberRole,
  issueMemberCode,
} from '../../../src/staff/members/keeping.ts';
import { listedMembers, searchMembers } from '../../../src/staff/members/listing.ts';
import { changePost, withdrawPost } from '../../../src/staff/members/posts.ts';
import { postsOf, termsOf } from '../../../src/staff/members/queries.ts';
import {
  endSignIns,
  leaveOffice,
  returnToOffice,
  withdrawDeparture,
} from '../../../src/staff/members/terms.ts';
import { aCommunity, aPerson, asked, TEST_PASSWORD, unique } from '../../factories.ts';
import { eventsAbout, signInNameOf } from '../../people/factories.ts';
import { refused } from '../../support/refused.ts';
import { aDepartment, aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

const NEW = { name: '欧阳兰', kind: 'contract', post: '网格员', fromOn: '2026-11-01' } as const;

describe('staff members', () => {
  let street: TestStreet;
  let assessor: Actor;
  let administrator: Actor;
  let member: Actor;

  beforeEach(async () => {
    setClock(at('2026-11-20', '10:00'));
    street = await aStreet();
    assessor = await anAssessor(street);
    administrator = await aMember(street, { name: '高管', roles: ['staff', 'administrator'] });
    member = await aMember(street);
  });

  afterEach(() => setClock());

  const newOne = (over = {}) => ({
    ...NEW,
    staffNumber: unique('n').slice(-20),
    departmentId: street.departmentId,
    ...over,
  });
  const add = (over = {}, by = assessor) => createMember(by, newOne(over), asked(by));
  const leave = (personId: number, toOn: string, by = assessor) =>
    leaveOffice(by, personId, toOn, asked(by));
  const comeBack = (personId: number, fromOn: string) =>
    returnToOffice(assessor, personId, { ...newOne(), fromOn }, asked(assessor));
  const put = (personId: number, fields: object, by = assessor) =>
    changePost(by, personId, { ...newOne(), ...fields }, asked(by));
  const isActive = async (personId: number) => (await personById(personId))?.active;

  it('are added with a post, as staff and nothing else, and it is noted', async () => {
    const { personId } = await add();
    expect(await memberOf(personId, street.id)).to.include({ name: '欧阳兰', post: '网格员' });
    expect((await findActor(personId))?.roles).to.deep.equal(['staff']);
    expect(await eventsAbout(personId)).to.deep.equal(['member-created']);
  });

  it('share no staff number, but may share a name', async () => {
    await add({ staffNumber: 'A1' });
    expect(await refused(add({ staffNumber: 'A1' }), 'staff-number-taken')).to.include({
      field: 'staffNumber',
    });
    await add();
    const { id: elsewhere } = await aStreet();
    expect(await membersOf(elsewhere)).to.deep.equal([]);
    const strange = await aDepartment(await aStreet());
    await refused(add({ departmentId: strange }), 'no-department');
  });

  it('are found by name, pinyin, initials and number, in their own office only', async () => {
    const { personId } = await add({ staffNumber: 'XD_9' });
    await add({ name: '李四', staffNumber: 'XD19' });
    for (const q of ['欧阳', 'ouyang', 'oyl', 'xd_9']) {
      const found = await searchMembers(street.id, q);
      expect(
        found.map((one) => one.personId),
        q,
      ).to.deep.equal([personId]);
    }
    expect(await searchMembers((await aStreet()).id, '欧阳')).to.deep.equal([]);
  });

  it('are listed page by page, by department and number, those who left apart', async () => {
    const second = await aDepartment(street);
    for (let n = 10; n < 62; n += 1) await aMember(street, { staffNumber: `Z${n}` });
    const { personId } = await add({ departmentId: second, staffNumber: 'A0' });
    const first = await listedMembers(street.id, {});
    expect(first.items).to.have.length(50);
    const { items, next } = await listedMembers(street.id, { after: first.next ?? 0 });
    expect([items.length, next]).to.deep.equal([6, null]);
    expect(items.at(-1)?.personId).to.equal(personId);
    await leave(personId, '2026-11-19');
    const left = await listedMembers(street.id, { who: 'left' });
    expect(left.items.map((one) => one.personId)).to.deep.equal([personId]);
    expect((await listedMembers(street.id, { department: second })).items).to.deep.equal([]);
  });

  describe('are kept', () => {
    const fields = { name: '赵光明', staffNumber: 'B2', kind: 'contract' } as const;
    const change = (by: Actor, personId: number) => changeMember(by, personId, fields, asked(by));

    it('by an assessor while they hold no other role, never by themselves', async () => {
      await change(assessor, member.personId);
      const renamed = await memberOf(member.personId, street.id);
      expect(renamed).to.include({ name: '赵光明', staffNumber: 'B2', kind: 'contract' });
      for (const one of [assessor, administrator]) {
        await refused(change(one, one.personId), 'keep-member');
        await refused(put(one.personId, {}, one), 'keep-member');
        await refused(leave(one.personId, '2026-11-30', one), 'keep-member');
        await refused(issueMemberCode(one, one.personId, asked(one)), 'keep-member');
      }
    });

    it('by an administrator when they hold another, so that a code is no way to that role', async () => {
      const leader = await aLeader(street);
      const code = (by: Actor) => issueMemberCode(by, leader.personId, asked(by));
      await refused(code(assessor), 'keep-member');
      await refused(change(assessor, leader.personId), 'keep-member');
      await code(administrator);
      const everywhere = await aPerson(await aCommunity(), {
        roles: ['administrator'],
        everywhere: true,
      });
      const above = await grantMemberRole(
        administrator,
        member.personId,
        'auditor',
        asked(administrator),
      );
      await refused(change(assessor, above.personId), 'keep-member');
      // The office of the first street is the one that they see; here it is another.
      await refused(change(everywhere, leader.personId), 'no-member');
    });

    it('by nobody of another office, nor by leaders and staff', async () => {
      const stranger = await anAssessor(await aStreet());
      await refused(change(stranger, member.personId), 'no-member');
      await refused(change(await aLeader(street), member.personId), 'keep-member');
      await refused(change(await aMember(street), member.personId), 'read-staff');
    });
  });

  it('sign in with a one-time code that ends their password', async () => {
    const { code } = await issueMemberCode(assessor, member.personId, asked(assessor));
    const name = await signInNameOf(member.personId);
    await refused(signIn(name, TEST_PASSWORD), 'sign-in-wrong');
    expect(await signIn(name, code)).to.include({ mustChangePassword: true });
  });

  describe('get roles', () => {
    const grant = (by: Actor, personId: number) =>
      grantMemberRole(by, personId, 'assessor', asked(by));

    it('from an administrator, never from themselves, and lose them again', async () => {
      await refused(grant(assessor, member.personId), 'grant-role');
      await refused(grant(administrator, administrator.personId), 'grant-role');
      await grant(administrator, member.personId);
      await refused(grant(administrator, member.personId), 'role-held');
      const held = (await personById(member.personId))?.grants.find(
        (one) => one.role === 'assessor',
      );
      await endGrant(administrator, held?.id ?? 0, asked(administrator), 'street');
      expect((await findActor(member.personId))?.roles).to.deep.equal(['staff']);
    });

    it('no more once they leave; and an administrator gives the role back first', async () => {
      await leave(member.personId, '2026-11-30');
      await refused(grant(administrator, member.personId), 'member-leaves');
      const second = await aMember(street, { roles: ['staff', 'administrator'] });
      await refused(leave(second.personId, '2026-11-30', administrator), 'administrator-leaves');
    });
  });

  describe('change posts', () => {
    it('from a day on; what was before stays, and a mistake is taken back', async () => {
      const departmentId = await aDepartment(street, '新科室');
      await put(member.personId, { departmentId, post: '组长', fromOn: '2026-11-10' });
      await put(member.personId, { post: '主任', fromOn: '2026-12-01' });
      expect(await memberOf(member.personId)).to.include({ post: '组长', department: '新科室' });
      const [next] = await postsOf(street.id, member.personId);
      expect(next).to.include({ title: '主任', fromOn: '2026-12-01' });
      const command = asked(assessor);
      await withdrawPost(assessor, next?.id ?? 0, command);
      await withdrawPost(assessor, next?.id ?? 0, command);
      const titles = (await postsOf(street.id, member.personId)).map(({ title }) => title);
      expect(titles).to.deep.equal(['组长', '科员']);
    });

    it('never twice on a day, before they came, or in a closed quarter; the first one stays', async () => {
      const { personId } = await add();
      await refused(put(personId, { fromOn: '2026-11-01' }), 'post-that-day');
      await refused(put(personId, { fromOn: '2026-10-31' }), 'not-member-then');
      const [first] = await postsOf(street.id, personId);
      await refused(withdrawPost(assessor, first?.id ?? 0, asked(assessor)), 'first-post');
      await inTransaction((tx) => closeQuarter(street.id, '2026-Q3', null, tx));
      for (const fromOn of ['2026-09-30', '2021-01-01']) {
        await refused(put(member.personId, { fromOn }), 'quarter-closed');
      }
      await put(member.personId, { fromOn: '2026-10-01' });
    });
  });

  describe('leave and come back', () => {
    it('with a time for each stay, and sign in only while they belong', async () => {
      const { personId } = member;
      await leave(personId, '2026-11-15');
      expect(await isActive(personId)).to.equal(false);
      await refused(leave(personId, '2026-11-16'), 'left-already');
      await refused(comeBack(personId, '2026-11-15'), 'returns-before-leaving');
      await comeBack(personId, '2026-11-18');
      expect(await isActive(personId)).to.equal(true);
      const terms = (await termsOf(street.id, personId)).map(({ fromOn, toOn }) => [fromOn, toOn]);
      expect(terms).to.deep.equal([
        ['2026-11-18', null],
        ['2020-01-01', '2026-11-15'],
      ]);
      expect((await postsOf(street.id, personId))[0]).to.include({ title: '网格员' });
      await refused(comeBack(personId, '2026-11-19'), 'not-left');
    });

    it('and keep their sign-in until the last day is over', async () => {
      const { personId } = member;
      await leave(personId, '2026-11-21');
      setClock(at('2026-11-21', '23:00'));
      await endSignIns();
      expect(await isActive(personId)).to.equal(true);
      setClock(at('2026-11-22', '00:05'));
      await endSignIns();
      expect(await isActive(personId)).to.equal(false);
      await endSignIns();
      const ended = (await eventsAbout(personId)).filter((name) => name === 'member-signed-out');
      expect(ended).to.have.length(1);
    });

    it('or stay after all, unless the quarter of it is closed', async () => {
      const stay = (personId: number) => withdrawDeparture(assessor, personId, asked(assessor));
      await refused(stay(member.personId), 'not-left');
      await leave(member.personId, '2026-11-15');
      await stay(member.personId);
      expect(await isActive(member.personId)).to.equal(true);
      await leave(member.personId, '2026-09-30');
      await inTransaction((tx) => closeQuarter(street.id, '2026-Q3', null, tx));
      await refused(stay(member.personId), 'quarter-closed');
      const other = await aMember(street);
      await refused(leave(other.personId, '2026-09-30'), 'quarter-closed');
      await refused(leave(other.personId, '2019-12-31'), 'leaves-before-coming');
    });

    it('once, when two write it down at the same moment', async () => {
      const leaving = await Promise.allSettled([
        leave(member.personId, '2026-11-15'),
        leave(member.personId, '2026-11-16', administrator),
      ]);
      expect(leaving.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
      const back = await Promise.allSettled([
        comeBack(member.personId, '2026-11-18'),
        comeBack(member.personId, '2026-11-19'),
      ]);
      expect(back.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
      expect(await termsOf(street.id, member.personId)).to.have.length(2);
    });
  });
});
