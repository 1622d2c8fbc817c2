import type { Instant } from '../../base/clock.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays, dayOf, timeOf, today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { Refusal } from '../../base/refusal.ts';
import { openingTimes } from './queries.ts';

/** From (in) to (out), as time of day in Asia/Shanghai: `09:00`. */
export interface Hours {
  readonly opensAt: string;
  readonly closesAt: string;
}

/** When a counter hands goods over: each such weekday, each such day of the month, or one day. */
export interface OpeningTime {
  readonly id: number;
  readonly kind: 'week' | 'month' | 'day';
  /** The weekday (1 is Monday) or the day of the month. */
  readonly number: number | null;
  readonly day: Day | null;
  /** Null: closed on that day. */
  readonly hours: Hours | null;
}

/** The hours of a day, in order; what is said of that one day goes before what comes round. */
export function hoursOn(times: readonly OpeningTime[], day: Day): readonly Hours[] | 'always' {
  const own = times.filter((one) => one.day === day);
  const regular = times.filter(({ kind }) => kind !== 'day');
  if (own.length === 0 && regular.length === 0) return 'always';
  const meant = own.length > 0 ? own : regular.filter((one) => comesRound(one, day));
  return meant
    .flatMap(({ hours }) => hours ?? [])
    .sort((a, b) => a.opensAt.localeCompare(b.opensAt));
}

const weekdayOf = (day: Day): number => new Date(day).getUTCDay() || 7;
const dayOfMonth = (day: Day): number => Number(day.slice(8));

const comesRound = ({ kind, number }: OpeningTime, day: Day): boolean =>
  number === (kind === 'week' ? weekdayOf(day) : dayOfMonth(day));

/** Whether goods are handed over at a moment. */
export function isOpenAt(times: readonly OpeningTime[], moment: Instant): boolean {
  const hours = hoursOn(times, dayOf(moment));
  const time = timeOf(moment);
  return hours === 'always' || hours.some((one) => one.opensAt <= time && time < one.closesAt);
}

/** When a counter opens. */
export interface Opening {
  readonly day: Day;
  readonly opensAt: string;
}

// A day of the month comes round within two months, but for the 31st, and one day may be closed.
const DAYS_AHEAD = 100;

/** When it opens next after a moment at which it is closed; null when that is too far away. */
export function nextOpening(times: readonly OpeningTime[], moment: Instant): Opening | null {
  const from = dayOf(moment);
  const time = timeOf(moment);
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const day = addDays(from, ahead);
    const hours = hoursOn(times, day);
    if (hours === 'always') return { day, opensAt: '00:00' };
    const next = hours.find(({ opensAt }) => ahead > 0 || opensAt > time);
    if (next) return { day, opensAt: next.opensAt };
  }
  return null;
}

const SHOWN_DAYS = 30;

/** What people are told of the hours: what comes round, and the single days of the next month. */
export async function timesAhead(communityId: number): Promise<readonly OpeningTime[]> {
  const [from, to] = [today(), addDays(today(), SHOWN_DAYS)];
  const times = await openingTimes(communityId);
  return times.filter(({ day }) => day === null || (day >= from && day <= to));
}

/** Refuses `counter-closed` with when it opens next, or `counter-closed-long`. */
export async function refuseClosed(
  communityId: number,
  moment: Instant,
  tx?: Transaction,
): Promise<void> {
  const times = await openingTimes(communityId, tx);
  if (isOpenAt(times, moment)) return;
  const next = nextOpening(times, moment);
  if (next === null) throw new Refusal('conflict', 'counter-closed-long');
  throw new Refusal('conflict', 'counter-closed', { ...next });
}

/** Whether a counter hands goods over now, and if not when it opens next. */
export interface OpeningNow {
  readonly isOpen: boolean;
  readonly next: Opening | null;
}

export async function openingNow(communityId: number, moment: Instant): Promise<OpeningNow> {
  const times = await openingTimes(communityId);
  const isOpen = isOpenAt(times, moment);
  return { isOpen, next: isOpen ? null : nextOpening(times, moment) };
}
