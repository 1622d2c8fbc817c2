import { expect } from 'chai';
import { inTransaction } from '../../src/base/db.ts';
import { monthOfDay, today } from '../../src/base/period.ts';
import { balancesOf, statementOf } from '../../src/ledger/index.ts';
import { messagesOf } from '../../src/messages/index.ts';
import type { Actor } from '../../src/people/index.ts';
import {
  approveCheckIn,
  approveCheckIns,
  contestTransfer,
  decideContest,
  enterCheckIns,
  rejectCheckIn,
  returnCheckIn,
  reverseTransfer,
} from '../../src/volunteering/index.ts';
import type { Rule } from '../../src/volunteering/index.ts';
import { clerkTallies } from '../../src/volunteering/contests/clerks.ts';
import { aCommunity, aHousehold, aManager, aResident, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { aCheckIn, aRule } from './factories.ts';

const enter = (by: Actor, people: readonly Actor[], rule: Rule): Promise<number[]> =>
  inTransaction((tx) =>
    enterCheckIns(
      by,
      by.communityId,
      people.map(({ personId, householdId }) => ({
        ...{ personId, householdId, rule, quantity: 1, occurredOn: today(), place: '广场' },
        note: '',
      })),
      { source: 'staff', batch: null },
      tx,
    ),
  );

const told = async ({ personId }: Actor): Promise<string[]> =>
  (await messagesOf(personId)).items.map(({ kind }) => kind);

describe('what people are told of decisions', () => {
  it('names what was approved with its points, rejected or returned with the reason', async () => {
    const community = await aCommunity();
    const [manager, person] = [await aManager(community), await aResident(community)];
    const rule = await aRule(community, { points: 2, name: '清扫楼道' });
    const [yes, no, more] = [
      await aCheckIn(person, rule),
      await aCheckIn(person, rule),
      await aCheckIn(person, rule),
    ];
    await approveCheckIn(manager, yes.id, asked(manager));
    await rejectCheckIn(manager, no.id, '照片看不清', asked(manager));
    await returnCheckIn(manager, more.id, '请写明地点', asked(manager));
    const { items } = await messagesOf(person.personId);
    expect(items.map(({ kind, facts, href }) => ({ kind, facts, href }))).to.deep.equal([
      {
        kind: 'check-in-returned',
        facts: { rule: '清扫楼道', reason: '请写明地点' },
        href: `/check-ins/${more.id}`,
      },
      {
        kind: 'check-in-rejected',
        facts: { rule: '清扫楼道', reason: '照片看不清' },
        href: `/check-ins/${no.id}`,
      },
      {
        kind: 'check-in-approved',
        facts: { rule: '清扫楼道', points: 2 },
        href: `/check-ins/${yes.id}`,
      },
    ]);
  });

  it('comes once, when the same approval is asked for twice', async () => {
    const community = await aCommunity();
    const [manager, person] = [await aManager(community), await aResident(community)];
    const { id } = await aCheckIn(person, await aRule(community));
    const command = asked(manager);
    await approveCheckIns(manager, [id], command);
    await approveCheckIns(manager, [id], command);
    expect(await told(person)).to.deep.equal(['check-in-approved']);
  });

  it('says so when the cap left nothing', async () => {
    const community = await aCommunity();
    const [manager, person] = [await aManager(community), await aResident(community)];
    const rule = await aRule(community, { capPerDay: 1 });
    const ids = [(await aCheckIn(person, rule)).id, (await aCheckIn(person, rule)).id];
    await approveCheckIns(manager, ids, asked(manager));
    expect(await told(person)).to.have.members(['check-in-approved', 'check-in-capped']);
  });

  it('tells of a reversal', async () => {
    const community = await aCommunity();
    const [manager, person] = [await aManager(community), await aResident(community)];
    const { id } = await aCheckIn(person, await aRule(community));
    await approveCheckIn(manager, id, asked(manager));
    const { items } = await statementOf(person.personId, { limit: 1 });
    await reverseTransfer(manager, items[0]?.id ?? 0, '重复申报', asked(manager));
    expect((await told(person))[0]).to.equal('award-reversed');
  });
});

describe('contesting what somebody else entered', () => {
  let community: TestCommunity;
  let clerk: Actor;
  let other: Actor;
  let rule: Rule;

  before(async () => {
    community = await aCommunity();
    [clerk, other] = [await aManager(community), await aManager(community)];
    rule = await aRule(community, { points: 3 });
  });

  /** A resident to whom the clerk entered an action that the other manager approved. */
  async function credited(wish = {}): Promise<{ person: Actor; transfer: number }> {
    const person = await aResident(community, wish);
    const ids = await enter(clerk, [person], rule);
    await approveCheckIns(other, ids, asked(other));
    const { items } = await statementOf(person.personId, { limit: 1 });
    return { person, transfer: items[0]?.id ?? 0 };
  }

  const contest = async ({ person, transfer }: { person: Actor; transfer: number }) =>
    (await contestTransfer(person, transfer, '那天我不在家', asked(person))).id;

  const availableOf = async ({ personId }: Actor): Promise<number> =>
    (await balancesOf(personId)).available;

  const upheld = { outcome: 'upheld', answer: '核对了签到表，不是本人' } as const;

  it('leads from the message, and the points stay until somebody decides', async () => {
    const one = await credited();
    const { items } = await messagesOf(one.person.personId);
    expect(items[0]).to.include({ kind: 'points-entered', href: `/transfers/${one.transfer}` });
    await contest(one);
    expect(await availableOf(one.person)).to.equal(3);
    expect((await told(other))[0]).to.equal('points-contested');
    expect(await told(clerk)).to.not.include('points-contested');
  });

  it('takes the points back by a linked reversal when it is upheld, and tells both', async () => {
    const one = await credited();
    await decideContest(other, await contest(one), upheld, asked(other));
    expect(await availableOf(one.person)).to.equal(0);
    const { items } = await statementOf(one.person.personId, { limit: 1 });
    expect(items[0]).to.include({ kind: 'reversal', reverses: one.transfer });
    expect((await told(one.person))[0]).to.equal('contest-upheld');
    expect((await told(clerk))[0]).to.equal('entry-upheld');
  });

  it('keeps the points when it is confirmed', async () => {
    const one = await credited();
    const confirmed = { outcome: 'confirmed', answer: '签到表上有本人签名' } as const;
    await decideContest(other, await contest(one), confirmed, asked(other));
    expect(await availableOf(one.person)).to.equal(3);
    expect((await told(one.person))[0]).to.equal('contest-confirmed');
  });

  it('is decided once, also when two press at the same moment', async () => {
    const one = await credited();
    const id = await contest(one);
    const third = await aManager(community);
    const pressed = await Promise.allSettled([
      decideContest(other, id, upheld, asked(other)),
      decideContest(third, id, upheld, asked(third)),
    ]);
    expect(pressed.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect(await availableOf(one.person)).to.equal(0);
  });

  it('is not decided by who entered it, by the person, or by their household', async () => {
    const householdId = await aHousehold(community);
    const one = await credited({ householdId });
    const id = await contest(one);
    const relative = await aManager(community, { householdId });
    await refused(decideContest(clerk, id, upheld, asked(clerk)), 'own-entry');
    await refused(decideContest(one.person, id, upheld, asked(one.person)), 'own-contest');
    await refused(decideContest(relative, id, upheld, asked(relative)), 'own-household');
    const stranger = await aManager(await aCommunity());
    await refused(decideContest(stranger, id, upheld, asked(stranger)), 'no-contest');
  });

  it('is for the person alone, once, and for what somebody else entered', async () => {
    const one = await credited();
    const neighbour = await aResident(community);
    const say = (by: Actor, id: number) => contestTransfer(by, id, '不是我', asked(by));
    await refused(say(neighbour, one.transfer), 'no-transfer');
    await refused(say(other, one.transfer), 'contest-transfer');
    await contest(one);
    await refused(say(one.person, one.transfer), 'contested-already');

    const own = await aCheckIn(neighbour, rule);
    await approveCheckIn(other, own.id, asked(other));
    const { items } = await statementOf(neighbour.personId, { limit: 1 });
    await refused(say(neighbour, items[0]?.id ?? 0), 'not-contestable');
  });

  it('finds undone what a manager reversed meanwhile', async () => {
    const one = await credited();
    const id = await contest(one);
    await reverseTransfer(other, one.transfer, '录错了人', asked(other));
    await decideContest(other, id, upheld, asked(other));
    expect(await availableOf(one.person)).to.equal(0);
  });
});

describe('the report of who entered how much', () => {
  it('counts entries, people, points and contests by who entered them', async () => {
    const community = await aCommunity();
    const [clerk, other] = [await aManager(community), await aManager(community)];
    const rule = await aRule(community, { points: 3 });
    const people = [await aResident(community), await aResident(community)] as const;
    const ids = await enter(clerk, [...people, people[0]], rule);
    await approveCheckIns(other, ids, asked(other));
    const own = await aCheckIn(people[0], rule);
    await approveCheckIn(other, own.id, asked(other));
    const { items } = await statementOf(people[1].personId, { limit: 1 });
    const contest = await contestTransfer(people[1], items[0]?.id ?? 0, '不是我', asked(people[1]));
    const decision = { outcome: 'upheld', answer: '确实不是' } as const;
    await decideContest(other, contest.id, decision, asked(other));
    const [one, ...none] = await clerkTallies(community.id, monthOfDay(today()));
    const counted = { entries: 3, people: 2, points: 9, reversed: 1, contested: 1, upheld: 1 };
    expect(one).to.include({ personId: clerk.personId, ...counted });
    expect(none).to.be.empty;
  });
});
