import { expect } from 'chai';
import { joinHousehold, leaveHousehold, splitHousehold } from '../../src/households/index.ts';
import { agreeToPool, endPool, nameHeadOf, recordConsents } from '../../src/households/index.ts';
import { verifyLedger } from '../../src/ledger/index.ts';
import { cancelRedemption, verifyStock } from '../../src/market/index.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { householdById, movesOf } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aHousehold, aManager, aResident, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { aGood, aSaver, kept, pointsOf, reserved } from '../market/factories.ts';
import { refused } from '../support/refused.ts';
import { allAgree, isPooled, memberIds, now } from './factories.ts';

describe('a household', () => {
  let community: TestCommunity;
  let manager: Actor;
  let home: number;
  let wife: Actor;
  let husband: Actor;

  beforeEach(async () => {
    community = await aCommunity();
    manager = await aManager(community);
    home = await aHousehold(community);
    wife = await aSaver(community, 20, { householdId: home });
    husband = await aSaver(community, 10, { householdId: home });
  });

  const kindsTold = async (person: Actor): Promise<string[]> =>
    (await messagesOf(person.personId, undefined)).items.map(({ kind }) => kind);

  it('has the first grown-up for its head until another is named', async () => {
    expect((await householdById(home)).headId).to.equal(wife.personId);
    await nameHeadOf(manager, home, husband.personId, asked(manager));
    expect((await householdById(home)).headId).to.equal(husband.personId);
    const stranger = await aResident(community);
    await refused(nameHeadOf(manager, home, stranger.personId, asked(manager)), 'not-in-household');
  });

  it('pools when the head has asked and every grown-up agrees, and tells them', async () => {
    await refused(agreeToPool(husband, asked(husband)), 'head-first');
    await agreeToPool(wife, asked(wife));
    expect(await isPooled(home)).to.equal(false);
    expect(await kindsTold(husband)).to.deep.equal(['pool-asked']);
    await agreeToPool(husband, asked(husband));
    expect(await isPooled(home)).to.equal(true);
    expect(await kindsTold(wife)).to.deep.equal(['pool-begun']);
  });

  it('begins to pool when the last two agree at the same moment', async () => {
    const son = await aResident(community, { householdId: home });
    await agreeToPool(wife, asked(wife));
    await Promise.all([husband, son].map((one) => agreeToPool(one, asked(one))));
    expect(await isPooled(home)).to.equal(true);
  });

  it('ends its pool by the word of any member, and takes nothing of what is reserved', async () => {
    const rice = await aGood(community, { points: 25 });
    await allAgree([wife, husband]);
    const { id } = await reserved(wife, rice);
    await endPool(husband, home, asked(husband));
    expect(await isPooled(home)).to.equal(false);
    expect(await pointsOf(wife)).to.deep.equal([0, 25]);
    await cancelRedemption(wife, id, asked(wife));
    expect(await pointsOf(husband)).to.deep.equal([10, 0]);
    await refused(endPool(husband, home, asked(husband)), 'no-pool');
    const stranger = await aResident(community);
    await refused(endPool(stranger, home, asked(stranger)), 'end-pool');
  });

  it('takes consents on paper from a manager who lives elsewhere', async () => {
    const people = [husband.personId, wife.personId];
    const own = await aManager(community, { householdId: home });
    await refused(recordConsents(own, home, people, asked(own)), 'record-consents');
    await leaveHousehold(manager, home, { memberId: own.personId, reason: '搬走' }, asked(manager));
    await recordConsents(manager, home, people, asked(manager));
    expect(await isPooled(home)).to.equal(true);
    await refused(recordConsents(wife, home, people, asked(wife)), 'record-consents');
  });

  it('pools no more when somebody joins, until they agree as well', async () => {
    await allAgree([wife, husband]);
    const mother = await aResident(community);
    const wish = { memberId: mother.personId, reason: '同住' };
    await joinHousehold(manager, home, wish, asked(manager));
    expect(await isPooled(home)).to.equal(false);
    await allAgree([mother]);
    expect(await isPooled(home)).to.equal(true);
    await leaveHousehold(manager, home, wish, asked(manager));
    expect(await isPooled(home)).to.equal(true);
  });

  it('splits with its points where they were earned, and remembers who went', async () => {
    await allAgree([wife, husband]);
    const split = { gridId: community.gridId, name: '6栋102', reason: '分家' };
    const both = [wife.personId, husband.personId];
    await refused(
      splitHousehold(manager, home, { ...split, memberIds: both }, asked(manager)),
      'split-all',
    );
    const command = asked(manager);
    const { id } = await splitHousehold(
      manager,
      home,
      { ...split, memberIds: [wife.personId] },
      command,
    );
    expect(
      await splitHousehold(manager, home, { ...split, memberIds: [wife.personId] }, command),
    ).to.include({
      id,
    });
    expect([await memberIds(home), await memberIds(id)]).to.deep.equal([
      [husband.personId],
      [wife.personId],
    ]);
    expect((await householdById(home)).headId).to.equal(husband.personId);
    expect(await isPooled(home)).to.equal(false);
    const [last] = await movesOf(home);
    expect(last).to.include({
      kind: 'split',
      reason: '分家',
      person: wife.name,
      toHouseholdId: id,
    });
    expect([await pointsOf(wife), await pointsOf(husband)]).to.deep.equal([
      [20, 0],
      [10, 0],
    ]);
  });

  it('lets one of two who split it at once go first, and loses nobody', async () => {
    const split = { gridId: community.gridId, name: '6栋103', reason: '分家' };
    const asks = await Promise.allSettled(
      [wife, husband].map((one) =>
        splitHousehold(manager, home, { ...split, memberIds: [one.personId] }, asked(manager)),
      ),
    );
    expect(kept(asks)).to.equal(1);
    expect(await memberIds(home)).to.have.length(1);
  });

  it('is nothing to a manager of another community', async () => {
    const other = await aManager(await aCommunity());
    const wish = { memberId: wife.personId, reason: '搬走' };
    await refused(leaveHousehold(other, home, wish, asked(other)), 'keep-households');
    await refused(leaveHousehold(wife, home, wish, asked(wife)), 'keep-households');
    expect((await now(wife)).householdId).to.equal(home);
  });

  after(async () => {
    expect(await verifyLedger()).to.deep.equal([]);
    expect(await verifyStock()).to.deep.equal([]);
  });
});
