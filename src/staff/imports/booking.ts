import sql, { bulk } from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, lockRows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { settleDays } from '../attendance/settling.ts';
import { mayCompleteImport, mayAssess } from '../policy.ts';
import type { Settlement } from '../scoring/settling.ts';
import { countsOf, previewOf } from './preview.ts';
import type { Absentees, Preview, PreviewDay, Wish } from './preview.ts';
import { contentOf, importOf } from './queries.ts';
import type { AttendanceImport } from './queries.ts';

/** What was shown, and is now to be booked. */
export interface Confirmation {
  readonly absentees: Absentees;
  /** The digest of the preview that was looked at. */
  readonly seen: string;
}

export interface Booked extends Settlement {
  readonly id: number;
  /** Days that were put down or changed. */
  readonly days: number;
}

/**
 * Books all that an import says, in one transaction, but for the rows of who confirms it: those
 * wait for somebody else. Refuses `assess-staff`, `no-import`, `import-decided`, `columns-unknown`,
 * `preview-changed` when something else has happened since it was looked at.
 */
export async function confirmImport(
  actor: Actor,
  importId: number,
  confirmation: Confirmation,
  command: Command,
): Promise<Booked> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'assess-staff');
  return once(command, 'confirm-attendance', { importId, ...confirmation }, async (tx) => {
    await importOf(importId, streetId, tx);
    await lockRows('communities', [streetId], tx);
    const won = await change(
      sql`UPDATE attendance_imports SET state = 'booked', absentees = ${confirmation.absentees},
                 booked_by_id = ${actor.personId}, booked_at = ${now()}
           WHERE id = ${importId} AND state = 'pending'`,
      tx,
    );
    if (won === 0) throw new Refusal('conflict', 'import-decided');
    const one = await importOf(importId, streetId, tx);
    const preview = await importPreview(importId, streetId, one, tx);
    if (preview.digest !== confirmation.seen) throw new Refusal('conflict', 'preview-changed');
    const own = preview.days.filter(({ personId }) => personId === actor.personId);
    const others = preview.days.filter(({ personId }) => personId !== actor.personId);
    const leftOutId = own.some(({ change: what }) => what !== 'same') ? actor.personId : null;
    await change(
      sql`UPDATE attendance_imports SET counts = ${JSON.stringify(countsOf(preview))},
                 left_out_id = ${leftOutId}
           WHERE id = ${importId}`,
      tx,
    );
    return book(actor, one, others, 'attendance-imported', tx);
  });
}

/**
 * Books the rows that were left out, since they were those of who confirmed the rest.
 * Refuses `complete-import`, `no-import`, `nothing-left-out`.
 */
export async function completeImport(
  actor: Actor,
  importId: number,
  command: Command,
): Promise<Booked> {
  const streetId = actor.communityId;
  return once(command, 'complete-attendance', { importId }, async (tx) => {
    const one = await importOf(importId, streetId, tx);
    const { leftOutId } = one;
    if (leftOutId === null) throw new Refusal('conflict', 'nothing-left-out');
    permit(mayCompleteImport(actor, streetId, leftOutId), 'complete-import');
    await lockRows('communities', [streetId], tx);
    const won = await change(
      sql`UPDATE attendance_imports SET left_out_id = NULL, completed_by_id = ${actor.personId},
                 completed_at = ${now()}
           WHERE id = ${importId} AND left_out_id = ${leftOutId}`,
      tx,
    );
    if (won === 0) throw new Refusal('conflict', 'nothing-left-out');
    const only = (personId: number): boolean => personId === leftOutId;
    const wish = { absentees: one.absentees, only };
    const { days } = await importPreview(importId, streetId, wish, tx);
    return book(actor, one, days, 'attendance-completed', tx);
  });
}

/** What an import means today. Refuses `no-import`, `columns-unknown`. */
export async function importPreview(
  importId: number,
  streetId: number,
  wish: Wish,
  tx?: Transaction,
): Promise<Preview> {
  const { sheet, layout } = await contentOf(importId, tx);
  if (!layout) throw new Refusal('conflict', 'columns-unknown');
  return previewOf(streetId, sheet, layout, wish, tx);
}

async function book(
  actor: Actor,
  { id, fileName }: AttendanceImport,
  all: readonly PreviewDay[],
  event: string,
  tx: Transaction,
): Promise<Booked> {
  const days = all.filter((one) => one.change !== 'same');
  await putDays(actor.communityId, id, days, tx);
  const by = { personId: actor.personId, reason: fileName };
  const settlement = await settleDays(actor.communityId, days, by, tx);
  const subject = `attendance-import:${id}`;
  const { communityId, personId } = actor;
  await note({ communityId, personId, name: event, subject }, tx);
  return { id, days: days.length, ...settlement };
}

/** So many rows go into one statement; SQLite takes 32,766 values. */
const AT_ONCE = 4_000;

async function putDays(
  streetId: number,
  importId: number,
  days: readonly PreviewDay[],
  tx: Transaction,
): Promise<void> {
  for (let from = 0; from < days.length; from += AT_ONCE) {
    const values = days
      .slice(from, from + AT_ONCE)
      .map((one) => [streetId, one.personId, one.day, one.firstIn, one.lastOut, importId]);
    await change(
      sql`INSERT INTO attendance_days (community_id, person_id, day, first_in, last_out, import_id)
          VALUES ${bulk(values)}
          ON CONFLICT (community_id, person_id, day) DO UPDATE
            SET first_in = excluded.first_in, last_out = excluded.last_out,
                import_id = excluded.import_id`,
      tx,
    );
  }
}
