import { harmless } from './spreadsheet/harmless.ts';

export type Cell = string | number;

export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A file that Excel opens with Chinese intact: UTF-8 with a mark, lines end in CRLF. Text that would
 * run as a formula gets an apostrophe before it; numbers stay numbers.
 */
export const csvOf = (table: readonly (readonly Cell[])[]): string =>
  BYTE_ORDER_MARK + csvLines(table);

/** The same without the mark, for a file that is sent part by part. */
export const csvLines = (table: readonly (readonly Cell[])[]): string =>
  table.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');

function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const safe = harmless(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
