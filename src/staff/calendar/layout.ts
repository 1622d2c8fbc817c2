import { addDays, monthDays } from '../../base/period.ts';
import type { Day, Month } from '../../base/period.ts';
import type { DayPlan } from './days.ts';

/** Calendar days laid out for a page. Pure: each reads the plans that it is given. */

const DAYS_A_WEEK = 7;

/** A month in rows of seven from Monday on; null where a row has days of other months. */
export function weeksOf(month: Month, plans: ReadonlyMap<Day, DayPlan>): (DayPlan | null)[][] {
  const { from, to } = monthDays(month);
  const before = (new Date(from).getUTCDay() + DAYS_A_WEEK - 1) % DAYS_A_WEEK;
  const cells: (DayPlan | null)[] = Array.from({ length: before }, () => null);
  for (let day = from; day < to; day = addDays(day, 1)) cells.push(plans.get(day) ?? null);
  while (cells.length % DAYS_A_WEEK > 0) cells.push(null);
  return Array.from({ length: cells.length / DAYS_A_WEEK }, (_, row) =>
    cells.slice(row * DAYS_A_WEEK, (row + 1) * DAYS_A_WEEK),
  );
}

/** Days in a row that are what they are for one reason. */
export interface Stretch extends Pick<DayPlan, 'isWorkday' | 'why' | 'name' | 'holiday'> {
  readonly from: Day;
  readonly last: Day;
}

/** Holidays, the days worked for them, and what the office says itself, in order. */
export function stretchesOf(plans: Iterable<DayPlan>): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { day, hours: _, ...about } of plans) {
    if (!['holiday', 'make-up', 'override'].includes(about.why)) continue;
    const before = stretches.at(-1);
    if (before && addDays(before.last, 1) === day && isAlike(before, about)) {
      stretches[stretches.length - 1] = { ...before, last: day };
    } else {
      stretches.push({ ...about, from: day, last: day });
    }
  }
  return stretches;
}

type About = Pick<DayPlan, 'isWorkday' | 'why' | 'name'>;

const isAlike = (one: About, other: About): boolean =>
  one.why === other.why && one.name === other.name && one.isWorkday === other.isWorkday;

/** How many of the days are worked; null when that is not known of all of them. */
export function workdaysIn(plans: readonly DayPlan[]): number | null {
  if (plans.some(({ why }) => why === 'unknown-year')) return null;
  return plans.filter(({ isWorkday }) => isWorkday).length;
}
