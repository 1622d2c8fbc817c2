import { expect } from 'chai';
import sql, { raw } from 'sql-template-tag';
import { change, inTransaction, row } from '../../src/base/db.ts';
import { balancesOf, verifyLedger } from '../../src/ledger/index.ts';
import {
  approveCheckIn,
  reverseTransfer,
  verifyVolunteering,
} from '../../src/volunteering/index.ts';
import { transferFor } from '../../src/volunteering/transfer-queries.ts';
import { aCommunity, aHousehold, aManager, aPerson, aResident, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { booked, returnHeld } from '../ledger/factories.ts';
import { refused } from '../support/refused.ts';
import { aCheckIn, aRule } from './factories.ts';

async function anAward(community: TestCommunity, householdId?: number) {
  const manager = await aManager(community);
  const resident = await aResident(community, householdId === undefined ? {} : { householdId });
  const { id } = await aCheckIn(resident, await aRule(community));
  await approveCheckIn(manager, id, asked(manager));
  return { manager, resident, checkInId: id, transferId: (await transferFor(id))! };
}

describe('reversing a transfer', () => {
  after(returnHeld);

  it('takes the points and the service back, once', async () => {
    const community = await aCommunity();
    const { manager, resident, checkInId, transferId } = await anAward(community);
    const command = asked(manager);
    const reversal = await reverseTransfer(manager, transferId, '照片是别人的', command);
    expect(reversal).to.include({
      kind: 'reversal',
      points: -2,
      reverses: transferId,
      checkIn: checkInId,
    });
    expect(await reverseTransfer(manager, transferId, '照片是别人的', command)).to.deep.equal(
      reversal,
    );
    expect(await balancesOf(resident.personId)).to.include({ available: 0, earned: 0 });
    const served = await row(
      sql`SELECT SUM(actions) AS actions, SUM(minutes) AS minutes FROM service_records
           WHERE check_in_id = ${checkInId}`,
    );
    expect(served).to.deep.equal({ actions: 0, minutes: 0 });
    await refused(
      reverseTransfer(manager, transferId, '再冲一次', asked(manager)),
      'reversed-already',
    );
    expect([...(await verifyLedger()), ...(await verifyVolunteering())]).to.deep.equal([]);
  });

  it('is refused when the points are spent, and leaves no trace', async () => {
    const community = await aCommunity();
    const { manager, resident, checkInId, transferId } = await anAward(community);
    await booked(resident, 'reservation', 2);
    await refused(
      reverseTransfer(manager, transferId, '照片是别人的', asked(manager)),
      'insufficient-points',
    );
    const after = await row(
      sql`SELECT c.reversed_at AS "reversedAt", (SELECT COUNT(*) FROM service_records s
             WHERE s.check_in_id = c.id) AS records FROM check_ins c WHERE c.id = ${checkInId}`,
    );
    expect(after).to.deep.equal({ reversedAt: null, records: 1 });
    expect(await verifyVolunteering()).to.deep.equal([]);
  });

  it('is for another manager of that community than one of the household', async () => {
    const community = await aCommunity();
    const householdId = await aHousehold(community);
    const { resident, transferId } = await anAward(community, householdId);
    const spouse = await aManager(community, { householdId });
    const stranger = await aManager(await aCommunity());
    const auditor = await aPerson(community, { roles: ['auditor'] });
    const reason = '照片是别人的';
    const by = (actor: typeof spouse) => reverseTransfer(actor, transferId, reason, asked(actor));
    await refused(by(spouse), 'own-household');
    await refused(by(stranger), 'no-transfer');
    await refused(by(auditor), 'reverse-transfer');
    await refused(by(resident), 'own-transfer');
    expect((await balancesOf(resident.personId)).available).to.equal(2);
  });
});

describe('the books of volunteering', () => {
  after(returnHeld);

  for (const table of ['transfers', 'service_records', 'check_in_decisions', 'rule_versions']) {
    it(`refuse UPDATE and DELETE on ${table}, whoever asks`, async () => {
      const community = await aCommunity();
      await anAward(community);
      const ask = (words: string) =>
        inTransaction((tx) => change(raw(words), tx)).then(
          () => 'done',
          (error: unknown) => String((error as { original?: unknown }).original),
        );
      expect(await ask(`UPDATE ${table} SET id = id`)).to.contain('append-only');
      expect(await ask(`DELETE FROM ${table}`)).to.contain('append-only');
    });
  }
});
