import { DateTime } from 'luxon';
import { TIME_ZONE } from '../config.ts';
import { now } from './clock.ts';
import type { Instant } from './clock.ts';

/** A calendar day in Asia/Shanghai: `2026-11-22`. */
export type Day = string;
/** An ISO week (Monday to Sunday) in Asia/Shanghai: `2026-W47`. */
export type Week = string;

/** A calendar month in Asia/Shanghai: `2026-11`. */
export type Month = string;
/** A calendar quarter in Asia/Shanghai: `2026-Q4`. */
export type Quarter = string;

/** Half open: from (in) to (out). */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** Half open, in days. */
export interface DaySpan {
  readonly from: Day;
  readonly to: Day;
}

const local = (instant: Instant): DateTime => DateTime.fromISO(instant, { zone: TIME_ZONE });
const localDay = (day: Day): DateTime => DateTime.fromISO(day, { zone: TIME_ZONE });
const isoDay = (at: DateTime): Day => at.toFormat('yyyy-MM-dd');
const utc = (at: DateTime): Instant => at.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
const isoWeek = (at: DateTime): Week => at.toFormat("kkkk-'W'WW");

interface KnownDay extends Span {
  readonly day: Day;
  readonly week: Week;
}

// Nearly all questions are about today, and Luxon takes as long for an answer as a query does.
let known: KnownDay = { from: '', to: '', day: '', week: '' };

function dayAround(instant: Instant): KnownDay {
  if (instant < known.from || instant >= known.to) {
    const start = local(instant).startOf('day');
    const to = utc(start.plus({ days: 1 }));
    known = { from: utc(start), to, day: isoDay(start), week: isoWeek(start) };
  }
  return known;
}

export const dayOf = (instant: Instant): Day => dayAround(instant).day;
export const today = (): Day => dayOf(now());
export const weekOf = (instant: Instant): Week => dayAround(instant).week;
export const weekOfDay = (day: Day): Week => isoWeek(localDay(day));
export const yearOfDay = (day: Day): number => localDay(day).year;
export const addDays = (day: Day, days: number): Day => isoDay(localDay(day).plus({ days }));

/** Whether the text names a day that the calendar has: 2026-02-30 comes back as another. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && addDays(text, 0) === text;

/** The first moment of a day there. */
export const startOfDay = (day: Day): Instant => utc(localDay(day).startOf('day'));

/** A moment of a day there: `at('2026-11-23', '00:10')`. */
export const at = (day: Day, time: string): Instant =>
  utc(DateTime.fromISO(`${day}T${time}`, { zone: TIME_ZONE }));

/** Whether the text names a week that exists: `2026-W53` does, `2025-W53` does not. */
export function isWeek(text: string): boolean {
  return /^\d{4}-W\d{2}$/.test(text) && DateTime.fromISO(text, { zone: TIME_ZONE }).isValid;
}

export const mondayOf = (week: Week): Day => isoDay(localDay(week));
export const nextWeek = (week: Week): Week => isoWeek(localDay(week).plus({ weeks: 1 }));
export const previousWeek = (week: Week): Week => isoWeek(localDay(week).minus({ weeks: 1 }));

/** The time of day there: `08:30`. */
export const timeOf = (instant: Instant): string => local(instant).toFormat('HH:mm');

let knownWeek: Span & { readonly week: Week } = { from: '', to: '', week: '' };

/** The moments of a week. */
export function weekSpan(week: Week): Span {
  if (week !== knownWeek.week) {
    const monday = localDay(week);
    knownWeek = { from: utc(monday), to: utc(monday.plus({ weeks: 1 })), week };
  }
  return { from: knownWeek.from, to: knownWeek.to };
}

const SPANS_KNOWN = 1_000;

/** A span for each day, worked out once: a review of 200 asks a thousand times for a few of them. */
function remembered(spanOf: (day: Day) => DaySpan): (day: Day) => DaySpan {
  const spans = new Map<Day, DaySpan>();
  return (day) => {
    const span = spans.get(day) ?? spanOf(day);
    if (spans.size >= SPANS_KNOWN) spans.clear();
    spans.set(day, span);
    return span;
  };
}

/** The day alone, as a span. */
export const dayAlone = remembered((day) => ({ from: day, to: addDays(day, 1) }));

/** The days of the week that a day is in. */
export const weekDays = remembered((day) => {
  const monday = localDay(day).startOf('week');
  return { from: isoDay(monday), to: isoDay(monday.plus({ weeks: 1 })) };
});

/** The days of the year that a day is in. */
export const yearDays = remembered((day) => {
  const first = localDay(day).startOf('year');
  return { from: isoDay(first), to: isoDay(first.plus({ years: 1 })) };
});

/** The moments of the quarter that an instant is in. */
export function quarterSpan(instant: Instant): Span {
  const first = local(instant).startOf('quarter');
  return { from: utc(first), to: utc(first.plus({ quarters: 1 })) };
}

export const monthOfDay = (day: Day): Month => day.slice(0, 7);
export const quarterOfDay = (day: Day): Quarter =>
  `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

/** Whether the text names a month: `2026-11`. */
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

/** Whether the text names a quarter: `2026-Q4`. */
export const isQuarter = (text: string): boolean => /^\d{4}-Q[1-4]$/.test(text);

/** The days of a month. */
export const monthDays = remembered((month) => {
  const first = localDay(`${month}-01`);
  return { from: isoDay(first), to: isoDay(first.plus({ months: 1 })) };
});

/** The days of a quarter. */
export const quarterDays = remembered((quarter) => {
  const [year, number] = quarter.split('-Q');
  const first = localDay(`${year ?? ''}-${String(Number(number) * 3 - 2).padStart(2, '0')}-01`);
  return { from: isoDay(first), to: isoDay(first.plus({ quarters: 1 })) };
});

export const previousQuarter = (quarter: Quarter): Quarter =>
  quarterOfDay(addDays(quarterDays(quarter).from, -1));
export const nextQuarter = (quarter: Quarter): Quarter => quarterOfDay(quarterDays(quarter).to);
export const previousMonth = (month: Month): Month => monthOfDay(addDays(`${month}-01`, -1));
export const nextMonth = (month: Month): Month => monthOfDay(monthDays(month).to);
