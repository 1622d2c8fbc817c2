import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import {
  announceActivity,
  cancelActivity,
  createActivity,
  signUp,
  withdrawSignUp,
} from '../../../src/volunteering/index.ts';
import type { Rule } from '../../../src/volunteering/index.ts';
import { aCommunity, aHousehold, aManager, aResident, asked } from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aRule } from '../factories.ts';
import { anActivity, aWish, signedUp } from './factories.ts';

describe('signing up for an activity', () => {
  let community: TestCommunity;
  let manager: Actor;
  let rule: Rule;

  before(async () => {
    setClock(at('2026-11-25', '09:00'));
    community = await aCommunity();
    manager = await aManager(community);
    rule = await aRule(community);
  });

  after(() => setClock());

  const kindsTold = async (person: Actor): Promise<string[]> =>
    (await messagesOf(person.personId)).items.map(({ kind }) => kind);

  it('gives the last place to one of two who ask at once, and the other waits', async () => {
    const id = await anActivity(manager, rule, { places: 1 });
    const two = await Promise.all([aResident(community), aResident(community)]);
    const states = await Promise.all(two.map((one) => signedUp(id, one)));
    expect(states.map(({ state }) => state)).to.have.members(['signed-up', 'waiting']);
  });

  it('moves the first who waits up when a place is given up, and tells them', async () => {
    const id = await anActivity(manager, rule, { places: 1 });
    const [first, second, third] = (await Promise.all(
      [1, 2, 3].map(() => aResident(community)),
    )) as [Actor, Actor, Actor];
    for (const one of [first, second, third]) await signedUp(id, one);
    await withdrawSignUp(first, id, first.personId, asked(first));
    expect(await kindsTold(second)).to.deep.equal(['activity-moved-up']);
    expect(await kindsTold(third)).to.deep.equal([]);
    // Whoever comes back stands behind those who waited.
    expect((await signedUp(id, first)).state).to.equal('waiting');
  });

  it('is done once, however often it is sent', async () => {
    const id = await anActivity(manager, rule, { places: 5 });
    const person = await aResident(community);
    const command = asked(person);
    const first = await signUp(person, id, person.personId, command);
    expect(await signUp(person, id, person.personId, command)).to.deep.equal(first);
    await refused(signedUp(id, person), 'signed-up-already');
  });

  it('lets one sign up who lives with them, and nobody else', async () => {
    const id = await anActivity(manager, rule);
    const householdId = await aHousehold(community);
    const [daughter, mother] = await Promise.all([
      aResident(community, { householdId }),
      aResident(community, { householdId }),
    ]);
    const neighbour = await aResident(community);
    await signedUp(id, daughter, mother);
    expect(await kindsTold(mother)).to.deep.equal(['activity-signed-up']);
    await refused(signedUp(id, daughter, neighbour), 'sign-up-other');
    await signedUp(id, manager, neighbour);
  });

  it('is for residents of that community, until it closes', async () => {
    const id = await anActivity(manager, rule, { signUpUntil: '2026-11-26' });
    await refused(signedUp(id, await aResident(await aCommunity())), 'no-resident');
    const late = await aResident(community);
    setClock(at('2026-11-27', '00:00'));
    await refused(signedUp(id, late), 'sign-up-over');
    setClock(at('2026-11-25', '09:00'));
  });

  it('has no drafts for residents', async () => {
    const wish = aWish(rule);
    const { id } = await createActivity(manager, community.id, wish, asked(manager));
    const resident = await aResident(community);
    await refused(signedUp(id, resident), 'no-activity');
    await refused(announceActivity(resident, id, asked(resident)), 'no-activity');
  });

  it('ends with the activity being called off, which all on the list are told', async () => {
    const id = await anActivity(manager, rule, { places: 1 });
    const people = await Promise.all([1, 2].map(() => aResident(community)));
    for (const one of people) await signedUp(id, one);
    await cancelActivity(manager, id, '下雨', asked(manager));
    for (const one of people) expect(await kindsTold(one)).to.deep.equal(['activity-cancelled']);
    await refused(signedUp(id, await aResident(community)), 'sign-up-over');
  });

  it('asks for times in their order that are not past', async () => {
    const make = (wish: object): Promise<unknown> =>
      createActivity(manager, community.id, { ...aWish(rule), ...wish }, asked(manager));
    await refused(make({ from: '11:00', to: '09:00' }), 'activity-times-crossed');
    await refused(make({ heldOn: '2026-11-20' }), 'activity-past');
    await refused(make({ rule: 'none' }), 'rule-not-in-force');
    const other = await aManager(await aCommunity());
    await refused(
      createActivity(other, community.id, aWish(rule), asked(other)),
      'keep-activities',
    );
  });
});
