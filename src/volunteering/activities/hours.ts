import type { Instant } from '../../base/clock.ts';
import type { Rule } from '../models.ts';
import { isByTheHour } from '../rules.ts';

export interface Times {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

export interface Presence {
  readonly arrivedAt: Instant | null;
  readonly leftAt: Instant | null;
  readonly minutes: number | null;
}

const MINUTE_MS = 60_000;
/** Who comes within so many minutes after the beginning is not late. */
const GRACE_MINUTES = 10;

/**
 * Whole minutes that somebody was there, within the activity's own times; null when nobody knows,
 * for they signed in and not out. What the organiser set right stands above what was measured.
 */
export function minutesThere(
  { startsAt, endsAt }: Times,
  { arrivedAt, leftAt, minutes }: Presence,
): number | null {
  if (minutes !== null) return minutes;
  if (arrivedAt === null) return 0;
  if (leftAt === null) return null;
  const from = Math.max(Date.parse(arrivedAt), Date.parse(startsAt));
  const to = Math.min(Date.parse(leftAt), Date.parse(endsAt));
  return Math.max(0, Math.floor((to - from) / MINUTE_MS));
}

/** How many minutes an activity takes: nobody served longer in it. */
export const lengthOf = ({ startsAt, endsAt }: Times): number =>
  Math.floor((Date.parse(endsAt) - Date.parse(startsAt)) / MINUTE_MS);

export const isLate = ({ startsAt }: Times, { arrivedAt }: Presence): boolean =>
  arrivedAt !== null && Date.parse(arrivedAt) > Date.parse(startsAt) + GRACE_MINUTES * MINUTE_MS;

/**
 * Units that an attendance is worth: of a rule by the hour the whole hours that were served, but
 * one at least, for they came and did it; of any other rule one. Minutes are kept exactly beside.
 */
export const unitsOf = (rule: Pick<Rule, 'unit'>, minutes: number): number =>
  isByTheHour(rule) ? Math.max(1, Math.floor(minutes / 60)) : 1;
