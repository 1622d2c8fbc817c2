import { expect } from 'chai';
import { today } from '../../../src/base/period.ts';
import { balancesOf } from '../../../src/ledger/index.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { issueToken } from '../../../src/people/index.ts';
import {
  approveCheckIn,
  enterForPerson,
  resubmitCheckIn,
  returnCheckIn,
} from '../../../src/volunteering/index.ts';
import type { Rule } from '../../../src/volunteering/index.ts';
import type { ProxyForm } from '../../../src/volunteering/proxies/forms.ts';
import { proxyEntriesBy } from '../../../src/volunteering/proxies/queries.ts';
import { aCommunity, aHousehold, aManager, aResident, asked } from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { startServer } from '../../support/server.ts';
import { aPicture, aRule, anUpload } from '../factories.ts';

describe('entering an action for a person without a phone', () => {
  let community: TestCommunity;
  let clerk: Actor;
  let other: Actor;
  let rule: Rule;

  before(async () => {
    community = await aCommunity();
    clerk = await aManager(community, { name: '陈敏' });
    other = await aManager(community);
    rule = await aRule(community, { points: 2 });
  });

  const formFor = ({ personId }: Actor, wish: Partial<ProxyForm> = {}): ProxyForm => ({
    ...{ personId, rule: rule.code, quantity: 1, occurredOn: today(), place: '三号楼', note: '' },
    ...{ consentWay: 'in-person', consentOn: today(), consent: true, ...wish },
  });

  const enter = (by: Actor, person: Actor, wish: Partial<ProxyForm> = {}, command = asked(by)) =>
    enterForPerson(by, formFor(person, wish), [], command);

  it('is approved by somebody else, and the person is told where to say that it was not them', async () => {
    const person = await aResident(community);
    const { id } = await enter(clerk, person);
    await refused(approveCheckIn(clerk, id, asked(clerk)), 'own-entry');
    const seen = await approveCheckIn(other, id, asked(other));
    expect(seen.enteredBy?.name).to.equal('陈敏');
    expect((await balancesOf(person.personId)).available).to.equal(2);
    const { items } = await messagesOf(person.personId);
    expect(items[0]?.kind).to.equal('points-entered');
  });

  it('is entered once, however often it is sent', async () => {
    const person = await aResident(community);
    const command = asked(clerk);
    const photo = await anUpload(await aPicture(41));
    const send = () => enterForPerson(clerk, formFor(person), [photo], command);
    const first = await send();
    expect(await send()).to.deep.equal(first);
    const mine = await proxyEntriesBy(clerk.personId);
    expect(mine.filter(({ id }) => id === first.id)).to.have.length(1);
  });

  it('is for one’s own household, or for a manager', async () => {
    const householdId = await aHousehold(community);
    const daughter = await aResident(community, { householdId });
    const mother = await aResident(community, { householdId });
    const neighbour = await aResident(community);
    const { id } = await enter(daughter, mother);
    await refused(enter(daughter, neighbour), 'enter-for-person');
    await refused(enter(daughter, daughter), 'own-proxy');
    await refused(approveCheckIn(daughter, id, asked(daughter)), 'review-check-in');
  });

  it('does not know people of another community', async () => {
    const stranger = await aResident(await aCommunity());
    await refused(enter(clerk, stranger), 'no-person');
  });

  it('asks for a day of consent that has come', async () => {
    const person = await aResident(community);
    await refused(enter(clerk, person, { consentOn: '2999-01-01' }), 'consent-in-future');
  });

  it('is sent again by who entered it, when it was returned', async () => {
    const householdId = await aHousehold(community);
    const son = await aResident(community, { householdId });
    const father = await aResident(community, { householdId });
    const { id } = await enter(son, father);
    await returnCheckIn(other, id, '请写明地点', asked(other));
    const again = { rule: rule.code, place: '五号楼下' };
    expect((await resubmitCheckIn(son, id, again, [], asked(son))).state).to.equal('submitted');
    const neighbour = await aResident(community);
    await refused(resubmitCheckIn(neighbour, id, again, [], asked(neighbour)), 'no-check-in');
  });

  it('says at the box that consent is missing, and keeps what was typed', async () => {
    const server = await startServer();
    const person = await aResident(community);
    const { consent, ...rest } = formFor(person, { place: '七号楼的楼道' });
    expect(consent).to.equal(true);
    const answer = await fetch(`${server.url}/proxies`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await issueToken(clerk)}`,
        'content-type': 'application/json',
        'idempotency-key': asked(clerk).key,
        accept: 'text/html',
      },
      body: JSON.stringify(rest),
    });
    const html = await answer.text();
    await server.close();
    expect(answer.status).to.equal(422);
    expect(html).to.include('field-consent-error').and.include('七号楼的楼道');
    expect((await balancesOf(person.personId)).available).to.equal(0);
  });
});
