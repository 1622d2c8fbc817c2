import { open, readFile } from 'node:fs/promises';
import { Refusal } from '../refusal.ts';
import { readCsv } from './csv.ts';
import { readWorkbook } from './workbook.ts';

/** What stands in a cell: text, a number, or nothing. A day or time comes as ISO text. */
export type Cell = string | number | null;

export interface Row {
  /** As the spreadsheet counts: the first row is 1. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

/** The rows of a spreadsheet's first sheet that is not empty; rows without anything are left out. */
export interface Sheet {
  readonly rows: readonly Row[];
  /** Days that are plain numbers count from 1904, not from 1900. */
  readonly is1904: boolean;
}

/** What tells the kinds of files apart: the bytes that they begin with, whatever they are called. */
const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const EMPTY_ZIP = Buffer.from('PK\x05\x06', 'latin1');
const OLD_OFFICE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');
const OTHERS = [
  '%PDF',
  '\x89PNG',
  '\xff\xd8\xff',
  'GIF8',
  'RIFF',
  'Rar!',
  '7z\xbc\xaf',
  '\x1f\x8b',
];
const START = 16;

/**
 * Reads XLSX and CSV, by their bytes. Refuses `spreadsheet-empty`, `spreadsheet-other` (no
 * spreadsheet), `spreadsheet-old` (.xls), `spreadsheet-encrypted`, `spreadsheet-web-page` (HTML or
 * XML that calls itself .xls), `spreadsheet-broken`, `spreadsheet-too-large`, `spreadsheet-encoding`.
 */
export async function readSpreadsheet(path: string, field: string): Promise<Sheet> {
  const start = await startOf(path);
  if (start.length === 0) throw new Refusal('invalid', 'spreadsheet-empty', {}, field);
  if (begins(start, OLD_OFFICE)) throw await oldRefusal(path, field);
  if (isOther(start)) throw new Refusal('unsupported', 'spreadsheet-other', {}, field);
  const sheet = begins(start, ZIP)
    ? await readWorkbook(path, field)
    : readCsv(await readFile(path), field);
  if (sheet.rows.length === 0) throw new Refusal('invalid', 'spreadsheet-empty', {}, field);
  return sheet;
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(START));
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const begins = (start: Buffer, sign: Buffer): boolean =>
  start.subarray(0, sign.length).equals(sign);

const isOther = (start: Buffer): boolean =>
  begins(start, EMPTY_ZIP) || OTHERS.some((one) => begins(start, Buffer.from(one, 'latin1')));

/** An encrypted XLSX is kept in the same container as an old .xls; its parts tell them apart. */
async function oldRefusal(path: string, field: string): Promise<Refusal> {
  const isEncrypted = (await readFile(path)).includes(ENCRYPTED);
  const code = isEncrypted ? 'spreadsheet-encrypted' : 'spreadsheet-old';
  return new Refusal('unsupported', code, {}, field);
}
