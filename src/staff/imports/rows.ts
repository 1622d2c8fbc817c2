import type { Day } from '../../base/period.ts';
import { timeOf, whenOf } from '../../base/spreadsheet/days.ts';
import type { Cell, Row, Sheet } from '../../base/spreadsheet/reading.ts';
import { isNoPunch } from './headings.ts';
import type { ColumnRole } from './headings.ts';
import type { Layout } from './layout.ts';

/** Why a row says nothing that can be kept. */
export type RowProblem =
  | 'who-missing'
  | 'name-unknown'
  | 'number-unknown'
  | 'name-shared'
  | 'name-differs'
  | 'date-missing'
  | 'date-ambiguous'
  | 'date-unreadable'
  | 'time-unreadable'
  | 'times-crossed'
  | 'day-to-come'
  | 'day-not-over'
  | 'not-member-then'
  | 'year-unknown'
  | 'row-repeated';

/** What a row says, before anybody asks whether it is true of anyone. */
export interface RowSaid {
  readonly row: number;
  readonly name: string;
  readonly number: string;
  readonly day: Day;
  /** Of a column for arrivals, of one for leavings, and of neither: `08:31`. */
  readonly ins: readonly string[];
  readonly outs: readonly string[];
  readonly punches: readonly string[];
}

/** A row that is left out, as it stood in the file. */
export interface ProblemRow {
  readonly row: number;
  readonly name: string;
  readonly number: string;
  readonly day: string;
  readonly problem: RowProblem;
}

/** Reads every row below the headings. */
export function saidBy(sheet: Sheet, layout: Layout): (RowSaid | ProblemRow)[] {
  const columns = columnsOf(layout.roles);
  return sheet.rows
    .filter(({ number }) => number > layout.lastRow)
    .map((row) => saidByRow(row, columns, sheet.is1904));
}

export const isProblem = (one: RowSaid | ProblemRow): one is ProblemRow => 'problem' in one;

type Columns = Readonly<Record<ColumnRole, readonly number[]>>;

function columnsOf(roles: readonly ColumnRole[]): Columns {
  const at = (wanted: ColumnRole): number[] =>
    roles.flatMap((role, n) => (role === wanted ? [n] : []));
  return {
    name: at('name'),
    number: at('number'),
    day: at('day'),
    in: at('in'),
    out: at('out'),
    punch: at('punch'),
    ignored: [],
  };
}

const textAt = ({ cells }: Row, [column]: readonly number[]): string =>
  column === undefined ? '' : String(cells[column] ?? '').trim();

function saidByRow(row: Row, columns: Columns, is1904: boolean): RowSaid | ProblemRow {
  const name = textAt(row, columns.name).replace(/\s+/g, '');
  const number = textAt(row, columns.number);
  const typed = textAt(row, columns.day);
  const problem = (code: RowProblem, day = typed): ProblemRow => ({
    row: row.number,
    name,
    number,
    day,
    problem: code,
  });
  if (name === '' && number === '') return problem('who-missing');
  const [column] = columns.day;
  const when = whenOf(column === undefined ? null : (row.cells[column] ?? null), is1904);
  if ('why' in when) return problem(when.why);
  const read = (of: readonly number[]): Times => timesAt(row, of, is1904);
  const [ins, outs, punches] = [read(columns.in), read(columns.out), read(columns.punch)];
  // 日期 may hold the time of the punch as well.
  const all = [...ins.times, ...outs.times, ...punches.times];
  if ([ins, outs, punches].some(({ isWrong }) => isWrong)) return problem('time-unreadable');
  const days = new Set([when.day, ...ins.days, ...outs.days, ...punches.days].filter(isGiven));
  const [day] = days;
  if (day === undefined) return problem('date-missing');
  if (days.size > 1) return problem('date-unreadable', [...days].join(' / '));
  const dayTimes = all.length === 0 && when.time !== null ? [when.time] : [];
  return {
    row: row.number,
    name,
    number,
    day,
    ins: ins.times,
    outs: outs.times,
    punches: [...punches.times, ...dayTimes],
  };
}

const isGiven = <T>(one: T | null): one is T => one !== null;

interface Times {
  readonly times: readonly string[];
  readonly days: readonly Day[];
  readonly isWrong: boolean;
}

/** The times in some cells; a cell may hold one, several, or a day with one. */
function timesAt({ cells }: Row, columns: readonly number[], is1904: boolean): Times {
  const times: string[] = [];
  const days: Day[] = [];
  let isWrong = false;
  for (const column of columns) {
    for (const when of whensIn(cells[column] ?? null, is1904)) {
      if (when === null) isWrong = true;
      else {
        if (when.time !== null) times.push(when.time);
        if (when.day !== null) days.push(when.day);
      }
    }
  }
  return { times, days, isWrong };
}

type Told = { readonly day: Day | null; readonly time: string | null } | null;

function whensIn(cell: Cell, is1904: boolean): Told[] {
  if (cell === null || (typeof cell === 'string' && isNoPunch(cell))) return [];
  const when = whenOf(cell, is1904);
  if (!('why' in when)) return [when.day !== null && when.time === null ? null : when];
  if (typeof cell !== 'string') return [null];
  const parts = cell
    .split(/[\s,;|\u3001\uff0c\uff1b]+/)
    .filter((part) => part !== '' && !isNoPunch(part));
  if (parts.length < 2) return [null];
  return parts.map((part) => {
    const time = timeOf(part);
    return time === null ? null : { day: null, time };
  });
}
