import { addDays } from '../../base/period.ts';
import type { Day, DaySpan } from '../../base/period.ts';
import { calendarOf } from '../calendar/days.ts';
import type { DayPlan } from '../calendar/days.ts';
import type { Conflict } from './conflicts.ts';
import { dutiesIn, shiftsOf } from './queries.ts';
import type { Duty, Shift } from './queries.ts';

/** Somebody in a cell of the table. */
export interface OnDuty {
  /** The duty; null while it is only planned. */
  readonly id: number | null;
  readonly personId: number;
  readonly name: string;
  readonly conflict: Conflict | null;
}

/** A row of the table: a day with who is on duty in each shift. */
export interface WallDay {
  readonly day: Day;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** What is not plain from the weekday and is worth saying: a day of rest, a weekend worked. */
  readonly mark: 'rest' | 'work' | null;
  readonly cells: readonly (readonly OnDuty[])[];
}

/** The roster as it hangs on the wall: day by shift. */
export interface Wall {
  readonly shifts: readonly Shift[];
  readonly days: readonly WallDay[];
}

/** The roster of a span of days; drafts for who keeps them. */
export async function wallOf(streetId: number, span: DaySpan, withDrafts: boolean): Promise<Wall> {
  const duties = await dutiesIn(streetId, span, withDrafts);
  const cells = duties.map((one) => ({ ...one, conflict: null }));
  return hung(await shiftsOf(streetId), await calendarOf(streetId, span), cells);
}

type Cell = Pick<Duty, 'shiftId' | 'day' | 'personId' | 'name'> & {
  readonly id?: number;
  readonly conflict: Conflict | null;
};

/** Puts duties into the table; a shift that was retired has a column while somebody is in it. */
export function hung(
  shifts: readonly Shift[],
  calendar: ReadonlyMap<Day, DayPlan>,
  duties: readonly Cell[],
): Wall {
  const shown = shifts.filter(
    ({ id, retiredAt }) => retiredAt === null || duties.some(({ shiftId }) => shiftId === id),
  );
  const byCell = new Map<string, OnDuty[]>();
  for (const { shiftId, day, id = null, personId, name, conflict } of duties) {
    const cell = byCell.get(`${day} ${shiftId}`) ?? [];
    byCell.set(`${day} ${shiftId}`, [...cell, { id, personId, name, conflict }]);
  }
  const days = [...calendar.values()].map((plan) => ({
    day: plan.day,
    weekday: weekdayOf(plan.day),
    mark: markOf(plan),
    cells: shown.map(({ id }) => byCell.get(`${plan.day} ${id}`) ?? []),
  }));
  return { shifts: shown, days };
}

const weekdayOf = (day: Day): number => new Date(day).getUTCDay();

function markOf({ day, isWorkday, why }: DayPlan): WallDay['mark'] {
  if (why === 'unknown-year') return null;
  if (!isWorkday) return 'rest';
  return [0, 6].includes(weekdayOf(day)) ? 'work' : null;
}

const WEEK_DAYS = 7;

/** The days of a week from its Monday. */
export const weekFrom = (monday: Day): DaySpan => ({
  from: monday,
  to: addDays(monday, WEEK_DAYS),
});
