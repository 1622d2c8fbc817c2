import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import { plainHeading } from '../../base/spreadsheet/headings.ts';
import { digestOfFile, packSheet } from '../../base/spreadsheet/packing.ts';
import { readSpreadsheet } from '../../base/spreadsheet/reading.ts';
import type { Sheet } from '../../base/spreadsheet/reading.ts';
import type { Actor } from '../../people/index.ts';
import { mayAssess } from '../policy.ts';
import { usualRoles } from './headings.ts';
import type { ColumnRole } from './headings.ts';
import { digestOfHeadings, findHeadings, isComplete } from './layout.ts';
import type { Headings, Layout } from './layout.ts';
import { contentOf, importOf, mappingFor } from './queries.ts';

/** The field of the form that the file comes in. */
export const importUpload = { field: 'file', filesMax: 1, of: 'files' } as const;

/** A file as it was uploaded, in a temporary place. */
export interface ImportFile {
  readonly path: string;
  readonly name: string;
}

/**
 * Takes in an export of an attendance machine, to be looked at: nothing is booked. The same file
 * again, while it waits, is the same import.
 * Refuses `assess-staff`, `file-missing`, and what is no spreadsheet (`readSpreadsheet`).
 */
export async function takeIn(
  actor: Actor,
  file: ImportFile | undefined,
  command: Command,
): Promise<{ readonly id: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'assess-staff');
  const { field } = importUpload;
  if (!file) throw new Refusal('invalid', 'file-missing', {}, field);
  const sha256 = await digestOfFile(file.path);
  const sheet = await readSpreadsheet(file.path, field);
  const content = await packSheet(sheet);
  const { name } = file;
  return once(command, 'take-in-attendance', { sha256, name }, async (tx) => {
    const waiting = await row<{ id: number }>(
      sql`SELECT id FROM attendance_imports
           WHERE community_id = ${streetId} AND sha256 = ${sha256} AND state = 'pending'
           ORDER BY id DESC LIMIT 1`,
      tx,
    );
    if (waiting) return { id: waiting.id };
    const layout = await layoutFor(streetId, sheet, tx);
    const made = await row<{ id: number }>(
      sql`INSERT INTO attendance_imports
            (community_id, file_name, sha256, row_count, content, layout, state, uploaded_by_id,
             uploaded_at)
          VALUES (${streetId}, ${name}, ${sha256}, ${sheet.rows.length}, ${content},
                  ${layout && JSON.stringify(layout)}, 'pending', ${actor.personId}, ${now()})
          RETURNING id`,
      tx,
    );
    return made as { id: number };
  });
}

/** What the office has told of these headings, else what is usual, if that is enough. */
async function layoutFor(streetId: number, sheet: Sheet, tx: Transaction): Promise<Layout | null> {
  const headings = findHeadings(sheet);
  const told = await mappingFor(streetId, digestOfHeadings(headings.texts), tx);
  const usual = usualRoles(headings.texts);
  const roles = headings.texts.map(
    (text, n) => told?.[plainHeading(text)] ?? usual[n] ?? 'ignored',
  );
  return isComplete(roles) ? { ...headings, roles } : null;
}

/**
 * Says what the columns of an import are; the office need not say it again of these headings.
 * Refuses `assess-staff`, `no-import`, `import-decided`, `columns-incomplete`.
 */
export async function mapColumns(
  actor: Actor,
  importId: number,
  roles: readonly ColumnRole[],
  command: Command,
): Promise<{ readonly id: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'assess-staff');
  return once(command, 'map-attendance', { importId, roles }, async (tx) => {
    await importOf(importId, streetId, tx);
    const headings = findHeadings((await contentOf(importId, tx)).sheet);
    if (!isComplete(roles) || roles.length > headings.texts.length) {
      throw new Refusal('invalid', 'columns-incomplete', {}, 'columns');
    }
    const layout: Layout = { ...headings, roles };
    const changed = await change(
      sql`UPDATE attendance_imports SET layout = ${JSON.stringify(layout)}
           WHERE id = ${importId} AND state = 'pending'`,
      tx,
    );
    if (changed === 0) throw new Refusal('conflict', 'import-decided');
    await remember(actor, headings, roles, tx);
    return { id: importId };
  });
}

async function remember(
  actor: Actor,
  { texts }: Headings,
  roles: readonly ColumnRole[],
  tx: Transaction,
): Promise<void> {
  const told = Object.fromEntries(texts.map((text, n) => [plainHeading(text), roles[n]]));
  await change(
    sql`INSERT INTO attendance_mappings (community_id, headings, roles, set_by_id, set_at)
        VALUES (${actor.communityId}, ${digestOfHeadings(texts)}, ${JSON.stringify(told)},
                ${actor.personId}, ${now()})
        ON CONFLICT (community_id, headings) DO UPDATE
          SET roles = excluded.roles, set_by_id = excluded.set_by_id, set_at = excluded.set_at`,
    tx,
  );
}

/** Lets go of an import that was not booked. Refuses `assess-staff`, `no-import`, `import-decided`. */
export async function dropImport(
  actor: Actor,
  importId: number,
  command: Command,
): Promise<{ readonly id: number }> {
  const { communityId, personId } = actor;
  permit(mayAssess(actor, communityId), 'assess-staff');
  return once(command, 'drop-attendance', { importId }, async (tx) => {
    found(await importOf(importId, communityId, tx), 'import');
    const dropped = await change(
      sql`UPDATE attendance_imports SET state = 'dropped'
           WHERE id = ${importId} AND state = 'pending'`,
      tx,
    );
    if (dropped === 0) throw new Refusal('conflict', 'import-decided');
    const subject = `attendance-import:${importId}`;
    await note({ communityId, personId, name: 'attendance-dropped', subject }, tx);
    return { id: importId };
  });
}
