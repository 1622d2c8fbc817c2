import type { Day } from '../../base/period.ts';
import type { DayPlan, Hours } from '../calendar/days.ts';

export type Half = 'am' | 'pm';

/** From when to when somebody is away: whole and half days, or hours of one day. */
export interface LeaveSpan {
  readonly fromOn: Day;
  readonly fromHalf: Half;
  readonly toOn: Day;
  readonly toHalf: Half;
  /** Of an outing: `09:00`. */
  readonly fromTime: string | null;
  readonly toTime: string | null;
}

/** Minutes of a day, from (in) to (out). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const MIDNIGHT = 24 * 60;

export const minutesOf = (time: string): number =>
  Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** What a leave covers of a day; null when it does not touch it. */
export function coverOn(leave: LeaveSpan, day: Day, hours: Hours): Stretch | null {
  if (day < leave.fromOn || day > leave.toOn) return null;
  if (leave.fromTime !== null && leave.toTime !== null) {
    return { from: minutesOf(leave.fromTime), to: minutesOf(leave.toTime) };
  }
  const isFromNoon = day === leave.fromOn && leave.fromHalf === 'pm';
  const isUntilNoon = day === leave.toOn && leave.toHalf === 'am';
  return {
    from: isFromNoon ? minutesOf(hours.noonFrom) : 0,
    to: isUntilNoon ? minutesOf(hours.noonTo) : MIDNIGHT,
  };
}

/** When somebody has to be there on a day, once what their leaves cover is taken away. */
export function workingTime(hours: Hours, covers: readonly Stretch[]): Stretch[] {
  return covers.reduce<Stretch[]>(
    (left, cover) => left.flatMap((one) => without(one, cover)),
    wholeDay(hours),
  );
}

// Asked of two thousand people, a day has the same hours each time.
const wholeDays = new WeakMap<Hours, Stretch[]>();

function wholeDay(hours: Hours): Stretch[] {
  const known = wholeDays.get(hours);
  if (known) return known;
  const stretches = [
    { from: minutesOf(hours.start), to: minutesOf(hours.noonFrom) },
    { from: minutesOf(hours.noonTo), to: minutesOf(hours.end) },
  ];
  wholeDays.set(hours, stretches);
  return stretches;
}

const without = (one: Stretch, cover: Stretch): Stretch[] =>
  [
    { from: one.from, to: Math.min(one.to, cover.from) },
    { from: Math.max(one.from, cover.to), to: one.to },
  ].filter(({ from, to }) => from < to);

/** How many working days a leave takes, in halves; an outing takes none. */
export function workingDaysOf(leave: LeaveSpan, plans: ReadonlyMap<Day, DayPlan>): number {
  if (leave.fromTime !== null) return 0;
  let halves = 0;
  for (const { day, isWorkday } of plans.values()) {
    if (!isWorkday || day < leave.fromOn || day > leave.toOn) continue;
    halves += 2;
    if (day === leave.fromOn && leave.fromHalf === 'pm') halves -= 1;
    if (day === leave.toOn && leave.toHalf === 'am') halves -= 1;
  }
  return halves / 2;
}
