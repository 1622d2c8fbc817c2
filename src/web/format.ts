import { TIME_ZONE } from '../config.ts';
import type { TFunction } from 'i18next';
import type { Language } from './i18n.ts';

/** Text helpers that every view has; they answer plain text, the view escapes it. */
export interface Formats {
  readonly date: (dayOrInstant: string) => string;
  readonly dateTime: (instant: string) => string;
  /** The time of day: `17:30`. */
  readonly time: (instant: string) => string;
  readonly week: (week: string) => string;
  /** A quarter or a year: 2026年第3季度. */
  readonly periodName: (period: string) => string;
  readonly points: (count: number) => string;
  /** A number kept in whole hundredths, with one or two decimals: 94.5. */
  readonly hundredths: (count: number) => string;
}

const NOON = 'T12:00:00+08:00';

/** The formats of one language; days are those of Asia/Shanghai whatever zone the server is in. */
export function formatsIn(language: Language, t: TFunction): Formats {
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: TIME_ZONE });
  const moments = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hour12: false,
    timeZone: TIME_ZONE,
  });
  const times = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: TIME_ZONE,
  });
  return {
    date: (value) => days.format(new Date(value.length > 10 ? value : value + NOON)),
    dateTime: (instant) => moments.format(new Date(instant)),
    time: (instant) => times.format(new Date(instant)),
    week: (week) => t('format.week', { year: week.slice(0, 4), week: Number(week.slice(6)) }),
    periodName: (period) =>
      t(period.length > 4 ? 'format.quarter' : 'format.year', {
        year: period.slice(0, 4),
        quarter: period.slice(6),
      }),
    points: (count) => t('format.points', { count }),
    hundredths: (count) => (count / 100).toFixed(2).replace(/0$/, ''),
  };
}
