import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  enterAttendance,
  entriesOf,
  scoreSheet,
  withdrawAttendance,
} from '../../../src/staff/index.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { adoptRules, aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

const QUARTER = '2026-Q3';
const ABSENT = { ruleCode: 'absent', occurredOn: '2026-07-07', note: '全天未到岗' };

describe('entering attendance', () => {
  let street: TestStreet;
  let assessor: Actor;
  let person: Actor;

  beforeEach(async () => {
    setClock(at('2026-07-08', '10:00'));
    street = await aStreet();
    await adoptRules(street);
    [assessor, person] = [await anAssessor(street), await aMember(street)];
  });

  afterEach(() => setClock());

  const enter = (by: Actor, over = {}, command = asked(by)) =>
    enterAttendance(by, { personId: person.personId, ...ABSENT, ...over }, command);
  const points = async () =>
    (await entriesOf(street.id, person.personId, QUARTER)).map((one) => one.points);

  it('takes what the rules of the day say, once for a command that is repeated', async () => {
    const command = asked(assessor);
    const [first, again] = [await enter(assessor, {}, command), await enter(assessor, {}, command)];
    expect(again).to.deep.equal(first);
    expect(await points()).to.deep.equal([-2]);
  });

  it('is taken back by a linked reversal with its reason, and may be entered anew', async () => {
    await enter(assessor);
    const [entry] = await entriesOf(street.id, person.personId, QUARTER);
    const id = entry?.incidentId ?? 0;
    const withdrawn = () => withdrawAttendance(assessor, id, '有假条', asked(assessor));
    await withdrawn();
    await refused(withdrawn(), 'not-standing');
    const [, reversal] = await entriesOf(street.id, person.personId, QUARTER);
    expect(reversal).to.include({ points: 2, reverses: entry?.id, reason: '有假条' });
    await enter(assessor);
    expect(await points()).to.deep.equal([-2, 2, -2]);
  });

  it('is for assessors, and never about themselves', async () => {
    await refused(enter(await aLeader(street)), 'assess-staff');
    await refused(enter(assessor, { personId: assessor.personId }), 'own-score');
    const other = await anAssessor(await aStreet());
    await refused(enter(other), 'no-member');
    expect(await points()).to.deep.equal([]);
  });

  it('is taken back by no assessor of another office, nor by the person', async () => {
    await enter(assessor, { personId: (await anAssessor(street)).personId });
    const own = await anAssessor(street);
    await enter(assessor, { personId: own.personId });
    const [entry] = await entriesOf(street.id, own.personId, QUARTER);
    const withdraw = (by: Actor) =>
      withdrawAttendance(by, entry?.incidentId ?? 0, '有假条', asked(by));
    await refused(withdraw(own), 'own-score');
    await refused(withdraw(await anAssessor(await aStreet())), 'no-incident');
  });

  it('refuses the same again, a day to come, a day before their time, an unknown rule', async () => {
    await enter(assessor);
    await refused(enter(assessor), 'entered-already');
    await refused(enter(assessor, { occurredOn: '2026-07-09' }), 'day-to-come');
    await refused(enter(assessor, { occurredOn: '2019-12-31' }), 'not-member-then');
    await refused(enter(assessor, { ruleCode: 'duty-missed' }), 'no-set-rule');
  });

  it('shows in the sheet of the quarter, in order of departments and numbers', async () => {
    await enter(assessor);
    const sheet = await scoreSheet(street.id, QUARTER);
    const line = sheet.find(({ personId }) => personId === person.personId);
    expect(line).to.deep.include({ score: 98 });
    expect(sheet).to.have.length(2);
  });
});
