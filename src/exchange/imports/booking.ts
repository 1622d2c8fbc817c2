import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, lockRows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { packSheet } from '../../base/spreadsheet/packing.ts';
import type { Sheet } from '../../base/spreadsheet/reading.ts';
import type { Actor } from '../../people/index.ts';
import { mayConfirm, mayImport } from '../policy.ts';
import type { Layout } from './layout.ts';
import { partOf, previewOf } from './preview.ts';
import type { Preview } from './preview.ts';
import { contentOf, importOf } from './queries.ts';
import type { Counts, Import } from './queries.ts';

/** What came of an import. */
export type Booked = Counts & { readonly id: number };

/**
 * Books the good rows of an import, all in one transaction; of the file is kept what was not booked.
 * `seen` is the digest of the preview that was looked at. Refuses `import`, `confirm-import` (points
 * and hours, by who uploaded them), `no-import`, `import-decided`, `columns-unknown`,
 * `preview-changed` when something else has happened since, `own-import` when a row is
 * one's own or one's household's, `ceiling-reached`.
 */
export async function bookImport(
  actor: Actor,
  importId: number,
  seen: string,
  command: Command,
): Promise<Booked> {
  const { communityId } = actor;
  permit(mayImport(actor, communityId), 'import');
  return once(command, 'book-import', { importId, seen }, async (tx) => {
    const one = await importOf(importId, communityId, tx);
    const part = partOf(one.kind);
    permit(mayConfirm(actor, communityId, { ...one, ...part }), 'confirm-import');
    await lockRows('communities', [communityId], tx);
    await decide(actor, importId, tx);
    const { sheet, layout } = await contentOf(importId, tx);
    if (!layout) throw new Refusal('conflict', 'columns-unknown');
    const preview = await previewOf(communityId, one.kind, sheet, layout, tx);
    if (preview.digest !== seen) throw new Refusal('conflict', 'preview-changed');
    const rows = newRows(preview);
    if (part.needsTwo) refuseOwn(actor, rows);
    const by = { communityId, importId, enteredById: one.uploadedById };
    await part.book({ ...by, approvedById: actor.personId }, rows, tx);
    return close(actor, one, preview, { sheet, layout }, tx);
  });
}

async function decide({ personId }: Actor, importId: number, tx: Transaction): Promise<void> {
  const won = await change(
    sql`UPDATE imports SET state = 'booked', decided_by_id = ${personId}, decided_at = ${now()}
         WHERE id = ${importId} AND state = 'pending'`,
    tx,
  );
  if (won === 0) throw new Refusal('conflict', 'import-decided');
}

const newRows = ({ rows }: Preview): { row: number; entry: unknown }[] =>
  rows.filter(({ outcome }) => outcome === 'new').map(({ row, entry }) => ({ row, entry }));

/** Nobody confirms what is booked to themselves or to their household. */
function refuseOwn(
  { personId, householdId }: Actor,
  rows: readonly { readonly entry: unknown }[],
): void {
  const isOwn = rows.some(({ entry }) => {
    const whose = entry as { readonly personId: number; readonly householdId: number | null };
    const isHome = householdId !== null && whose.householdId === householdId;
    return whose.personId === personId || isHome;
  });
  if (isOwn) throw new Refusal('forbidden', 'own-import');
}

/** Keeps the rows that are still to be mended, and forgets the others: they are in their place. */
async function close(
  actor: Actor,
  { id, kind }: Import,
  { rows, counts }: Preview,
  { sheet, layout }: { readonly sheet: Sheet; readonly layout: Layout },
  tx: Transaction,
): Promise<Booked> {
  const wrong = new Set(rows.filter(({ outcome }) => outcome === 'problem').map(({ row }) => row));
  const left = sheet.rows.filter(({ number }) => number === layout.lastRow || wrong.has(number));
  await change(
    sql`UPDATE imports SET counts = ${JSON.stringify(counts)},
               content = ${await packSheet({ ...sheet, rows: left })}
         WHERE id = ${id}`,
    tx,
  );
  const { communityId, personId } = actor;
  const event = { communityId, personId, name: 'import-booked', subject: `import:${id}` };
  await note({ ...event, facts: { kind, ...counts } }, tx);
  return { id, ...counts };
}
