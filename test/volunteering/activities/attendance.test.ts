import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../../src/base/clock.ts';
import { rows } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { balancesOf } from '../../../src/ledger/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  addWalkIn,
  approveActivity,
  codeNow,
  correctMinutes,
  recordActivity,
  serviceOf,
  signByCode,
  signByTap,
} from '../../../src/volunteering/index.ts';
import type { Rule } from '../../../src/volunteering/index.ts';
import { aCommunity, aHousehold, aManager, aPerson, aResident, asked } from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aRule } from '../factories.ts';
import { anActivity, pressed, SATURDAY, signedUp } from './factories.ts';

const clock = (time: string): void => setClock(at(SATURDAY, time));
const report = { report: '清扫了三栋楼道', stayed: false };

describe('attendance of an activity', () => {
  let community: TestCommunity;
  let manager: Actor;
  let other: Actor;
  let rule: Rule;
  let hourly: Rule;

  before(async () => {
    setClock(at('2026-11-25', '09:00'));
    community = await aCommunity();
    [manager, other] = await Promise.all([aManager(community), aManager(community)]);
    rule = await aRule(community);
    hourly = await aRule(community, { unit: '小时', points: 1 });
  });

  beforeEach(() => setClock(at('2026-11-25', '09:00')));
  after(() => setClock());

  /** An activity with so many who signed up. */
  async function announced(count: number, by = rule): Promise<[number, Actor[]]> {
    const id = await anActivity(manager, by);
    const people = await Promise.all(Array.from({ length: count }, () => aResident(community)));
    for (const one of people) await signedUp(id, one);
    return [id, people];
  }

  const record = (id: number, wish = report, by = manager): Promise<{ recorded: number }> =>
    recordActivity(by, id, wish, [], asked(by));

  describe('by the code on the screen', () => {
    it('takes the code of now and of the half minute before, and none that is older', async () => {
      const [id, people] = await announced(3);
      const [first, second, third] = people as [Actor, Actor, Actor];
      clock('08:55');
      const { code } = await codeNow(id);
      const by = (one: Actor) => signByCode(one, id, 'arrival', code, asked(one));
      await by(first);
      setClock(new Date(Date.parse(at(SATURDAY, '08:55')) + 59_000).toISOString());
      await by(second);
      setClock(new Date(Date.parse(at(SATURDAY, '08:55')) + 60_000).toISOString());
      await refused(by(third), 'sign-in-code-wrong');
    });

    it('answers a press that is sent again as it was, also when its code is over', async () => {
      const [id, [person]] = (await announced(1)) as [number, [Actor]];
      clock('08:55');
      const { code } = await codeNow(id);
      const command = asked(person);
      const first = await signByCode(person, id, 'arrival', code, command);
      clock('08:58');
      expect(await signByCode(person, id, 'arrival', code, command)).to.deep.equal(first);
      await refused(pressed(person, id, 'arrival'), 'arrived-already');
    });

    it('cannot be found by trying', async () => {
      const [id, [person]] = (await announced(1)) as [number, [Actor]];
      clock('08:56');
      const { code } = await codeNow(id);
      const wrong = code === '000000' ? '111111' : '000000';
      for (let n = 0; n < 6; n += 1) {
        await refused(
          signByCode(person, id, 'arrival', wrong, asked(person)),
          'sign-in-code-wrong',
        );
      }
      await refused(signByCode(person, id, 'arrival', code, asked(person)), 'too-many-tries');
    });

    it('is for those on the list, while it is on', async () => {
      const [id, [person]] = (await announced(1)) as [number, [Actor]];
      clock('07:59');
      await refused(pressed(person, id, 'arrival'), 'not-on-now');
      clock('08:00');
      await refused(pressed(await aResident(community), id, 'arrival'), 'not-signed-up');
      await refused(pressed(person, id, 'departure'), 'not-arrived');
      await pressed(person, id, 'arrival');
    });

    it('is another for every activity', async () => {
      const [one] = await announced(0);
      const [two] = await announced(0);
      expect((await codeNow(one)).code).not.to.equal((await codeNow(two)).code);
    });
  });

  it('counts whole minutes from in to out, within the activity’s own times', async () => {
    const [id, people] = await announced(3);
    const [early, late, absent] = people as [Actor, Actor, Actor];
    clock('08:30');
    await pressed(early, id, 'arrival');
    clock('09:31');
    await pressed(late, id, 'arrival');
    clock('10:30');
    await pressed(late, id, 'departure');
    clock('11:40');
    await pressed(early, id, 'departure');
    expect((await record(id)).recorded).to.equal(2);
    await approveActivity(other, id, asked(other));
    const minutes = async (one: Actor) => (await serviceOf(one.personId)).minutes;
    expect(await Promise.all([early, late, absent].map(minutes))).to.deep.equal([120, 59, 0]);
  });

  it('pays whole hours by a rule of hours, and keeps the minutes exactly', async () => {
    const [id, people] = await announced(2, hourly);
    clock('09:00');
    for (const one of people) await pressed(one, id, 'arrival');
    clock('09:20');
    await pressed(people[0] as Actor, id, 'departure');
    clock('10:59');
    await pressed(people[1] as Actor, id, 'departure');
    clock('12:00');
    await record(id);
    await approveActivity(other, id, asked(other));
    const points = async (one: Actor) => (await balancesOf(one.personId)).available;
    expect(await Promise.all(people.map(points))).to.deep.equal([1, 1]);
    expect((await serviceOf((people[1] as Actor).personId)).minutes).to.equal(119);
  });

  it('takes who did not sign out for there until the end only when that is said', async () => {
    const [id, [person]] = (await announced(1)) as [number, [Actor]];
    clock('09:30');
    await pressed(person, id, 'arrival');
    clock('12:00');
    await refused(record(id), 'leaving-unknown');
    await record(id, { ...report, stayed: true });
    await approveActivity(other, id, asked(other));
    expect((await serviceOf(person.personId)).minutes).to.equal(90);
  });

  it('is set right with a reason, never above the activity’s length nor for oneself', async () => {
    const [id, [person]] = (await announced(1)) as [number, [Actor]];
    const helper = await aPerson(community, { roles: ['manager', 'resident'] });
    await signedUp(id, helper);
    clock('09:00');
    await signByTap(manager, id, 'arrival', person.personId, asked(manager));
    await pressed(helper, id, 'arrival');
    const set = (by: Actor, whom: Actor, minutes: number) =>
      correctMinutes(by, id, { personId: whom.personId, minutes, reason: '中途离开' }, asked(by));
    await refused(set(manager, person, 121), 'minutes-too-many');
    await refused(set(helper, helper, 60), 'own-attendance');
    await refused(set(person, helper, 60), 'run-activity');
    await set(manager, person, 45);
    await set(manager, helper, 0);
    clock('11:30');
    expect((await record(id)).recorded).to.equal(1);
    await refused(set(other, person, 60), 'activity-not-open');
    await approveActivity(other, id, asked(other));
    expect((await serviceOf(person.personId)).minutes).to.equal(45);
  });

  it('takes in who came along, also in the place of one who did not come', async () => {
    const [id, [absent]] = (await announced(1)) as [number, [Actor]];
    const [along, instead] = await Promise.all([aResident(community), aResident(community)]);
    clock('09:05');
    const add = (whom: Actor, insteadOf?: Actor) =>
      addWalkIn(
        manager,
        id,
        { personId: whom.personId, ...(insteadOf && { insteadOfId: insteadOf.personId }) },
        asked(manager),
      );
    await add(along);
    await add(instead, absent);
    await refused(add(along), 'signed-up-already');
    await refused(add(await aResident(community), along), 'not-to-replace');
    await refused(pressed(absent, id, 'arrival'), 'not-signed-up');
    clock('11:00');
    expect((await record(id, { ...report, stayed: true })).recorded).to.equal(2);
  });

  describe('recorded and approved', () => {
    /** A recorded activity of two, and who was there. */
    async function recorded(): Promise<[number, Actor[]]> {
      const [id, people] = await announced(2);
      clock('09:00');
      for (const one of people) await pressed(one, id, 'arrival');
      clock('11:00');
      await record(id, { ...report, stayed: true });
      return [id, people];
    }

    it('gives all their points and hours in one go, once', async () => {
      const [id, people] = await recorded();
      const command = asked(other);
      expect(await approveActivity(other, id, command)).to.deep.equal({ approved: 2, left: 0 });
      expect(await approveActivity(other, id, command)).to.deep.equal({ approved: 2, left: 0 });
      await refused(approveActivity(other, id, asked(other)), 'activity-not-recorded');
      for (const one of people) {
        expect((await balancesOf(one.personId)).available).to.equal(2);
        expect(await serviceOf(one.personId)).to.deep.equal({ actions: 1, minutes: 120 });
      }
      const kept = await rows<{ source: string }>(
        sql`SELECT source FROM check_ins WHERE batch = ${`activity:${id}`}`,
      );
      expect(kept.map(({ source }) => source)).to.deep.equal(['sign-in', 'sign-in']);
    });

    it('is not approved by who recorded it', async () => {
      const [id, [person]] = (await recorded()) as [number, [Actor]];
      await refused(approveActivity(manager, id, asked(manager)), 'own-entry');
      expect((await balancesOf(person.personId)).available).to.equal(0);
    });

    it('is approved once when two press at the same moment', async () => {
      const [id, [person]] = (await recorded()) as [number, [Actor]];
      const third = await aManager(community);
      const presses = await Promise.allSettled(
        [other, third].map((one) => approveActivity(one, id, asked(one))),
      );
      expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
      expect((await balancesOf(person.personId)).available).to.equal(2);
    });

    it('leaves the approver’s own household to somebody else', async () => {
      const householdId = await aHousehold(community);
      const [mother, approver] = await Promise.all([
        aResident(community, { householdId }),
        aManager(community, { householdId }),
      ]);
      const [id] = await announced(1);
      await signedUp(id, mother);
      clock('09:00');
      await pressed(mother, id, 'arrival');
      clock('11:00');
      await record(id, { ...report, stayed: true });
      const asks = (by: Actor) => approveActivity(by, id, asked(by));
      expect(await asks(approver)).to.deep.equal({ approved: 0, left: 1 });
      expect(await asks(other)).to.deep.equal({ approved: 1, left: 0 });
    });

    it('is written down after its end, and once', async () => {
      const [id] = await announced(0);
      clock('10:59');
      await refused(record(id), 'activity-not-held');
      clock('11:00');
      await record(id);
      await refused(record(id), 'activity-not-held');
    });
  });
});
