import chineseDays from 'chinese-days';
import type { Day } from './period.ts';

/** What the country's notice of holidays says of a day. */
export interface PublicDay {
  readonly isWorkday: boolean;
  readonly why: 'week' | 'weekend' | 'holiday' | 'make-up';
  /** 春节; of a holiday and of the days worked for it. */
  readonly name?: string;
  /** Key of the holiday's name: `spring-festival`. */
  readonly holiday?: string;
}

/**
 * Whether the package knows the notice of that year. It answers for every year there is, taking
 * each Monday to Friday for work where it knows nothing; a year that has a National Day is known.
 */
export function isYearKnown(year: number): boolean {
  const known = years.get(year);
  if (known !== undefined) return known;
  const isKnown = holidayOf(`${year}-10-01`) !== null;
  years.set(year, isKnown);
  return isKnown;
}

const years = new Map<number, boolean>();

/** A day by the notice of its year, or null when the package does not know that year. */
export function publicDay(day: Day): PublicDay | null {
  if (!isYearKnown(Number(day.slice(0, 4)))) return null;
  const named = holidayOf(day);
  if (named) {
    const { isWorkday } = named;
    return { ...named, why: isWorkday ? 'make-up' : 'holiday' };
  }
  const isWorkday = !isWeekend(day);
  return { isWorkday, why: isWorkday ? 'week' : 'weekend' };
}

/** Asked of the package, the weekday would be that of the server’s own zone. */
export const isWeekend = (day: Day): boolean => [0, 6].includes(new Date(day).getUTCDay());

// «Spring Festival,春节,4» on holidays and on days worked for them, «Friday» on any other.
function holidayOf(day: Day): Omit<PublicDay, 'why'> | null {
  const { work, name: text } = chineseDays.getDayDetail(day);
  const [english = '', name] = text.split(',');
  if (name === undefined) return null;
  const holiday = english.toLowerCase().replace(/[^a-z]+/g, '-');
  return { isWorkday: work, name, holiday };
}
