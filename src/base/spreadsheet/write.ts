import writeExcelFile from 'write-excel-file/node';
import type { Cell, Sheet } from 'write-excel-file/node';
import type { Day } from '../period.ts';
import { harmless } from './harmless.ts';

/** A column: its cells are texts, numbers, numbers in whole hundredths, or days. */
export interface SheetColumn {
  readonly header: string;
  readonly kind: 'text' | 'number' | 'hundredths' | 'day';
  /** In characters. */
  readonly width?: number;
}

/** A sheet of a workbook. A cell that has nothing to say is null. */
export interface SheetOf {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

const NAME_MAX = 31;
const NO_NAME = 'Sheet';

/**
 * A workbook as a file. Texts stay texts, whatever they look like, and are harmless too when the
 * workbook is saved as CSV. Names of sheets are cleaned of what Excel refuses, and made different.
 */
export function workbookOf(sheets: readonly SheetOf[]): Promise<Buffer> {
  const names = sheetNames(sheets.map(({ name }) => name));
  return writeExcelFile(sheets.map((sheet, at) => written(sheet, names[at] ?? NO_NAME))).toBuffer();
}

const written = ({ columns, rows }: SheetOf, name: string): Sheet<never> => ({
  sheet: name,
  stickyRowsCount: 1,
  columns: columns.map(({ width = 12 }) => ({ width })),
  data: [
    columns.map(({ header }) => ({ ...textCell(header), fontWeight: 'bold' as const })),
    ...rows.map((cells) => cells.map((value, at) => cellOf(value, columns[at]?.kind ?? 'text'))),
  ],
});

const textCell = (value: string) => ({ type: String, value: harmless(value) });

function cellOf(value: string | number | null, kind: SheetColumn['kind']): Cell {
  if (value === null) return null;
  if (kind === 'hundredths') return { type: Number, value: Number(value) / 100, format: '0.00' };
  if (kind === 'number') return { type: Number, value: Number(value) };
  if (kind === 'day') return { type: Date, value: dateOf(String(value)), format: 'yyyy-mm-dd' };
  return textCell(String(value));
}

const dateOf = (day: Day): Date => new Date(`${day}T00:00:00Z`);

/** Names that Excel takes: at most 31 characters, none of []:*?/\, no apostrophe around, none twice. */
export function sheetNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const clean = cleaned(name);
    let free = clean;
    for (let times = 2; taken.has(free.toLowerCase()); times += 1) {
      const tail = ` ${times}`;
      free = clean.slice(0, NAME_MAX - tail.length) + tail;
    }
    taken.add(free.toLowerCase());
    return free;
  });
}

function cleaned(name: string): string {
  const clean = name
    .replaceAll(/[[\]:*?/\\\p{Cc}]/gu, ' ')
    .replaceAll(/^[\s']+|[\s']+$/g, '')
    .slice(0, NAME_MAX)
    .replace(/[\ud800-\udbff]$/, '') // half of a rare character
    .trim();
  // Excel keeps this name for itself.
  return clean === '' || clean.toLowerCase() === 'history' ? NO_NAME : clean;
}
