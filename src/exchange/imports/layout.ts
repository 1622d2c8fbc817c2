import type { Row, Sheet } from '../../base/spreadsheet/reading.ts';
import { isComplete, usualRoles } from './columns.ts';
import type { FieldName, ImportKind, Role } from './columns.ts';

/** What each column of a sheet is, and where its data begins. */
export interface Layout {
  readonly texts: readonly string[];
  /** The number of the row of headings; data stands below it. */
  readonly lastRow: number;
  readonly roles: readonly Role[];
}

const ROWS_TRIED = 20;
const COLUMNS_SHOWN = 40;

const textsOf = ({ cells }: Row): string[] =>
  cells.slice(0, COLUMNS_SHOWN).map((cell) => String(cell ?? ''));

/** Of the first rows, the one of which most is known; titles above it are passed over. */
export function findLayout(kind: ImportKind, { rows }: Sheet): Layout {
  const tried = rows.slice(0, ROWS_TRIED).map((row) => {
    const texts = textsOf(row);
    const roles = usualRoles(kind, texts);
    const known = roles.filter((role) => role !== 'ignored').length;
    return { texts, roles, lastRow: row.number, known };
  });
  const most = Math.max(...tried.map(({ known }) => known));
  const { texts, roles, lastRow } = tried.find(({ known }) => known === most) ?? NOTHING;
  return { texts, roles, lastRow };
}

const NOTHING: Layout = { texts: [], roles: [], lastRow: 0 };

/** The layout when it can be read without asking, else null. */
export const layoutOr = (kind: ImportKind, layout: Layout): Layout | null =>
  isComplete(kind, layout.roles) ? layout : null;

/** A row below the headings: what stands in its columns, as text. */
export interface SaidRow {
  readonly row: number;
  readonly said: Readonly<Partial<Record<FieldName, string>>>;
}

/** Reads every row below the headings in which one of the known columns says anything. */
export function saidBy({ rows }: Sheet, { lastRow, roles }: Layout): SaidRow[] {
  return rows
    .filter(({ number }) => number > lastRow)
    .map(({ number, cells }) => {
      const said: Partial<Record<FieldName, string>> = {};
      for (const [at, role] of roles.entries()) {
        const text = plain(cells[at] ?? null);
        if (role !== 'ignored' && text !== '') said[role] = text;
      }
      return { row: number, said };
    })
    .filter(({ said }) => Object.keys(said).length > 0);
}

/** A file that went out of here has an apostrophe before what a spreadsheet would run. */
const plain = (cell: string | number | null): string =>
  String(cell ?? '')
    .normalize('NFKC')
    .trim()
    .replace(/^'(?=[=+\-@])/, '');
