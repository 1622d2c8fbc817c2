import readXlsxFile from 'read-excel-file/node';
import { Refusal } from '../refusal.ts';
import { cleanRows } from './cells.ts';
import type { Cell, Sheet } from './reading.ts';
import { checkWorkbook } from './workbook-check.ts';

/** Days between the two beginnings that Excel counts from. */
const DAYS_TO_1904 = 1462;
const DAY_MS = 86_400_000;
/** A day of Excel that is none, but a time alone: its count begins before this. */
const FIRST_DAY = Date.UTC(1900, 0, 1);

type Value = string | number | boolean | Date | null;

/** The first sheet of an XLSX file that holds anything. */
export async function readWorkbook(path: string, field: string): Promise<Sheet> {
  const { date1904 } = await checkWorkbook(path, field);
  const is1904 = date1904 !== null;
  // The package knows `1` and has counted from 1904 already; it does not know `true`.
  const shift = date1904 === 'true' ? DAYS_TO_1904 * DAY_MS : 0;
  const sheets = await readXlsxFile(path).catch(() => {
    throw new Refusal('invalid', 'spreadsheet-broken', {}, field);
  });
  for (const { data } of sheets) {
    const rows = cleanRows(
      data.map((row) => (row as Value[]).map((value) => cellOf(value, shift, is1904))),
    );
    if (rows.length > 0) return { rows, is1904 };
  }
  return { rows: [], is1904 };
}

function cellOf(value: Value, shift: number, is1904: boolean): Cell {
  if (value instanceof Date) return isoOf(value.getTime() + shift, is1904);
  return typeof value === 'boolean' ? String(value) : value;
}

/**
 * `2026-11-22`, `2026-11-22 08:31:05`, or `08:31:05` alone. Excel keeps days as numbers with a
 * fraction, so a second may be off by some millionth.
 */
function isoOf(ms: number, is1904: boolean): string {
  const second = Math.round(ms / 1000) * 1000;
  const [day, rest = ''] = new Date(second).toISOString().split('T');
  const time = rest.slice(0, 8);
  const first = is1904 ? FIRST_DAY + DAYS_TO_1904 * DAY_MS : FIRST_DAY;
  if (second < first) return time;
  return time === '00:00:00' ? (day as string) : `${day as string} ${time}`;
}
