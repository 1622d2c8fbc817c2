import type { Readable } from 'node:stream';
import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { Refusal } from '../refusal.ts';

/** What the archive of a workbook says of itself, once it is known to be harmless. */
export interface CheckedWorkbook {
  /** Whether days count from 1904, as Excel for Macintosh had it; the schema allows both words. */
  readonly date1904: '1' | 'true' | null;
}

const ENTRIES_MAX = 1_000;
const UNPACKED_MAX = 100 * 1024 * 1024;
/** Text in a spreadsheet shrinks to a tenth; what shrinks to a two-hundredth is a bomb. */
const RATIO_MAX = 200;
const RATIO_FROM = 4 * 1024 * 1024;
export const ROWS_MAX = 100_000;
export const COLUMNS_MAX = 256;
export const CELLS_MAX = 2_000_000;

const WORKBOOK = 'xl/workbook.xml';
const WORKBOOK_BYTES_MAX = 1024 * 1024;

/**
 * Unpacks a workbook once, keeping nothing, and counts: what the headers of an archive say of its
 * sizes is not believed, nor is a cell that stands at the far corner of a sheet.
 * Refuses `spreadsheet-broken`, `spreadsheet-other`, `spreadsheet-too-large`.
 */
export async function checkWorkbook(path: string, field: string): Promise<CheckedWorkbook> {
  const zip = await openPromise(path).catch(() => {
    throw new Refusal('invalid', 'spreadsheet-broken', {}, field);
  });
  try {
    return await checked(zip, field);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid', 'spreadsheet-broken', {}, field);
  } finally {
    zip.close();
  }
}

async function checked(zip: ZipFile, field: string): Promise<CheckedWorkbook> {
  const tooLarge = (): Refusal => new Refusal('too-large', 'spreadsheet-too-large', {}, field);
  if (zip.entryCount > ENTRIES_MAX) throw tooLarge();
  let workbook: string | undefined;
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const extent = new Extent();
    const kept: Buffer[] = [];
    let size = 0;
    for await (const chunk of (await openEntry(zip, entry)) as AsyncIterable<Buffer>) {
      size += chunk.length;
      unpacked += chunk.length;
      if (unpacked > UNPACKED_MAX || isBomb(size, entry)) throw tooLarge();
      if (isXml(entry) && !extent.takes(chunk)) throw tooLarge();
      if (entry.fileName === WORKBOOK && size <= WORKBOOK_BYTES_MAX) kept.push(chunk);
    }
    if (entry.fileName === WORKBOOK) workbook = Buffer.concat(kept).toString('utf8');
  }
  if (workbook === undefined) throw new Refusal('unsupported', 'spreadsheet-other', {}, field);
  const [, date1904 = null] = /\bdate1904\s*=\s*["'](1|true)["']/.exec(workbook) ?? [];
  return { date1904: date1904 as CheckedWorkbook['date1904'] };
}

const openEntry = (zip: ZipFile, entry: Entry): Promise<Readable> =>
  zip.openReadStreamPromise(entry);

const isXml = ({ fileName }: Entry): boolean => fileName.endsWith('.xml');

const isBomb = (size: number, { compressedSize }: Entry): boolean =>
  size > RATIO_FROM && size > RATIO_MAX * compressedSize;

const PLACE = /\br\s*=\s*["']([A-Z]{0,7})(\d{1,9})["']/g;
const TAG = /[<:](row|c)[\s/>]/g;
/** No tag or place that matters is longer; so much is read again with the next chunk. */
const OVERLAP = 64;

/** How far the rows and cells of a part reach: the reader makes room for all that lies between. */
class Extent {
  #rows = 0;
  #cells = 0;
  #lastRow = 0;
  #lastColumn = 0;
  #rest = '';

  /** Looks at more of the part; false when it reaches too far. */
  takes(chunk: Buffer): boolean {
    const text = this.#rest + chunk.toString('latin1');
    const until = text.length - OVERLAP;
    for (const { index, 1: name } of text.matchAll(TAG)) {
      if (index >= until) break;
      if (name === 'row') this.#rows += 1;
      else this.#cells += 1;
    }
    for (const { 1: letters = '', 2: digits } of text.matchAll(PLACE)) {
      this.#lastRow = Math.max(this.#lastRow, Number(digits));
      this.#lastColumn = Math.max(this.#lastColumn, columnOf(letters));
    }
    this.#rest = text.slice(Math.max(0, until));
    return this.#isWithin();
  }

  #isWithin(): boolean {
    return (
      Math.max(this.#rows, this.#lastRow) <= ROWS_MAX &&
      this.#lastColumn <= COLUMNS_MAX &&
      this.#cells <= CELLS_MAX
    );
  }
}

/** The number of a column: A is 1, Z is 26, AA is 27; none is 0. */
const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
