import sql, { empty } from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found } from '../../base/refusal.ts';
import { unpackSheet } from '../../base/spreadsheet/packing.ts';
import type { Sheet } from '../../base/spreadsheet/reading.ts';
import type { ColumnRole } from './headings.ts';
import type { Layout } from './layout.ts';
import type { Absentees, Counts } from './preview.ts';

export type ImportState = 'pending' | 'booked' | 'dropped';

/** A file of an attendance machine that was uploaded, and what became of it. */
export interface AttendanceImport {
  readonly id: number;
  readonly fileName: string;
  readonly sha256: string;
  readonly rowCount: number;
  readonly state: ImportState;
  readonly absentees: Absentees;
  readonly counts: Partial<Counts>;
  readonly uploadedBy: string;
  readonly uploadedAt: string;
  readonly bookedById: number | null;
  readonly bookedBy: string | null;
  readonly bookedAt: string | null;
  /** Whose own rows wait for somebody else. */
  readonly leftOutId: number | null;
  readonly completedBy: string | null;
  readonly completedAt: string | null;
}

type Kept<T> = Omit<T, 'counts'> & { readonly counts: string };

const IMPORT = sql`
  SELECT i.id, i.file_name AS "fileName", i.sha256, i.row_count AS "rowCount", i.state,
         i.absentees, i.counts, u.name AS "uploadedBy", i.uploaded_at AS "uploadedAt",
         i.booked_by_id AS "bookedById", b.name AS "bookedBy", i.booked_at AS "bookedAt",
         i.left_out_id AS "leftOutId", c.name AS "completedBy", i.completed_at AS "completedAt"
    FROM attendance_imports i
    JOIN persons u ON u.id = i.uploaded_by_id
    LEFT JOIN persons b ON b.id = i.booked_by_id
    LEFT JOIN persons c ON c.id = i.completed_by_id`;

const withCounts = (kept: Kept<AttendanceImport>): AttendanceImport => ({
  ...kept,
  counts: JSON.parse(kept.counts) as Partial<Counts>,
});

/** An import of an office. Refuses `no-import`. */
export async function importOf(
  id: number,
  streetId: number,
  tx?: Transaction,
): Promise<AttendanceImport> {
  const one = await row<Kept<AttendanceImport>>(
    sql`${IMPORT} WHERE i.id = ${id} AND i.community_id = ${streetId}`,
    tx,
  );
  return withCounts(found(one, 'import'));
}

/** The rows of an import, and what its columns are, if that is known. */
export async function contentOf(
  id: number,
  tx?: Transaction,
): Promise<{ readonly sheet: Sheet; readonly layout: Layout | null }> {
  const kept = await row<{ content: string; layout: string | null }>(
    sql`SELECT content, layout FROM attendance_imports WHERE id = ${id}`,
    tx,
  );
  const { content, layout } = found(kept, 'import');
  const known = layout === null ? null : (JSON.parse(layout) as Layout);
  return { sheet: await unpackSheet(content), layout: known };
}

const PAGE = 30;

/** The register of imports, the last first. */
export async function importsOf(
  streetId: number,
  before?: number,
): Promise<{ items: AttendanceImport[]; next: string | null }> {
  const older = before === undefined ? empty : sql`AND i.id < ${before}`;
  const kept = await rows<Kept<AttendanceImport>>(
    sql`${IMPORT} WHERE i.community_id = ${streetId} ${older} ORDER BY i.id DESC LIMIT ${PAGE + 1}`,
  );
  const last = kept.slice(0, PAGE).at(-1);
  return {
    items: kept.slice(0, PAGE).map(withCounts),
    next: kept.length > PAGE && last ? `before=${last.id}` : null,
  };
}

/** An earlier import of the very same file that was booked. */
export const bookedBefore = (
  streetId: number,
  { id, sha256 }: Pick<AttendanceImport, 'id' | 'sha256'>,
): Promise<{ readonly id: number; readonly bookedAt: string } | null> =>
  row<{ id: number; bookedAt: string }>(
    sql`SELECT id, booked_at AS "bookedAt" FROM attendance_imports
         WHERE community_id = ${streetId} AND sha256 = ${sha256} AND state = 'booked' AND id < ${id}
         ORDER BY id DESC LIMIT 1`,
  );

/** What an office has told of a set of headings, by plain heading. */
export async function mappingFor(
  streetId: number,
  headings: string,
  tx: Transaction,
): Promise<Readonly<Record<string, ColumnRole>> | null> {
  const kept = await row<{ roles: string }>(
    sql`SELECT roles FROM attendance_mappings
         WHERE community_id = ${streetId} AND headings = ${headings}`,
    tx,
  );
  return kept ? (JSON.parse(kept.roles) as Record<string, ColumnRole>) : null;
}
