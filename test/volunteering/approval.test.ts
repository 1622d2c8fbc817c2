import { expect } from 'chai';
import sql from 'sql-template-tag';
import { row, rows } from '../../src/base/db.ts';
import { balancesOf } from '../../src/ledger/index.ts';
import {
  approveCheckIn,
  approveCheckIns,
  rejectCheckIn,
  returnCheckIn,
  verifyVolunteering,
  withdrawCheckIn,
} from '../../src/volunteering/index.ts';
import { aCommunity, aHousehold, aManager, aPerson, aResident, asked } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { aCheckIn, aRule } from './factories.ts';

const stateOf = async (id: number): Promise<string | undefined> =>
  (await row<{ state: string }>(sql`SELECT state FROM check_ins WHERE id = ${id}`))?.state;

describe('approving a check-in', () => {
  it('pays its points and books its service', async () => {
    const community = await aCommunity();
    const rule = await aRule(community, { points: 2, unit: '小时' });
    const resident = await aResident(community);
    const manager = await aManager(community);
    const { id } = await aCheckIn(resident, rule, { quantity: 3 });

    const approved = await approveCheckIn(manager, id, asked(manager));
    expect(approved.state).to.equal('approved');
    expect(approved.points).to.equal(6);
    expect(approved.decision?.by).to.equal(manager.name);
    expect((await balancesOf(resident.personId)).available).to.equal(6);
    const served = await row(
      sql`SELECT actions, minutes FROM service_records WHERE check_in_id = ${id}`,
    );
    expect(served).to.deep.equal({ actions: 1, minutes: 180 });
  });

  it('pays once when two managers press at the same moment', async () => {
    const community = await aCommunity();
    const rule = await aRule(community);
    const resident = await aResident(community);
    const [one, two] = [await aManager(community), await aManager(community)];
    const { id } = await aCheckIn(resident, rule);
    const presses = await Promise.allSettled([
      approveCheckIn(one, id, asked(one)),
      approveCheckIn(two, id, asked(two)),
    ]);
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect((await balancesOf(resident.personId)).available).to.equal(2);
  });

  it('gives a repeated press its first answer', async () => {
    const community = await aCommunity();
    const resident = await aResident(community);
    const manager = await aManager(community);
    const { id } = await aCheckIn(resident, await aRule(community));
    const command = asked(manager);
    const first = await approveCheckIn(manager, id, command);
    expect(await approveCheckIn(manager, id, command)).to.deep.equal(first);
    await refused(approveCheckIn(manager, id + 1, command), 'key-reused');
    await refused(approveCheckIn(manager, id, asked(manager)), 'decided-already');
    expect((await balancesOf(resident.personId)).available).to.equal(2);
  });

  it('is refused once it was rejected, returned or withdrawn, and leaves no trace', async () => {
    const community = await aCommunity();
    const rule = await aRule(community);
    const resident = await aResident(community);
    const manager = await aManager(community);
    const rejected = await aCheckIn(resident, rule);
    const returned = await aCheckIn(resident, rule);
    const withdrawn = await aCheckIn(resident, rule);
    await rejectCheckIn(manager, rejected.id, '照片看不清', asked(manager));
    await returnCheckIn(manager, returned.id, '请补一张照片', asked(manager));
    await withdrawCheckIn(resident, withdrawn.id, asked(resident));
    for (const { id } of [rejected, returned, withdrawn]) {
      const before = await stateOf(id);
      await refused(approveCheckIn(manager, id, asked(manager)), 'decided-already');
      expect(await stateOf(id)).to.equal(before);
    }
    expect((await balancesOf(resident.personId)).available).to.equal(0);
    await refused(withdrawCheckIn(resident, rejected.id, asked(resident)), 'decided-already');
  });

  it('is refused for one’s own, for the household’s, and to whoever is no manager there', async () => {
    const community = await aCommunity();
    const rule = await aRule(community);
    const householdId = await aHousehold(community);
    const both = await aPerson(community, { roles: ['resident', 'manager'], householdId });
    const spouse = await aResident(community, { householdId });
    const auditor = await aPerson(community, { roles: ['auditor'] });
    const elsewhere = await aCommunity();
    const stranger = await aManager(elsewhere);
    const own = await aCheckIn(both, rule);
    const home = await aCheckIn(spouse, rule);
    await refused(approveCheckIn(both, own.id, asked(both)), 'own-check-in');
    await refused(approveCheckIn(both, home.id, asked(both)), 'own-household');
    await refused(rejectCheckIn(both, home.id, '不合适', asked(both)), 'own-household');
    await refused(approveCheckIn(spouse, home.id, asked(spouse)), 'own-check-in');
    await refused(approveCheckIn(auditor, home.id, asked(auditor)), 'review-check-in');
    await refused(approveCheckIn(stranger, home.id, asked(stranger)), 'no-check-in');
    expect(await stateOf(own.id)).to.equal('submitted');
    expect(await stateOf(home.id)).to.equal('submitted');
  });

  it('keeps every step with who, when, from which state and why', async () => {
    const community = await aCommunity();
    const resident = await aResident(community);
    const manager = await aManager(community);
    const { id } = await aCheckIn(resident, await aRule(community));
    await returnCheckIn(manager, id, '请写明地点', asked(manager));
    const steps = await rows(
      sql`SELECT person_id AS by, from_state AS "from", to_state AS "to", reason
            FROM check_in_decisions WHERE check_in_id = ${id} ORDER BY id`,
    );
    expect(steps).to.deep.equal([
      { by: resident.personId, from: null, to: 'submitted', reason: null },
      { by: manager.personId, from: 'submitted', to: 'returned', reason: '请写明地点' },
    ]);
  });
});

describe('approving many at once', () => {
  it('pays each of 200 once, also when it is asked again under another key', async () => {
    const community = await aCommunity();
    const rule = await aRule(community, { points: 1 });
    const manager = await aManager(community);
    const residents = await Promise.all(Array.from({ length: 10 }, () => aResident(community)));
    const ids: number[] = [];
    for (let index = 0; index < 200; index += 1) {
      ids.push((await aCheckIn(residents[index % 10]!, rule)).id);
    }
    // What was done before an interruption, and all of it again.
    await approveCheckIns(manager, ids.slice(0, 90), asked(manager));
    const again = await approveCheckIns(manager, ids, asked(manager));
    expect(again.approved).to.have.lengthOf(110);
    expect(again.refused).to.have.lengthOf(90);
    expect(new Set(again.refused.map(({ code }) => code))).to.deep.equal(
      new Set(['decided-already']),
    );
    for (const { personId } of residents) {
      expect((await balancesOf(personId)).available).to.equal(20);
    }
    const found = await verifyVolunteering();
    expect(found).to.deep.equal([]);
  });

  it('does what can be done and names the rest', async () => {
    const community = await aCommunity();
    const rule = await aRule(community);
    const manager = await aPerson(community, { roles: ['resident', 'manager'] });
    const resident = await aResident(community);
    const elsewhere = await aCommunity();
    const foreign = await aCheckIn(await aResident(elsewhere), await aRule(elsewhere));
    const own = await aCheckIn(manager, rule);
    const good = await aCheckIn(resident, rule);
    const done = await approveCheckIns(
      manager,
      [foreign.id, own.id, good.id, 2_000_000_000, good.id],
      asked(manager),
    );
    expect(done).to.deep.equal({
      approved: [good.id],
      refused: [
        { id: foreign.id, code: 'no-check-in' },
        { id: own.id, code: 'own-check-in' },
        { id: 2_000_000_000, code: 'no-check-in' },
      ],
    });
  });
});
