/**
 * Lists as files. Every list that has pages goes out as CSV and XLSX too, whole and as it is
 * narrowed, to whoever may see the page: `?format=csv`, `?format=xlsx`. A route says no more than
 * the columns:
 *
 *     const goodsColumns = columnsOf<Good>({ good: text(({ name }) => name), … });
 *     route({ method: 'get', path: '/goods', columns: goodsColumns, … })
 *
 * Its page must hold `items`, and `next` where there is more: the file is made by asking the handler
 * for one page after another, so that no list has a second query, nor a second opinion on who may
 * read it. Headers are `header.<name>` of the message files; the layout draws the links.
 */
import type { TFunction } from 'i18next';
import { note } from '../base/audit.ts';
import { BYTE_ORDER_MARK, csvLines } from '../base/csv.ts';
import { inTransaction } from '../base/db.ts';
import { dayOf, timeOf, today } from '../base/period.ts';
import { Refusal } from '../base/refusal.ts';
import type { ListColumn } from '../base/spreadsheet/columns.ts';
import { workbookOf } from '../base/spreadsheet/write.ts';
import type { Actor } from '../people/index.ts';
import { FILE_FORMATS } from './list-address.ts';
import type { FileFormat } from './list-address.ts';
import { titleOf } from './reply.ts';
import type { Answer, List, Route } from './route.ts';

type Query = Readonly<Record<string, unknown>>;
type Cell = string | number | null;

/** Answers one page of a list, and what the file is called. */
export type ListReader = (query: Query) => Promise<List & { readonly title: string }>;

interface Reader {
  readonly actor: Actor | null;
  readonly t: TFunction;
}

/** Which file of a list is asked for, if any. Refuses `file-format`. */
export function fileFormatOf({ columns }: Route, query: Query): FileFormat | null {
  const format = query['format'];
  if (!columns || format === undefined) return null;
  const known = FILE_FORMATS.find((one) => one === format);
  if (!known) throw new Refusal('invalid', 'file-format', {}, 'format');
  return known;
}

/** What a handler's answer shows of a list. */
export function listIn(answer: Answer, t: TFunction): List & { readonly title: string } {
  if (answer.kind !== 'page') throw new Error('a list with columns answers with a page');
  const { items = [], next = null } = answer.data as Partial<List>;
  return { items, next, title: titleOf(answer, t) };
}

/** So many rows a workbook takes, which is made as a whole; a CSV file has no end. */
const WORKBOOK_ROWS_MAX = 50_000;

/** A list as a file, made page by page. Refuses `list-too-long`, and what the page refuses. */
export async function listFile(
  { path, columns = [] }: Route,
  { query, read }: { readonly query: Query; readonly read: ListReader },
  format: FileFormat,
  { actor, t }: Reader,
): Promise<Extract<Answer, { kind: 'file' }>> {
  // Before the answer begins: what is refused is told on a page, and its title names the file.
  const first = await read(query);
  if (actor && isOthers(actor)) await noteTaken(actor, path, format);
  const fileName = `${fileNameOf(first.title)}-${today()}.${format}`;
  const parts = partsOf(first, query, read, (item) => columns.map((one) => cellOf(one, item, t)));
  const headers = columns.map(({ header }) => t(`header.${header}`));
  if (format === 'csv') {
    return { kind: 'file', type: CSV, body: csvParts(headers, columns, parts), fileName };
  }
  const rows: Cell[][] = [];
  for await (const part of parts) {
    rows.push(...part);
    if (rows.length > WORKBOOK_ROWS_MAX) {
      throw new Refusal('too-large', 'list-too-long', { max: WORKBOOK_ROWS_MAX });
    }
  }
  const sheet = { name: first.title, columns: columns.map(sheetColumnOf(headers)), rows };
  return { kind: 'file', type: XLSX, body: await workbookOf([sheet]), fileName };
}

const CSV = 'text/csv; charset=utf-8';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function* partsOf(
  first: List,
  query: Query,
  read: ListReader,
  cellsOf: (item: unknown) => Cell[],
): AsyncGenerator<Cell[][]> {
  for (let list: List = first; ;) {
    yield list.items.map(cellsOf);
    if (!list.next) return;
    const more = Object.fromEntries(new URLSearchParams(list.next));
    list = await read({ ...more, ...limitOf(query) });
  }
}

const limitOf = ({ limit }: Query): Query => (limit === undefined ? {} : { limit });

async function* csvParts(
  headers: readonly string[],
  columns: readonly ListColumn[],
  parts: AsyncIterable<Cell[][]>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLines([headers]);
  for await (const part of parts) {
    yield csvLines(part.map((cells) => cells.map((cell, at) => inCsv(cell, columns[at]))));
  }
}

const inCsv = (cell: Cell, column: ListColumn | undefined): string | number =>
  cell === null ? '' : column?.kind === 'hundredths' ? Number(cell) / 100 : cell;

function cellOf({ kind, value, words = '' }: ListColumn, item: unknown, t: TFunction): Cell {
  const said = value(item) ?? null;
  if (said === null || said === '') return null;
  if (kind === 'word')
    return t(`${words}.${String(said)}`, { count: 1, defaultValue: String(said) });
  if (kind === 'instant') return `${dayOf(String(said))} ${timeOf(String(said))}`;
  return typeof said === 'number' ? said : String(said);
}

const sheetColumnOf =
  (headers: readonly string[]) =>
  ({ kind }: ListColumn, at: number) => {
    const width = kind === 'text' || kind === 'instant' ? 18 : 12;
    const isText = kind === 'instant' || kind === 'word';
    return { header: headers[at] ?? '', kind: isText ? ('text' as const) : kind, width };
  };

const fileNameOf = (title: string): string =>
  title
    .replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 60);

/** Whether the actor sees in lists what is not their own. */
const isOthers = ({ roles }: Actor): boolean =>
  roles.some((role) => role !== 'resident' && role !== 'staff');

/** Who carried a list out of the house is asked about later. */
async function noteTaken(actor: Actor, path: string, format: FileFormat): Promise<void> {
  const { communityId, personId } = actor;
  const subject = `list:${path}`.slice(0, 60);
  const event = { communityId, personId, name: 'list-taken', subject, facts: { format } };
  await inTransaction((tx) => note(event, tx));
}
