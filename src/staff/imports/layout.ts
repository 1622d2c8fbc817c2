import { createHash } from 'node:crypto';
import { plainHeading } from '../../base/spreadsheet/headings.ts';
import type { Row, Sheet } from '../../base/spreadsheet/reading.ts';
import { whenOf } from '../../base/spreadsheet/days.ts';
import { usualRoles } from './headings.ts';
import type { ColumnRole } from './headings.ts';

/** Where the headings of a sheet are. */
export interface Headings {
  /** What stands above each column; two lines of headings are read as one. */
  readonly texts: readonly string[];
  /** The number of the row below which the data begins. */
  readonly lastRow: number;
}

/** What each column of a sheet is, and where its data begins. */
export interface Layout extends Headings {
  readonly roles: readonly ColumnRole[];
}

const ROWS_TRIED = 20;
const COLUMNS_SHOWN = 60;

/**
 * Finds the headings: of the first rows, the one of which most is known, and the line below it when
 * it holds no more than the second half of merged headings. Titles above it are passed over.
 */
export function findHeadings({ rows }: Sheet): Headings {
  const tried = rows.slice(0, ROWS_TRIED);
  const scores = tried.map((row) => scoreOf(textsOf(row)));
  const best = Math.max(...scores);
  const index = best > 0 ? scores.indexOf(best) : widest(tried);
  const row = tried[index] as Row;
  const below = rows[index + 1];
  if (!below || !isSecondLine(row, below)) return { texts: textsOf(row), lastRow: row.number };
  return { texts: merged(textsOf(row), textsOf(below)), lastRow: below.number };
}

const textsOf = ({ cells }: Row): string[] =>
  cells.slice(0, COLUMNS_SHOWN).map((cell) => String(cell ?? ''));

const scoreOf = (texts: readonly string[]): number =>
  new Set(usualRoles(texts).filter((role) => role !== 'ignored')).size;

/** Where nothing is known: the first row with the most texts, which is no title. */
function widest(rows: readonly Row[]): number {
  const widths = rows.map(({ cells }) => cells.filter((cell) => typeof cell === 'string').length);
  return widths.indexOf(Math.max(...widths));
}

/** Under a name or a number stands nothing in the second line of headings, and no time anywhere. */
function isSecondLine(row: Row, below: Row): boolean {
  const roles = usualRoles(textsOf(row));
  const who = roles.flatMap((role, n) => (role === 'name' || role === 'number' ? [n] : []));
  return (
    who.length > 0 &&
    who.every((n) => (below.cells[n] ?? null) === null) &&
    below.cells.every(
      (cell) => cell === null || (typeof cell === 'string' && 'why' in whenOf(cell)),
    )
  );
}

/** 上班 over 时间 and 结果: a merged heading stands in the first of its columns alone. */
function merged(above: readonly string[], below: readonly string[]): string[] {
  let over = '';
  return Array.from({ length: Math.max(above.length, below.length) }, (_, n) => {
    over = above[n] || over;
    const under = below[n] ?? '';
    return under === '' ? (above[n] ?? '') : over + under;
  });
}

/** Whether somebody and some time can be found under these columns. */
export function isComplete(roles: readonly ColumnRole[]): boolean {
  const has = (role: ColumnRole): boolean => roles.includes(role);
  const isTimed = has('punch') || (has('day') && (has('in') || has('out')));
  return (has('name') || has('number')) && isTimed;
}

/** The same headings in another order are the same export. */
export const digestOfHeadings = (texts: readonly string[]): string =>
  createHash('sha256')
    .update([...texts.map(plainHeading)].sort().join('\n'))
    .digest('hex');
