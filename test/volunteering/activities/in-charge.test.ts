import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  approveActivity,
  cancelActivity,
  putInCharge,
  recordActivity,
  reviseActivity,
  signByTap,
  signUp,
} from '../../../src/volunteering/index.ts';
import type { Rule } from '../../../src/volunteering/index.ts';
import { aCommunity, aManager, aResident, asked } from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { startServer } from '../../support/server.ts';
import { aPicture, aRule, anUpload } from '../factories.ts';
import { anActivity, aWish, SATURDAY, signedUp } from './factories.ts';

describe('an activity and who is in charge of it', () => {
  let community: TestCommunity;
  let manager: Actor;
  let rule: Rule;

  before(async () => {
    setClock(at('2026-11-25', '09:00'));
    community = await aCommunity();
    manager = await aManager(community);
    rule = await aRule(community);
  });

  beforeEach(() => setClock(at('2026-11-25', '09:00')));

  after(() => setClock());

  const charge = (id: number, { personId }: Actor, by = manager) =>
    putInCharge(by, id, { personId }, asked(by));

  const kindsTold = async (person: Actor): Promise<string[]> =>
    (await messagesOf(person.personId)).items.map(({ kind }) => kind).reverse();

  it('is run by a resident who is no manager and approves nothing', async () => {
    const id = await anActivity(manager, rule);
    const [leader, other] = [await aResident(community), await aResident(community)];
    await signedUp(id, other);
    await charge(id, leader);
    expect(await kindsTold(leader)).to.deep.equal(['activity-in-charge']);
    setClock(at(SATURDAY, '09:00'));
    const tap = (by: Actor) => signByTap(by, id, 'arrival', other.personId, asked(by));
    await refused(tap(await aResident(community)), 'run-activity');
    const gone = { ...leader, communityId: (await aCommunity()).id };
    await refused(tap(gone), 'run-activity');
    await tap(leader);
    await refused(cancelActivity(leader, id, '下雨了', asked(leader)), 'keep-activities');
    setClock(at(SATURDAY, '12:00'));
    const wish = { report: '清扫了楼道', stayed: true };
    expect((await recordActivity(leader, id, wish, [], asked(leader))).recorded).to.equal(1);
    await refused(approveActivity(leader, id, asked(leader)), 'keep-activities');
    expect((await approveActivity(manager, id, asked(manager))).approved).to.equal(1);
  });

  it('is put into the hands of the community’s people only, by a manager', async () => {
    const id = await anActivity(manager, rule);
    await refused(charge(id, await aResident(await aCommunity())), 'no-person');
    const resident = await aResident(community);
    await refused(charge(id, resident, resident), 'keep-activities');
  });

  it('asks who signs up to confirm an age and conditions', async () => {
    const id = await anActivity(manager, rule, { ageMin: 16, conditions: '身体健康' });
    const person = await aResident(community);
    await refused(signedUp(id, person), 'confirm-conditions');
    const signed = await signUp(person, id, person.personId, asked(person), true);
    expect(signed.state).to.equal('signed-up');
  });

  it('may be changed before it begins, and tells who signed up what changed', async () => {
    const id = await anActivity(manager, rule, { places: 2 });
    const people = await Promise.all([1, 2, 3].map(() => aResident(community)));
    for (const one of people) await signedUp(id, one);
    const revise = (wish: Parameters<typeof aWish>[1]) =>
      reviseActivity(manager, id, aWish(rule, wish), asked(manager));
    await refused(revise({ places: 1 }), 'places-taken');
    await revise({ places: 3, place: '三号楼前' });
    const [first, , third] = people as [Actor, Actor, Actor];
    expect(await kindsTold(first)).to.deep.equal(['activity-elsewhere']);
    expect(await kindsTold(third)).to.deep.equal(['activity-elsewhere', 'activity-moved-up']);
    await revise({ places: 3, place: '三号楼前', from: '10:00', to: '12:00' });
    expect(await kindsTold(first)).to.deep.equal(['activity-elsewhere', 'activity-moved']);
    setClock(at(SATURDAY, '10:30'));
    await refused(revise({ places: 3 }), 'activity-begun');
  });

  it('shows the photos of its report to everybody, and nobody’s name with them', async () => {
    const id = await anActivity(manager, rule);
    const person = await aResident(community, { name: '欧阳静怡' });
    await signedUp(id, person);
    setClock(at(SATURDAY, '09:00'));
    await signByTap(manager, id, 'arrival', person.personId, asked(manager));
    setClock(at(SATURDAY, '12:00'));
    const photo = await anUpload(await aPicture(77));
    const wish = { report: '清扫了三栋楼道。', stayed: true };
    await recordActivity(manager, id, wish, [photo], asked(manager));
    const server = await startServer();
    const page = await (await fetch(`${server.url}/activities/${id}`)).text();
    const [address = ''] = /\/activities\/photos\/\d+\/thumb/.exec(page) ?? [];
    const picture = await fetch(server.url + address);
    await picture.arrayBuffer();
    await server.close();
    expect(page).to.include('清扫了三栋楼道').and.not.include('欧阳静怡');
    expect([picture.status, picture.headers.get('content-type')]).to.deep.equal([
      200,
      'image/webp',
    ]);
  });
});
