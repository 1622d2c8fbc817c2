import { expect } from 'chai';
import sql from 'sql-template-tag';
import { inTransaction, rows } from '../../../src/base/db.ts';
import type { Actor } from '../../../src/people/index.ts';
import { closeQuarter } from '../../../src/staff/index.ts';
import { calendarOf, hoursOf, hoursOn, overridesOf } from '../../../src/staff/calendar/days.ts';
import { setHours, withdrawHours } from '../../../src/staff/calendar/hours.ts';
import { stretchesOf, weeksOf, workdaysIn } from '../../../src/staff/calendar/layout.ts';
import { setOverride, withdrawOverride } from '../../../src/staff/calendar/overrides.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aLeader, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

const SATURDAY = { day: '2026-11-21', isWorkday: true, weekdaysOnly: false, reason: '防汛' };
const YEAR_2031 = { from: '2031-01-01', to: '2031-02-01' };
const WINTER = { start: '08:30', noonFrom: '12:00', noonTo: '14:30', end: '17:30' };

describe('keeping the working calendar', () => {
  let street: TestStreet;
  let assessor: Actor;

  beforeEach(async () => {
    street = await aStreet();
    assessor = await anAssessor(street);
  });

  const set = (over: object = {}, by = assessor) =>
    setOverride(by, { ...SATURDAY, ...over }, asked(by));
  const close = (quarter: string) =>
    inTransaction((tx) => closeQuarter(street.id, quarter, null, tx));
  const events = async () => {
    const noted = await rows<{ name: string; subject: string }>(
      sql`SELECT name, subject FROM audit_events WHERE community_id = ${street.id} ORDER BY id`,
    );
    return noted.map(({ name, subject }) => `${name} ${subject}`);
  };

  it('sets a day with its reason and takes it back, both noted', async () => {
    await set();
    const span = { from: '2026-11-21', to: '2026-11-22' };
    expect((await calendarOf(street.id, span)).get('2026-11-21')).to.include({
      isWorkday: true,
      why: 'override',
      name: '防汛',
    });
    const [override] = await overridesOf(street.id, span);
    const command = asked(assessor);
    await withdrawOverride(assessor, override?.id ?? 0, command);
    await withdrawOverride(assessor, override?.id ?? 0, command);
    expect((await calendarOf(street.id, span)).get('2026-11-21')?.why).to.equal('weekend');
    expect(await events()).to.deep.equal([
      'override-set day:2026-11-21',
      'override-withdrawn day:2026-11-21',
    ]);
  });

  it('settles a stretch of a year that is unknown, weekends left as they are', async () => {
    await set({ day: '2031-01-01', until: '2031-01-31', weekdaysOnly: true });
    const plans = [...(await calendarOf(street.id, YEAR_2031)).values()];
    expect(plans.filter(({ isWorkday }) => isWorkday)).to.have.length(23);
    expect(workdaysIn(plans)).to.equal(null);
    const january = { day: '2031-01-04', until: '2031-01-26', isWorkday: false };
    await refused(set(january), 'override-there');
    for (const [day, until] of [
      ['2031-01-04', '2031-01-05'],
      ['2031-01-11', '2031-01-12'],
      ['2031-01-18', '2031-01-19'],
      ['2031-01-25', '2031-01-26'],
    ]) {
      await set({ day, until, isWorkday: false });
    }
    expect(workdaysIn([...(await calendarOf(street.id, YEAR_2031)).values()])).to.equal(23);
  });

  it('sets no day twice, none that is so already, and no endless stretch', async () => {
    await set();
    await refused(set({ isWorkday: true, until: '2026-11-22' }), 'override-there');
    await refused(set({ day: '2026-11-23' }), 'day-so-already');
    await refused(set({ until: '2026-11-20' }), 'until-before');
    await refused(set({ until: '2027-02-21' }), 'days-too-many');
    const both = await Promise.allSettled([
      set({ day: '2026-11-28' }),
      set({ day: '2026-11-28', reason: '迎检' }),
    ]);
    expect(both.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
  });

  it('leaves the days and hours of a closed quarter as they are', async () => {
    await set({ day: '2026-09-26' });
    await setHours(assessor, { fromOn: '2026-07-01', ...WINTER }, asked(assessor));
    const [override] = await overridesOf(street.id, { from: '2026-09-01', to: '2026-10-01' });
    const [hours] = await hoursOf(street.id);
    await close('2026-Q3');
    await refused(set({ day: '2026-09-27' }), 'quarter-closed');
    await refused(
      set({ day: '2026-09-30', until: '2026-10-02', isWorkday: false }),
      'quarter-closed',
    );
    await refused(withdrawOverride(assessor, override?.id ?? 0, asked(assessor)), 'quarter-closed');
    await refused(withdrawHours(assessor, hours?.id ?? 0, asked(assessor)), 'quarter-closed');
    const early = { fromOn: '2026-01-01', ...WINTER };
    await refused(setHours(assessor, early, asked(assessor)), 'quarter-closed');
    expect(await overridesOf(street.id, { from: '2026-09-01', to: '2026-10-01' })).to.have.length(
      1,
    );
    await set({ day: '2026-10-17' });
  });

  it('has hours from a day on, in the order of the day, one for each first day', async () => {
    const hours = (over: object) =>
      setHours(assessor, { fromOn: '2026-07-01', ...WINTER, ...over }, asked(assessor));
    await hours({ noonTo: '15:00', end: '18:00' });
    await hours({ fromOn: '2026-10-01' });
    await refused(hours({}), 'hours-there');
    await refused(hours({ fromOn: '2026-12-01', noonTo: '11:00' }), 'hours-order');
    const seasons = await hoursOf(street.id);
    expect(hoursOn('2026-09-30', seasons).end).to.equal('18:00');
    expect(hoursOn('2026-10-01', seasons).end).to.equal('17:30');
    await withdrawHours(assessor, seasons[1]?.id ?? 0, asked(assessor));
    expect(hoursOn('2026-10-01', await hoursOf(street.id)).end).to.equal('18:00');
  });

  it('is for assessors and administrators of the office', async () => {
    const leader = await aLeader(street);
    await refused(set({}, leader), 'keep-calendar');
    await refused(
      setHours(leader, { fromOn: '2026-07-01', ...WINTER }, asked(leader)),
      'keep-calendar',
    );
    await set();
    const [own] = await overridesOf(street.id, { from: '2026-11-01', to: '2026-12-01' });
    const stranger = await anAssessor(await aStreet());
    await refused(withdrawOverride(stranger, own?.id ?? 0, asked(stranger)), 'no-override');
  });
});

describe('a calendar on a page', () => {
  it('lays a month out in weeks from Monday on', async () => {
    const span = { from: '2026-11-01', to: '2026-12-01' };
    const weeks = weeksOf('2026-11', await calendarOf((await aStreet()).id, span));
    expect(weeks.map((week) => week.length)).to.deep.equal([7, 7, 7, 7, 7, 7]);
    expect(weeks[0]?.map((plan) => plan?.day)).to.deep.equal([
      ...Array.from({ length: 6 }, () => undefined),
      '2026-11-01',
    ]);
    expect(weeks[5]?.filter((plan) => plan !== null)).to.have.length(1);
  });

  it('tells holidays as stretches, each make-up day apart', async () => {
    const span = { from: '2026-09-15', to: '2026-10-15' };
    const plans = await calendarOf((await aStreet()).id, span);
    const told = stretchesOf(plans.values()).map(({ from, last, why }) => [from, last, why]);
    expect(told).to.deep.equal([
      ['2026-09-20', '2026-09-20', 'make-up'],
      ['2026-09-25', '2026-09-27', 'holiday'],
      ['2026-10-01', '2026-10-07', 'holiday'],
      ['2026-10-10', '2026-10-10', 'make-up'],
    ]);
  });
});
