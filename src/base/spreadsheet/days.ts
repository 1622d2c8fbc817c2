import { addDays } from '../period.ts';
import type { Day } from '../period.ts';
import type { Cell } from './reading.ts';

/** What a cell says of when: a day, a time of day (`08:31`), or both; or why that cannot be said. */
export type When =
  | { readonly day: Day | null; readonly time: string | null }
  | { readonly why: 'date-ambiguous' | 'date-unreadable' };

const UNREADABLE: When = { why: 'date-unreadable' };

/** Years that a day of an office may be in; other numbers are no days. */
const FIRST_SERIAL = 32_874; // 1990-01-01
const LAST_SERIAL = 73_050; // 2099-12-31
const SERIAL_START = '1899-12-30';
const DAYS_TO_1904 = 1462;
const MINUTES = 1440;

const remembered = new Map<string, When>();
const REMEMBERED_MAX = 10_000;

/** Reads a day, a time, or both, however a spreadsheet may say it. */
export function whenOf(cell: Cell, is1904 = false): When {
  if (cell === null) return { day: null, time: null };
  const name = `${typeof cell} ${cell} ${is1904}`;
  const known = remembered.get(name);
  if (known) return known;
  const when = typeof cell === 'number' ? ofNumber(cell, is1904) : ofText(cell);
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(name, when);
  return when;
}

/** A fraction of a day is a time, a count of days a day with its time, 20261122 a day. */
function ofNumber(cell: number, is1904: boolean): When {
  if (cell >= 0 && cell < 1) return { day: null, time: timeOfFraction(cell) };
  if (Number.isInteger(cell) && cell > 19_000_000) return ofText(String(cell));
  const serial = cell + (is1904 ? DAYS_TO_1904 : 0);
  if (!(serial >= FIRST_SERIAL && serial <= LAST_SERIAL)) return UNREADABLE;
  const whole = Math.floor(serial + 1 / MINUTES / 120);
  const fraction = Math.max(0, serial - whole);
  return {
    day: addDays(SERIAL_START, whole),
    time: fraction < 1 / MINUTES / 120 ? null : timeOfFraction(fraction),
  };
}

/** Rounded to the second, and then the minute that has begun. */
function timeOfFraction(fraction: number): string {
  const minutes = Math.floor(Math.round(fraction * 86_400) / 60) % MINUTES;
  return clock(Math.floor(minutes / 60), minutes % 60);
}

// \u5e74 \u6708 \u65e5: year, month, day. \u661f\u671f, \u5468: week; what stands behind is the weekday.
const YEAR_FIRST =
  /^(\d{4}|\d{2})(?:[-/.]|\u5e74)\s?(\d{1,2})(?:[-/.]|\u6708)\s?(\d{1,2})\u65e5?(?![\d-/.])/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?!\d)/;
const YEAR_LAST = /^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)/;
const WEEKDAY =
  /[\s(\uff08]*(?:(?:\u661f\u671f|\u5468)[\u4e00-\u9fff]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)[)\uff09]?/i;

function ofText(cell: string): When {
  const text = cell.normalize('NFKC').trim();
  if (YEAR_LAST.test(text) && !YEAR_FIRST.test(text)) return { why: 'date-ambiguous' };
  const found = YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (!found) return ofTime(text);
  // 05/06/07 may be any of three days; 26-11-22 is how a Chinese machine shortens a year.
  if (found[1]?.length === 2 && Number(found[1]) < 13 && YEAR_LAST.test(text)) {
    return { why: 'date-ambiguous' };
  }
  const day = dayOfParts(found);
  if (day === null) return UNREADABLE;
  const rest = text.slice(found[0].length).replace(WEEKDAY, '').replace(/^T/, '').trim();
  if (rest === '') return { day, time: null };
  const time = timeOf(rest);
  return time === null ? UNREADABLE : { day, time };
}

function ofTime(text: string): When {
  const time = timeOf(text);
  return time === null ? UNREADABLE : { day: null, time };
}

function dayOfParts([, year = '', month = '', day = '']: RegExpExecArray): Day | null {
  const full = year.length === 2 ? `20${year}` : year;
  const text = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const isDay = Number(month) <= 12 && Number(day) <= 31 && addDays(text, 0) === text;
  return isDay ? text : null;
}

// \u4e0a\u5348 and \u65e9\u4e0a: morning; \u4e0b\u5348 and \u665a\u4e0a: afternoon, evening;
// \u65f6 and \u70b9: hour; \u5206, \u79d2: minute, second.
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\u4e0a\u5348|\u65e9\u4e0a/, 'am '],
  [/\u4e0b\u5348|\u665a\u4e0a/, 'pm '],
  [/[\u65f6\u70b9]/, ':'],
  [/\u5206(?=\d)/, ':'],
  [/[\u5206\u79d2]$/, ''],
  [/\.\d+$/, ''],
];
const TIME = /^(am|pm)? ?(\d\d?):(\d\d)(?::\d\d)? ?(am|pm)?$/i;

/** `8:31`, `08:31:05`, `8:31 PM`: the minute that has begun; null when it is no time. */
export function timeOf(text: string): string | null {
  const plain = WORDS.reduce((said, [word, sign]) => said.replace(word, sign), text.trim());
  const found = TIME.exec(plain.replace(/\s+/g, ' '));
  if (!found) return null;
  const [, before, digits, minutes, after] = found;
  const half = (before ?? after)?.toLowerCase();
  const hour = Number(digits);
  if (hour > 23 || Number(minutes) > 59) return null;
  if (half === 'pm' && hour < 12) return clock(hour + 12, Number(minutes));
  return clock(half === 'am' && hour === 12 ? 0 : hour, Number(minutes));
}

const clock = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
