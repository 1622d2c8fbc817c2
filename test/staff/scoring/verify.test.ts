import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../../src/base/clock.ts';
import { change, inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { enterAttendance, verifyScores } from '../../../src/staff/index.ts';
import { asked } from '../../factories.ts';
import { adoptRules, aMember, anAssessor, aStreet } from '../factories.ts';

describe('verifying scores', () => {
  afterEach(() => setClock());

  it('finds an incident that was changed behind the entries, and an account that was', async () => {
    setClock(at('2026-07-08', '10:00'));
    const street = await aStreet();
    await adoptRules(street);
    const [assessor, { personId }] = [await anAssessor(street), await aMember(street)];
    const entry = { personId, ruleCode: 'absent', occurredOn: '2026-07-07', note: '全天未到岗' };
    await enterAttendance(assessor, entry, asked(assessor));
    const found = async () => (await verifyScores()).map(({ what, stored }) => ({ what, stored }));
    const tamper = (state: string, points: number) =>
      inTransaction(async (tx) => {
        await change(
          sql`UPDATE score_incidents SET state = ${state} WHERE person_id = ${personId}`,
          tx,
        );
        await change(
          sql`UPDATE accounts SET balance = balance + ${points}
               WHERE owner_id = ${personId} AND kind = 'score'`,
          tx,
        );
      });
    expect(await found()).to.deep.equal([]);
    await tamper('void', 5);
    expect(await found()).to.deep.equal([
      { what: 'score', stored: 3 },
      { what: 'incident', stored: -2 },
    ]);
    await tamper('stands', -5);
    expect(await found()).to.deep.equal([]);
  });
});
