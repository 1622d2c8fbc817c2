import type { TFunction } from 'i18next';
import type { Actor } from '../people/index.ts';
import { textsIn } from '../web/i18n.ts';
import type { Language } from '../web/i18n.ts';
import type { Answer } from '../web/route.ts';
import { readablePosting } from './access.ts';
import { csvOf } from '../base/csv.ts';
import { workbookOf } from '../base/spreadsheet/write.ts';
import type { Cell } from '../base/csv.ts';
import { proposalLines, staffLines } from './office-lines.ts';
import { postingPage } from './queries.ts';

/** A posting as a file, with the names that the reader sees. */
export async function postingFile(
  reader: Actor | null,
  id: number,
  lang: Language,
  format: 'csv' | 'xlsx',
): Promise<Answer> {
  const { posting, inside } = await readablePosting(reader, id);
  const t = textsIn(lang);
  const tables = {
    resident: () => residentTable(id, t),
    staff: () => staffTable(id, inside, t),
    annual: () => annualTable(id, t),
  };
  const table = await tables[posting.kind]();
  const fileName = `${posting.number}.${format}`;
  if (format === 'csv') {
    return { kind: 'file', type: 'text/csv; charset=utf-8', body: csvOf(table), fileName };
  }
  return { kind: 'file', type: XLSX, body: await workbookFrom(posting.number, table), fileName };
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A table with its headers as a workbook: a column of numbers and gaps is one of numbers. */
function workbookFrom(name: string, [headers = [], ...lines]: Cell[][]): Promise<Buffer> {
  const rows = lines.map((cells) => cells.map((cell) => (cell === '' ? null : cell)));
  const columns = headers.map((header, at) => {
    const isText = rows.some((cells) => typeof cells[at] === 'string');
    return { header: String(header), kind: isText ? ('text' as const) : ('number' as const) };
  });
  return workbookOf([{ name, columns, rows }]);
}

async function residentTable(id: number, t: TFunction): Promise<Cell[][]> {
  const { lines, totals } = await postingPage(id);
  const head = ['name', 'earned', 'deducted', 'net', 'actions', 'hours'] as const;
  const sums = ['issued', 'redeemed', 'outstanding'] as const;
  return [
    head.map((column) => t(`postings.column.${column}`)),
    ...lines.map((line) => head.map((column) => line[column])),
    ...sums.map((sum) => [t(`postings.total.${sum}`), totals[sum], '', '', '', '']),
  ];
}

async function staffTable(id: number, inside: boolean, t: TFunction): Promise<Cell[][]> {
  const lines = await staffLines(id, { inside });
  const head = [
    'department',
    'name',
    'attendance',
    'duty',
    'discipline',
    'keyWork',
    'net',
    'score',
  ] as const;
  return [
    head.map((column) => t(`postings.staff.column.${column}`)),
    ...lines.map(({ shown }) => head.map((column) => shown[column])),
  ];
}

async function annualTable(id: number, t: TFunction): Promise<Cell[][]> {
  const lines = await proposalLines(id);
  return [
    ['department', 'name', 'proposal', 'remark'].map((one) => t(`postings.annual.column.${one}`)),
    ...lines.map(({ shown: { department, name, proposal, remark } }) => [
      department,
      name,
      t(`postings.annual.proposal.${proposal}`),
      remark ?? '',
    ]),
  ];
}
