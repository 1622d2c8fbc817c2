import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { enterAttendance, entriesOf } from '../../../src/staff/index.ts';
import { withAttachments } from '../../../src/staff/attachments/attachments.ts';
import { readableAttachment, attachmentsOf } from '../../../src/staff/attachments/attachments.ts';
import { askLeave } from '../../../src/staff/leave/asking.ts';
import { workingDaysOf } from '../../../src/staff/leave/cover.ts';
import {
  approveLeave,
  rejectLeave,
  revokeLeave,
  withdrawLeave,
} from '../../../src/staff/leave/deciding.ts';
import { leaveOf } from '../../../src/staff/leave/queries.ts';
import { calendarOf } from '../../../src/staff/calendar/days.ts';
import '../../../src/staff/leave/routes.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aPdf } from '../attachments/factories.ts';
import { adoptRules, aLeader, aMember, anAssessor, aStreet, PLAIN_RULES } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { imported } from '../imports/factories.ts';
import { approved, ask } from './factories.ts';

const MONDAY = '2026-07-06';

describe('leave', () => {
  let street: TestStreet;
  let assessor: Actor;
  let leader: Actor;
  let fang: Actor;

  beforeEach(async () => {
    setClock(at('2026-07-14', '10:00'));
    street = await aStreet();
    await adoptRules(street, PLAIN_RULES);
    assessor = await anAssessor(street);
    leader = await aLeader(street);
    fang = await aMember(street, { staffNumber: 'N01', name: '王芳' });
  });

  afterEach(() => setClock());

  const points = async () =>
    (await entriesOf(street.id, fang.personId, '2026-Q3')).map((one) => one.points);
  const approve = (by: Actor, id: number) => approveLeave(by, id, asked(by));

  it('cancels a deduction that was there before it, and revoked brings it back', async () => {
    await imported(assessor, `N01,王芳,${MONDAY},,`);
    const id = await approved(fang, leader, MONDAY);
    expect(await points()).to.deep.equal([-2, 2]);
    await revokeLeave(leader, id, '未实际请假', asked(leader));
    expect(await points()).to.deep.equal([-2, 2, -2]);
  });

  it('cancels one that comes after it, in the same way', async () => {
    const id = await approved(fang, leader, MONDAY);
    await imported(assessor, `N01,王芳,${MONDAY},,`);
    expect(await points()).to.deep.equal([]);
    await revokeLeave(leader, id, '未实际请假', asked(leader));
    expect(await points()).to.deep.equal([-2]);
  });

  it('covers halves and hours: only what is due beside it counts', async () => {
    await imported(assessor, `N01,王芳,${MONDAY},10:20,17:30`);
    expect(await points()).to.deep.equal([-2]);
    const outing = { kind: 'outing', fromTime: '08:30', toTime: '10:15' } as const;
    await approved(fang, leader, MONDAY, outing);
    expect(await points()).to.deep.equal([-2, 2]);
    await imported(assessor, `N01,王芳,${MONDAY},10:25,17:30`);
    expect(await points()).to.deep.equal([-2, 2, -1]);
  });

  it('stands above an assessor’s word too', async () => {
    const entry = { personId: fang.personId, ruleCode: 'absent', occurredOn: MONDAY, note: '缺勤' };
    await enterAttendance(assessor, entry, asked(assessor));
    const id = await approved(fang, leader, MONDAY);
    expect(await points()).to.deep.equal([-2, 2]);
    await refused(enterAttendance(assessor, entry, asked(assessor)), 'on-leave');
    await revokeLeave(leader, id, '未实际请假', asked(leader));
    expect(await points()).to.deep.equal([-2, 2, -2]);
  });

  it('counts for nothing until it is approved, nor when it is rejected or withdrawn', async () => {
    await imported(assessor, `N01,王芳,${MONDAY},,`);
    const first = await ask(fang, MONDAY);
    await rejectLeave(leader, first, '人手不足', asked(leader));
    await refused(approve(leader, first), 'leave-decided');
    const second = await ask(fang, MONDAY);
    await withdrawLeave(fang, second, asked(fang));
    await refused(approve(leader, second), 'leave-decided');
    await refused(withdrawLeave(fang, second, asked(fang)), 'leave-decided');
    await refused(revokeLeave(leader, second, '……', asked(leader)), 'leave-not-approved');
    expect(await points()).to.deep.equal([-2]);
  });

  it('is decided once when two leaders press at the same moment', async () => {
    const other = await aLeader(street);
    const id = await ask(fang, MONDAY);
    const presses = await Promise.allSettled([
      approve(leader, id),
      rejectLeave(other, id, '人手不足', asked(other)),
    ]);
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
  });

  it('is decided by a leader, never by oneself, nor by who entered it', async () => {
    const id = await ask(fang, MONDAY);
    await refused(approve(assessor, id), 'decide-leave');
    await refused(approve(fang, id), 'decide-leave');
    const own = await ask(leader, MONDAY);
    await refused(approve(leader, own), 'decide-leave');
    const both = await aMember(street, { roles: ['staff', 'assessor', 'leader'] });
    const entered = await ask(both, '2026-07-07', { personId: fang.personId });
    await refused(approve(both, entered), 'decide-leave');
    await approve(leader, entered);
    await refused(approve(await aLeader(await aStreet()), id), 'no-leave');
  });

  it('may be entered by an assessor in the place of somebody; both names are kept', async () => {
    const id = await ask(assessor, MONDAY, { personId: fang.personId });
    const leave = await leaveOf(id, street.id);
    expect([leave.personId, leave.askedById]).to.deep.equal([fang.personId, assessor.personId]);
    const stranger = await aMember(await aStreet());
    await refused(ask(fang, MONDAY, { personId: assessor.personId }), 'ask-leave');
    await refused(ask(assessor, MONDAY, { personId: stranger.personId }), 'no-member');
  });

  it('refuses what cannot be: no workday, backwards, twice, beyond their time', async () => {
    await refused(ask(fang, '2026-07-11'), 'leave-without-workday');
    await refused(ask(fang, MONDAY, { toOn: '2026-07-03' }), 'leave-ends-first');
    await refused(ask(fang, MONDAY, { fromHalf: 'pm', toHalf: 'am' }), 'leave-ends-first');
    await refused(ask(fang, MONDAY, { toOn: '2028-07-06' }), 'leave-too-long');
    await refused(ask(fang, '2019-07-08'), 'not-member-then');
    await ask(fang, MONDAY, { toHalf: 'am' });
    await ask(fang, MONDAY, { fromHalf: 'pm' });
    await refused(ask(fang, MONDAY), 'leave-overlaps');
  });

  it('counts working days alone, in halves, also over a holiday and its make-up day', async () => {
    // 2026-10-10 is a Saturday that is worked for the holiday of 1 to 7 October.
    const plans = await calendarOf(street.id, { from: '2026-09-28', to: '2026-10-15' });
    const leave = { fromTime: null, toTime: null, fromHalf: 'pm', toHalf: 'am' } as const;
    const days = workingDaysOf({ ...leave, fromOn: '2026-09-30', toOn: '2026-10-10' }, plans);
    expect(days).to.equal(3);
  });

  it('tells the leaders, and then the person', async () => {
    const id = await ask(fang, MONDAY);
    const kinds = async (person: Actor) =>
      (await messagesOf(person.personId)).items.map(({ kind }) => kind);
    expect(await kinds(leader)).to.deep.equal(['leave-asked']);
    await approve(leader, id);
    expect(await kinds(fang)).to.deep.equal(['leave-approved']);
  });

  it('shows its attachments to the person and to those who see all scores', async () => {
    const id = await withAttachments([aPdf()], async (read) => {
      const wish = { kind: 'sick', fromOn: MONDAY, toOn: MONDAY, reason: '感冒' } as const;
      return (await askLeave(fang, { ...wish, fromHalf: 'am', toHalf: 'pm' }, read, asked(fang)))
        .id;
    });
    const [one] = await inTransaction((tx) => attachmentsOf(`leave:${id}`, tx));
    for (const reader of [fang, leader, assessor]) {
      expect((await readableAttachment(reader, one?.id ?? 0, 'full')).kind).to.equal('document');
    }
    const colleague = await aMember(street);
    await refused(readableAttachment(colleague, one?.id ?? 0, 'full'), 'no-attachment');
  });
});
