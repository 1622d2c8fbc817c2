import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays } from '../../base/period.ts';
import type { Day, DaySpan } from '../../base/period.ts';
import { Refusal } from '../../base/refusal.ts';
import { publicDay } from '../../base/holidays.ts';

/** Times of a day: `08:30`, `12:00`, `14:30`, `17:30`. */
export interface Hours {
  readonly start: string;
  readonly noonFrom: string;
  readonly noonTo: string;
  readonly end: string;
}

/** What a day is for an office. */
export interface DayPlan {
  readonly day: Day;
  /** False too in a year that nobody knows yet. */
  readonly isWorkday: boolean;
  readonly why: 'week' | 'weekend' | 'holiday' | 'make-up' | 'override' | 'unknown-year';
  /** The holiday in Chinese, or the reason of the office. */
  readonly name?: string;
  /** Key of the holiday under `staff.calendar.holiday`. */
  readonly holiday?: string;
  readonly hours: Hours;
}

/** A day that the office works or rests against the calendar. */
export interface Override {
  readonly id: number;
  readonly day: Day;
  readonly isWorkday: boolean;
  readonly reason: string;
}

/** The hours of an office from a day on. */
export interface HoursFrom extends Hours {
  readonly id: number;
  readonly fromOn: Day;
}

/** The hours of an office that has set none. */
export const USUAL_HOURS: Hours = {
  start: '08:30',
  noonFrom: '12:00',
  noonTo: '14:30',
  end: '17:30',
};

/** Every day of a span, in order: by the office's own word, else by the notice of that year. */
export async function calendarOf(
  streetId: number,
  span: DaySpan,
  tx?: Transaction,
): Promise<ReadonlyMap<Day, DayPlan>> {
  const overrides = await overridesOf(streetId, span, tx);
  const hours = await hoursOf(streetId, tx);
  const byDay = new Map(overrides.map((one) => [one.day, one]));
  const plans = new Map<Day, DayPlan>();
  for (let day = span.from; day < span.to; day = addDays(day, 1)) {
    plans.set(day, { day, ...whatDay(day, byDay.get(day)), hours: hoursOn(day, hours) });
  }
  return plans;
}

function whatDay(day: Day, override: Override | undefined): Omit<DayPlan, 'day' | 'hours'> {
  if (override) {
    return { isWorkday: override.isWorkday, why: 'override', name: override.reason };
  }
  return publicDay(day) ?? { isWorkday: false, why: 'unknown-year' };
}

/** The hours that hold on a day, of hours in order of their first days. */
export function hoursOn(day: Day, seasons: readonly HoursFrom[]): Hours {
  const season = seasons.findLast(({ fromOn }) => fromOn <= day);
  if (!season) return USUAL_HOURS;
  const { start, noonFrom, noonTo, end } = season;
  return { start, noonFrom, noonTo, end };
}

const STRETCH = 31;

/**
 * The last of `count` working days after a day; with none, the day itself. Refuses `year-unknown`
 * when that cannot be said yet.
 */
export async function workingDaysAfter(
  streetId: number,
  day: Day,
  count: number,
  tx?: Transaction,
): Promise<Day> {
  let left = count;
  let last = day;
  for (let from = addDays(day, 1); left > 0; from = addDays(from, STRETCH)) {
    const plans = await calendarOf(streetId, { from, to: addDays(from, STRETCH) }, tx);
    for (const plan of plans.values()) {
      if (plan.why === 'unknown-year') {
        throw new Refusal('conflict', 'year-unknown', { year: plan.day.slice(0, 4) });
      }
      if (plan.isWorkday) {
        last = plan.day;
        left -= 1;
      }
      if (left === 0) break;
    }
  }
  return last;
}

/** What the office says of days of its own, in order. */
export async function overridesOf(
  streetId: number,
  { from, to }: DaySpan,
  tx?: Transaction,
): Promise<Override[]> {
  const kept = await rows<Omit<Override, 'isWorkday'> & { readonly isWorkday: unknown }>(
    sql`SELECT id, day, is_workday AS "isWorkday", reason FROM staff_day_overrides
         WHERE community_id = ${streetId} AND day >= ${from} AND day < ${to} ORDER BY day`,
    tx,
  );
  return kept.map((one) => ({ ...one, isWorkday: Boolean(one.isWorkday) }));
}

/** The hours of the office, those of the first day first. */
export const hoursOf = (streetId: number, tx?: Transaction): Promise<HoursFrom[]> =>
  rows<HoursFrom>(
    sql`SELECT id, from_on AS "fromOn", starts_at AS start, noon_from AS "noonFrom",
               noon_to AS "noonTo", ends_at AS "end"
          FROM staff_hours WHERE community_id = ${streetId} ORDER BY from_on`,
    tx,
  );
