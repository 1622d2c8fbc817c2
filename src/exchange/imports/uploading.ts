import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { digestOfFile, packSheet } from '../../base/spreadsheet/packing.ts';
import { readSpreadsheet } from '../../base/spreadsheet/reading.ts';
import type { Actor } from '../../people/index.ts';
import { mayImport, mayMap } from '../policy.ts';
import { isComplete } from './columns.ts';
import type { ImportKind, Role } from './columns.ts';
import { findLayout, layoutOr } from './layout.ts';
import { partOf } from './preview.ts';
import { contentOf, importOf } from './queries.ts';

/** The field of the form that the file comes in. */
export const importUpload = { field: 'file', filesMax: 1, of: 'files' } as const;

/** A file as it was uploaded, in a temporary place. */
export interface ImportFile {
  readonly path: string;
  readonly name: string;
}

/**
 * Takes in a file, to be looked at: nothing is booked. The same file again, while it waits, is the
 * same import. Refuses `import`, `file-missing`, and what is no spreadsheet (`readSpreadsheet`).
 */
export async function takeInFile(
  actor: Actor,
  kind: ImportKind,
  file: ImportFile | undefined,
  command: Command,
): Promise<{ readonly id: number }> {
  const { communityId, personId } = actor;
  permit(mayImport(actor, communityId), 'import');
  const { field } = importUpload;
  if (!file) throw new Refusal('invalid', 'file-missing', {}, field);
  const sha256 = await digestOfFile(file.path);
  const sheet = await readSpreadsheet(file.path, field);
  const content = await packSheet(sheet);
  const layout = layoutOr(kind, findLayout(kind, sheet));
  const { name } = file;
  return once(command, 'take-in-file', { kind, sha256, name }, async (tx) => {
    const waiting = await row<{ id: number }>(
      sql`SELECT id FROM imports
           WHERE community_id = ${communityId} AND kind = ${kind} AND sha256 = ${sha256}
             AND state = 'pending'
           ORDER BY id DESC LIMIT 1`,
      tx,
    );
    if (waiting) return { id: waiting.id };
    const made = await row<{ id: number }>(
      sql`INSERT INTO imports (community_id, kind, file_name, sha256, row_count, content, layout,
            state, uploaded_by_id, uploaded_at)
          VALUES (${communityId}, ${kind}, ${name}, ${sha256}, ${sheet.rows.length}, ${content},
                  ${layout && JSON.stringify(layout)}, 'pending', ${personId}, ${now()})
          RETURNING id`,
      tx,
    );
    return made as { id: number };
  });
}

/**
 * Says what the columns of an import are; where another confirms, this is a part of the entering, and
 * so for who uploaded it. Refuses `import`, `no-import`, `map-import`, `import-decided`,
 * `columns-missing`.
 */
export async function mapImport(
  actor: Actor,
  importId: number,
  roles: readonly Role[],
  command: Command,
): Promise<{ readonly id: number }> {
  const { communityId } = actor;
  permit(mayImport(actor, communityId), 'import');
  return once(command, 'map-import', { importId, roles }, async (tx) => {
    const { kind, uploadedById } = await importOf(importId, communityId, tx);
    const { needsTwo } = partOf(kind);
    permit(mayMap(actor, communityId, { needsTwo, uploadedById }), 'map-import');
    const { sheet } = await contentOf(importId, tx);
    const { texts, lastRow } = findLayout(kind, sheet);
    if (!isComplete(kind, roles) || roles.length > texts.length) {
      throw new Refusal('invalid', 'columns-missing', {}, 'columns');
    }
    const layout = JSON.stringify({ texts, lastRow, roles });
    const changed = await change(
      sql`UPDATE imports SET layout = ${layout} WHERE id = ${importId} AND state = 'pending'`,
      tx,
    );
    if (changed === 0) throw new Refusal('conflict', 'import-decided');
    return { id: importId };
  });
}

/** Lets go of an import, and of what it said. Refuses `import`, `no-import`, `import-decided`. */
export async function dropFile(
  actor: Actor,
  importId: number,
  command: Command,
): Promise<{ readonly id: number }> {
  const { communityId, personId } = actor;
  permit(mayImport(actor, communityId), 'import');
  const nothing = await packSheet({ rows: [], is1904: false });
  return once(command, 'drop-import', { importId }, async (tx) => {
    await importOf(importId, communityId, tx);
    const dropped = await change(
      sql`UPDATE imports SET state = 'dropped', content = ${nothing},
                 decided_by_id = ${personId}, decided_at = ${now()}
           WHERE id = ${importId} AND state = 'pending'`,
      tx,
    );
    if (dropped === 0) throw new Refusal('conflict', 'import-decided');
    const subject = `import:${importId}`;
    await note({ communityId, personId, name: 'import-dropped', subject }, tx);
    return { id: importId };
  });
}
