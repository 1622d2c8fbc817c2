import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at, monthDays } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  addRotation,
  assignDuty,
  cancelDuty,
  changeDuty,
  draftRoster,
  dropRoster,
  dutiesIn,
  publishRoster,
  retireShift,
  reviseShift,
  verifyDuties,
} from '../../../src/staff/index.ts';
import { movesOf } from '../../../src/staff/duty/queries.ts';
import { planOf } from '../../../src/staff/duty/plan.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aMember, anAssessor, aStreet } from '../factories.ts';
import { anOffice, aRosterWith } from './factories.ts';
import type { TestOffice } from './factories.ts';

const OCTOBER = '2026-10';

describe('a roster', () => {
  let office: TestOffice;
  let first: Actor;
  let second: Actor;

  beforeEach(async () => {
    office = await anOffice();
    [first, second] = office.people;
  });

  afterEach(() => setClock());

  const rotate = (over = {}, by = office.assessor) =>
    addRotation(
      by,
      { shiftId: office.day, days: 'all', startsOn: '2026-10-01', turns: '张三\n李四', ...over },
      asked(by),
    );
  const draft = (month = OCTOBER, by = office.assessor, byHand = false) =>
    draftRoster(by, { month, byHand }, asked(by));
  const published = (month = OCTOBER) => dutiesIn(office.street.id, monthDays(month), false);
  const planned = async (month = OCTOBER) =>
    (await planOf(office.street.id, month)).map(({ day, personId }) => ({ day, personId }));

  it('goes round by working days alone: holidays are left out, make-up days count', async () => {
    await rotate({ days: 'working' });
    const plan = await planned();
    // The National Day holiday ends on 7 October, and Saturday the 10th is worked for it.
    expect(plan.slice(0, 4)).to.deep.equal([
      { day: '2026-10-08', personId: first.personId },
      { day: '2026-10-09', personId: second.personId },
      { day: '2026-10-10', personId: first.personId },
      { day: '2026-10-12', personId: second.personId },
    ]);
  });

  it('goes round by weekends and holidays alone, and by every day', async () => {
    await rotate({ days: 'resting' });
    const resting = (await planned()).map(({ day }) => day);
    expect(resting.slice(0, 9).join(' ')).to.equal(
      [1, 2, 3, 4, 5, 6, 7].map((day) => `2026-10-0${day}`).join(' ') + ' 2026-10-11 2026-10-17',
    );
    await rotate({ shiftId: office.night, turns: '王五' });
    expect(await planned()).to.have.length(resting.length + 31);
  });

  it('goes on in the next month where the month before ended', async () => {
    await rotate();
    const october = await planned();
    const [begins] = await planned('2026-11');
    expect(october.at(-1)?.personId).to.equal(first.personId);
    expect(begins?.personId).to.equal(second.personId);
  });

  it('says of a year that nobody knows that it cannot be planned, but by hand', async () => {
    setClock(at('2030-12-10', '10:00'));
    await rotate({ days: 'working', startsOn: '2030-12-20' });
    await refused(draft('2031-01'), 'year-unknown');
    expect((await draft('2031-01', office.assessor, true)).duties).to.equal(0);
  });

  it('is planned a year ahead at most, from templates of a year ago at the earliest', async () => {
    await refused(rotate({ startsOn: '2025-09-20' }), 'rotation-too-early');
    await rotate();
    await refused(draft('2027-10'), 'month-too-far');
  });

  it('is seen by nobody until it is published, and then all who have a duty are told once', async () => {
    await rotate();
    const { id } = await draft();
    expect(await published()).to.have.length(0);
    const command = asked(office.assessor);
    await publishRoster(office.assessor, id, command);
    await publishRoster(office.assessor, id, command);
    await refused(publishRoster(office.assessor, id, asked(office.assessor)), 'roster-published');
    expect(await published()).to.have.length(31);
    const { items } = await messagesOf(first.personId);
    expect(items.map(({ kind, facts }) => ({ kind, facts }))).to.deep.equal([
      { kind: 'duty-published', facts: { month: OCTOBER, times: 16 } },
    ]);
  });

  it('is one a month; a draft may be thrown away and made anew', async () => {
    await rotate();
    const { id } = await draft();
    await refused(draft(), 'roster-made');
    await dropRoster(office.assessor, id, asked(office.assessor));
    const again = await draft();
    await publishRoster(office.assessor, again.id, asked(office.assessor));
    await refused(
      dropRoster(office.assessor, again.id, asked(office.assessor)),
      'roster-published',
    );
    await refused(draft('2026-08'), 'month-over');
  });

  it('of two who publish at once is published once', async () => {
    await rotate();
    const { id } = await draft();
    const other = await anAssessor(office.street);
    const presses = await Promise.allSettled(
      [office.assessor, other].map((by) => publishRoster(by, id, asked(by))),
    );
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect((await messagesOf(first.personId)).items).to.have.length(1);
  });

  it('leaves out who has left, and who is on duty at that time already', async () => {
    await aMember(office.street, { name: '赵六', toOn: '2026-10-03' });
    await rotate({ turns: '赵六' });
    await rotate({ turns: '王五' });
    await rotate({ turns: '王五' });
    const conflicts = (await planOf(office.street.id, OCTOBER)).map(({ conflict }) => conflict);
    expect(conflicts.filter((one) => one === 'not-member-then')).to.have.length(28);
    expect(conflicts.filter((one) => one === 'on-duty-then')).to.have.length(31);
    expect((await draft()).duties).to.equal(3 + 31);
  });

  it('knows that a night goes on after midnight', async () => {
    const wish = (shiftId: number, day: string) => ({
      ...{ personId: first.personId, shiftId, day },
    });
    const assign = (shiftId: number, day: string) =>
      assignDuty(office.assessor, wish(shiftId, day), asked(office.assessor));
    const early = { name: '早班', startsAt: '06:00', endsAt: '14:00' };
    await reviseShift(office.assessor, office.day, early, asked(office.assessor));
    await draft(OCTOBER, office.assessor, true);
    await assign(office.night, '2026-10-10');
    await refused(assign(office.day, '2026-10-11'), 'on-duty-then');
    await assign(office.day, '2026-10-10');
    await assign(office.night, '2026-10-11');
    const [, night] = await dutiesIn(office.street.id, monthDays(OCTOBER), true);
    expect(night).to.include({
      startsAt: at('2026-10-10', '17:30'),
      endsAt: at('2026-10-11', '08:30'),
    });
  });

  it('is changed before a duty begins, and keeps who was first assigned', async () => {
    const [id = 0] = await aRosterWith(office, [[first, office.day, '2026-10-12']]);
    const wish = { personId: second.personId, shiftId: office.night, day: '2026-10-13' };
    await changeDuty(office.assessor, id, wish, asked(office.assessor));
    const [duty] = await published();
    expect(duty).to.include({ ...wish, startsAt: at('2026-10-13', '17:30') });
    expect((await movesOf(id)).map(({ why, personId }) => [why, personId])).to.deep.equal([
      ['assigned', first.personId],
      ['changed', second.personId],
    ]);
    const told = async (one: Actor) => (await messagesOf(one.personId)).items[0]?.kind;
    expect([await told(first), await told(second)]).to.deep.equal([
      'duty-cancelled',
      'duty-assigned',
    ]);
    setClock(at('2026-10-13', '17:30'));
    await refused(changeDuty(office.assessor, id, wish, asked(office.assessor)), 'duty-begun');
    await refused(cancelDuty(office.assessor, id, asked(office.assessor)), 'duty-begun');
    expect(await verifyDuties()).to.deep.equal([]);
  });

  it('gives up a duty that is cancelled, whose person may be put there again', async () => {
    const [id = 0] = await aRosterWith(office, [[first, office.day, '2026-10-12']]);
    await cancelDuty(office.assessor, id, asked(office.assessor));
    expect(await published()).to.have.length(0);
    const wish = { personId: first.personId, shiftId: office.day, day: '2026-10-12' };
    await assignDuty(office.assessor, wish, asked(office.assessor));
    await refused(assignDuty(office.assessor, wish, asked(office.assessor)), 'on-duty-then');
    expect(await published()).to.have.length(1);
  });

  it('puts a person on duty once when two assign them at the same moment', async () => {
    await aRosterWith(office, [[second, office.day, '2026-10-12']]);
    const other = await anAssessor(office.street);
    const wish = { personId: first.personId, shiftId: office.day, day: '2026-10-12' };
    const presses = await Promise.allSettled(
      [office.assessor, other].map((by) => assignDuty(by, wish, asked(by))),
    );
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect(await published()).to.have.length(2);
  });

  it('is kept by assessors of its own office, who do not change their own duties', async () => {
    const [id = 0, own = 0] = await aRosterWith(office, [
      [first, office.day, '2026-10-12'],
      [office.assessor, office.day, '2026-10-13'],
    ]);
    const stranger = await anAssessor(await aStreet());
    await refused(cancelDuty(stranger, id, asked(stranger)), 'no-duty');
    await refused(cancelDuty(first, id, asked(first)), 'keep-duty');
    await refused(draft('2026-11', first), 'keep-duty');
    await refused(rotate({}, stranger), 'no-shift');
    await refused(cancelDuty(office.assessor, own, asked(office.assessor)), 'own-duty');
    expect(await published()).to.have.length(2);
  });

  it('refuses a name that nobody has, that two have, and that stands twice in a line', async () => {
    await aMember(office.street, { name: '李四' });
    await aMember(office.street, { name: '孙七', staffNumber: 'N7' });
    await refused(rotate({ turns: '张三\n无名' }), 'turn-name-unknown');
    await refused(rotate({ turns: '张三、李四' }), 'turn-name-ambiguous');
    await refused(rotate({ turns: '孙七 N7' }), 'turn-name-twice');
    await rotate({ turns: '张三，N7\n\n 王五 ' });
  });

  it('puts nobody on a shift that is retired', async () => {
    await rotate();
    await draft('2026-11', office.assessor, true);
    await retireShift(office.assessor, office.day, asked(office.assessor));
    expect(await planned()).to.deep.equal([]);
    const wish = { personId: first.personId, shiftId: office.day, day: '2026-11-02' };
    await refused(assignDuty(office.assessor, wish, asked(office.assessor)), 'no-shift');
  });
});
