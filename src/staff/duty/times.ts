import type { Instant } from '../../base/clock.ts';
import { addDays, at } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';

/** When a duty begins and ends, in times of a day. */
interface DayTimes {
  readonly startsAt: string;
  readonly endsAt: string;
}

/** When a duty begins and ends, in instants. */
export interface DutyTimes {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** The instants of a shift on a day; one that ends at or before its start ends on the next day. */
export function timesOn(day: Day, { startsAt, endsAt }: DayTimes): DutyTimes {
  const lastDay = endsAt <= startsAt ? addDays(day, 1) : day;
  return { startsAt: at(day, startsAt), endsAt: at(lastDay, endsAt) };
}

/** Whether two duties are at the same time; one that begins as the other ends is not. */
export const overlap = (one: DutyTimes, other: DutyTimes): boolean =>
  one.startsAt < other.endsAt && other.startsAt < one.endsAt;
