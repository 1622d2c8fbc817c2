import { expect } from 'chai';
import sql from 'sql-template-tag';
import { now } from '../../../src/base/clock.ts';
import { change, inTransaction } from '../../../src/base/db.ts';
import { calendarOf, USUAL_HOURS, workingDaysAfter } from '../../../src/staff/calendar/days.ts';
import type { DayPlan } from '../../../src/staff/calendar/days.ts';
import { addDays } from '../../../src/base/period.ts';
import { refused } from '../../support/refused.ts';
import { aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

async function dayIn(street: TestStreet, day: string): Promise<DayPlan> {
  const plans = await calendarOf(street.id, { from: day, to: addDays(day, 1) });
  return plans.get(day) as DayPlan;
}

const override = (street: TestStreet, day: string, isWorkday: boolean): Promise<number> =>
  inTransaction((tx) =>
    change(
      sql`INSERT INTO staff_day_overrides (community_id, day, is_workday, reason, set_at)
          VALUES (${street.id}, ${day}, ${isWorkday}, '创建检查', ${now()})`,
      tx,
    ),
  );

describe('the working calendar', () => {
  it('knows the holidays of 2026 and the Saturdays worked for them', async () => {
    const street = await aStreet();
    const about = async (day: string): Promise<unknown[]> => {
      const { isWorkday, why, name } = await dayIn(street, day);
      return [isWorkday, why, name];
    };
    expect(await about('2026-02-17')).to.deep.equal([false, 'holiday', '春节']);
    expect(await about('2026-02-14')).to.deep.equal([true, 'make-up', '春节']);
    expect(await about('2026-10-10')).to.deep.equal([true, 'make-up', '国庆节']);
    expect(await about('2026-11-21')).to.deep.equal([false, 'weekend', undefined]);
    expect(await about('2026-11-23')).to.deep.equal([true, 'week', undefined]);
  });

  it('says that a year is unknown, and takes none of its days for work', async () => {
    const street = await aStreet();
    const plans = await calendarOf(street.id, { from: '2031-01-04', to: '2031-01-12' });
    expect([...plans.values()].map(({ isWorkday, why }) => [isWorkday, why])).to.deep.equal(
      Array.from({ length: 8 }, () => [false, 'unknown-year']),
    );
  });

  it('follows the office where it says otherwise, also in a year that is unknown', async () => {
    const street = await aStreet();
    await override(street, '2026-11-21', true);
    await override(street, '2031-01-06', true);
    await override(street, '2026-11-23', false);
    const saturday = await dayIn(street, '2026-11-21');
    expect(saturday).to.include({ isWorkday: true, why: 'override', name: '创建检查' });
    expect(await dayIn(street, '2031-01-06')).to.include({ isWorkday: true, why: 'override' });
    expect(await dayIn(street, '2026-11-23')).to.include({ isWorkday: false, why: 'override' });
    expect((await dayIn(await aStreet(), '2026-11-21')).why).to.equal('weekend');
  });

  it('has the usual hours until the office sets its own, and from a day on those', async () => {
    const street = await aStreet();
    expect((await dayIn(street, '2026-06-01')).hours).to.deep.equal(USUAL_HOURS);
    for (const [from, noonTo, end] of [
      ['2026-05-01', '15:00', '18:00'],
      ['2026-10-01', '14:00', '17:00'],
    ] as const) {
      await inTransaction((tx) =>
        change(
          sql`INSERT INTO staff_hours
                (community_id, from_on, starts_at, noon_from, noon_to, ends_at, set_at)
              VALUES (${street.id}, ${from}, '08:30', '12:00', ${noonTo}, ${end}, ${now()})`,
          tx,
        ),
      );
    }
    expect((await dayIn(street, '2026-04-30')).hours).to.deep.equal(USUAL_HOURS);
    const summer = { start: '08:30', noonFrom: '12:00', noonTo: '15:00', end: '18:00' };
    expect((await dayIn(street, '2026-05-01')).hours).to.deep.equal(summer);
    expect((await dayIn(street, '2026-09-30')).hours).to.deep.equal(summer);
    expect((await dayIn(street, '2026-10-01')).hours.end).to.equal('17:00');
  });

  it('counts working days over a holiday, a make-up day and days of the office', async () => {
    const street = await aStreet();
    expect(await workingDaysAfter(street.id, '2026-09-30', 1)).to.equal('2026-10-08');
    expect(await workingDaysAfter(street.id, '2026-09-30', 3)).to.equal('2026-10-10');
    expect(await workingDaysAfter(street.id, '2026-11-20', 5)).to.equal('2026-11-27');
    expect(await workingDaysAfter(street.id, '2026-11-20', 0)).to.equal('2026-11-20');
    await override(street, '2026-11-24', false);
    expect(await workingDaysAfter(street.id, '2026-11-20', 5)).to.equal('2026-11-30');
  });

  it('does not guess working days in a year that is unknown', async () => {
    const street = await aStreet();
    await refused(workingDaysAfter(street.id, '2030-12-30', 5), 'year-unknown');
  });
});
