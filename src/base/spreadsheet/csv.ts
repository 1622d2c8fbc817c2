import { parse } from 'csv-parse/sync';
import { Refusal } from '../refusal.ts';
import { cleanRows } from './cells.ts';
import type { Sheet } from './reading.ts';
import { CELLS_MAX, ROWS_MAX } from './workbook-check.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const LINES_TRIED = 20;

/** The rows of a text file whose fields are parted by commas, semicolons or tabs. */
export function readCsv(body: Buffer, field: string): Sheet {
  const text = decoded(body, field);
  if (/^\s*<(?:!doctype|html|\?xml|table|meta|head)/i.test(text)) {
    throw new Refusal('unsupported', 'spreadsheet-web-page', {}, field);
  }
  const rows = parsed(text, field);
  const cells = rows.reduce((sum, row) => sum + row.length, 0);
  if (rows.length > ROWS_MAX || cells > CELLS_MAX) {
    throw new Refusal('too-large', 'spreadsheet-too-large', {}, field);
  }
  return { rows: cleanRows(rows), is1904: false };
}

/**
 * By its mark, else UTF-8 when all of it is that, else GB18030, in which Chinese Windows saves.
 * Refuses `spreadsheet-encoding`, and `spreadsheet-other` for what no text holds.
 */
function decoded(body: Buffer, field: string): string {
  if (body[0] === 0xff && body[1] === 0xfe) return new TextDecoder('utf-16le').decode(body);
  if (body[0] === 0xfe && body[1] === 0xff) return new TextDecoder('utf-16be').decode(body);
  if (body.includes(0)) throw new Refusal('unsupported', 'spreadsheet-other', {}, field);
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(body);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new Refusal('invalid', 'spreadsheet-encoding', {}, field);
}

function parsed(text: string, field: string): string[][] {
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: 100_000,
    });
  } catch {
    throw new Refusal('invalid', 'spreadsheet-broken', {}, field);
  }
}

/** What parts the fields: that which stands most often, outside quotes, in the first lines. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 20_000).split('\n', LINES_TRIED);
  const bare = lines.join('\n').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((one) => bare.split(one).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] as string;
}
