import { now } from '../../base/clock.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays, monthDays, today } from '../../base/period.ts';
import type { Day, DaySpan, Month } from '../../base/period.ts';
import { Refusal } from '../../base/refusal.ts';
import { calendarOf } from '../calendar/days.ts';
import type { DayPlan } from '../calendar/days.ts';
import { conflictOf } from './conflicts.ts';
import type { Busy, Conflict, Known } from './conflicts.ts';
import type { RotationDays } from './forms.ts';
import { knownAround, shiftsOf } from './queries.ts';
import type { Shift } from './queries.ts';
import { rotationsOf } from './rotations.ts';
import type { Rotation } from './rotations.ts';
import { timesOn } from './times.ts';
import type { DutyTimes } from './times.ts';

/** Who is due by a template. */
export interface Due {
  readonly shiftId: number;
  readonly day: Day;
  readonly personId: number;
}

/** Who is due, when that is, and why it cannot be. */
export interface PlannedDuty extends Due, DutyTimes {
  readonly conflict: Conflict | null;
}

/**
 * Who is due on the days of a span, by templates alone: on the nth day that a template is for, its
 * nth turn, and after the last the first again, so that a month goes on where the one before ended.
 * Refuses `year-unknown` when a template asks for working days that nobody knows yet.
 */
export function dueBy(
  rotations: readonly Rotation[],
  calendar: ReadonlyMap<Day, DayPlan>,
  { from, to }: DaySpan,
): Due[] {
  return rotations.flatMap(({ shiftId, days, startsOn, turns }) => {
    const due: Due[] = [];
    let nth = 0;
    for (const plan of calendar.values()) {
      if (plan.day < startsOn || plan.day >= to || !isFor(days, plan)) continue;
      const turn = turns[nth % turns.length] ?? [];
      nth += 1;
      if (plan.day < from) continue;
      due.push(...turn.map((personId) => ({ shiftId, day: plan.day, personId })));
    }
    return due;
  });
}

function isFor(days: RotationDays, { day, why, isWorkday }: DayPlan): boolean {
  if (days === 'all') return true;
  if (why === 'unknown-year') {
    throw new Refusal('conflict', 'year-unknown', { year: day.slice(0, 4) });
  }
  return isWorkday === (days === 'working');
}

/** Sets who is due against who works here and who is on duty already, one after another. */
export function placed(
  due: readonly Due[],
  shifts: ReadonlyMap<number, Shift>,
  { members, busy }: Known,
): PlannedDuty[] {
  const taken = new Map<number, readonly Busy[]>(busy);
  return [...due]
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
    .flatMap((one) => {
      const shift = shifts.get(one.shiftId);
      if (!shift) return [];
      const planned = { ...one, ...timesOn(one.day, shift) };
      const conflict = conflictOf(planned, { members, busy: taken });
      if (!conflict) {
        const before = taken.get(one.personId) ?? [];
        taken.set(one.personId, [...before, { id: 0, ...planned }]);
      }
      return [{ ...planned, conflict }];
    });
}

const PLANNED_AHEAD_DAYS = 366;

/**
 * What the templates make of a month, as far as it is still to come. Refuses `year-unknown`,
 * `month-over`, `month-too-far`.
 */
export async function planOf(
  streetId: number,
  month: Month,
  tx?: Transaction,
): Promise<PlannedDuty[]> {
  const span = monthDays(month);
  if (span.from > addDays(today(), PLANNED_AHEAD_DAYS)) {
    throw new Refusal('conflict', 'month-too-far', {}, 'month');
  }
  const rotations = await rotationsOf(streetId, tx);
  const from = rotations.reduce((first, { startsOn }) => least(first, startsOn), span.from);
  const calendar = await calendarOf(streetId, { from, to: span.to }, tx);
  const shifts = await shiftsOf(streetId, tx);
  const known = await knownAround(streetId, span, tx);
  const byId = new Map(shifts.map((one) => [one.id, one]));
  const planned = placed(dueBy(rotations, calendar, span), byId, known);
  const ahead = planned.filter(({ startsAt }) => startsAt > now());
  if (ahead.length < planned.length && ahead.length === 0) {
    throw new Refusal('conflict', 'month-over', {}, 'month');
  }
  return ahead;
}

const least = (a: Day, b: Day): Day => (a < b ? a : b);
