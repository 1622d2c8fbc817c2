import sql, { empty } from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found } from '../../base/refusal.ts';
import { unpackSheet } from '../../base/spreadsheet/packing.ts';
import type { Sheet } from '../../base/spreadsheet/reading.ts';
import type { ImportKind } from './columns.ts';
import type { Layout } from './layout.ts';

/** How many rows are new, there already, and wrong. */
export interface Counts {
  readonly new: number;
  readonly same: number;
  readonly problems: number;
}

/** A file that was uploaded, and what became of it. */
export interface Import {
  readonly id: number;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly sha256: string;
  readonly rowCount: number;
  readonly state: 'pending' | 'booked' | 'dropped';
  /** When it was decided. */
  readonly counts: Partial<Counts>;
  readonly uploadedById: number;
  readonly uploadedBy: string;
  readonly uploadedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

type Kept = Omit<Import, 'counts'> & { readonly counts: string };

const IMPORT = sql`
  SELECT i.id, i.kind, i.file_name AS "fileName", i.sha256, i.row_count AS "rowCount", i.state,
         i.counts, i.uploaded_by_id AS "uploadedById", u.name AS "uploadedBy",
         i.uploaded_at AS "uploadedAt", d.name AS "decidedBy", i.decided_at AS "decidedAt"
    FROM imports i
    JOIN persons u ON u.id = i.uploaded_by_id
    LEFT JOIN persons d ON d.id = i.decided_by_id`;

const withCounts = (kept: Kept): Import => ({
  ...kept,
  counts: JSON.parse(kept.counts) as Partial<Counts>,
});

/** An import of a community. Refuses `no-import`. */
export async function importOf(id: number, communityId: number, tx?: Transaction): Promise<Import> {
  const one = await row<Kept>(
    sql`${IMPORT} WHERE i.id = ${id} AND i.community_id = ${communityId}`,
    tx,
  );
  return withCounts(found(one, 'import'));
}

/** The rows that are kept of an import, and what its columns are, if that is known. */
export async function contentOf(
  id: number,
  tx?: Transaction,
): Promise<{ readonly sheet: Sheet; readonly layout: Layout | null }> {
  const kept = await row<{ content: string; layout: string | null }>(
    sql`SELECT content, layout FROM imports WHERE id = ${id}`,
    tx,
  );
  const { content, layout } = found(kept, 'import');
  const known = layout === null ? null : (JSON.parse(layout) as Layout);
  return { sheet: await unpackSheet(content), layout: known };
}

const PAGE = 30;

/** The register of imports, the last first. */
export async function importsOf(
  communityId: number,
  before?: number,
): Promise<{ items: Import[]; next: string | null }> {
  const older = before === undefined ? empty : sql`AND i.id < ${before}`;
  const kept = await rows<Kept>(
    sql`${IMPORT} WHERE i.community_id = ${communityId} ${older}
         ORDER BY i.id DESC LIMIT ${PAGE + 1}`,
  );
  const items = kept.slice(0, PAGE).map(withCounts);
  const last = items.at(-1);
  return { items, next: kept.length > PAGE && last ? `before=${last.id}` : null };
}

/** An earlier import of the very same file that was booked. */
export const bookedBefore = (
  communityId: number,
  { id, kind, sha256 }: Pick<Import, 'id' | 'kind' | 'sha256'>,
): Promise<{ readonly id: number; readonly decidedAt: string } | null> =>
  row<{ id: number; decidedAt: string }>(
    sql`SELECT id, decided_at AS "decidedAt" FROM imports
         WHERE community_id = ${communityId} AND kind = ${kind} AND sha256 = ${sha256}
           AND state = 'booked' AND id < ${id}
         ORDER BY id DESC LIMIT 1`,
  );
