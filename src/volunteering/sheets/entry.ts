import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { hasRole, personMeant } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { photoDigests, withPhotos } from '../photos.ts';
import type { PhotoFile } from '../photos.ts';
import { ruleOn } from '../rule-queries.ts';
import { LINES_MAX } from './forms.ts';
import type { LineForm, SheetForm, Totals } from './forms.ts';
import { linesOf, readableSheet, ruleOfSheet } from './queries.ts';
import type { Sheet } from './queries.ts';

const MINUTES = 60;

const mayKeepSheets = (actor: Actor, communityId: number): boolean =>
  hasRole(actor, 'manager', communityId);

/** Makes a sheet to print. Refuses `keep-sheets`, `rule-unknown`. */
export function makeSheet(
  actor: Actor,
  form: SheetForm,
  command: Command,
): Promise<{ id: number }> {
  const { communityId, personId } = actor;
  permit(mayKeepSheets(actor, communityId), 'keep-sheets');
  return once(command, 'make-sheet', form, async (tx) => {
    const rule = await ruleOn(communityId, form.rule, form.occurredOn, tx);
    if (!rule || rule.points <= 0) throw new Refusal('invalid', 'rule-unknown', {}, 'rule');
    const made = await row<{ id: number }>(
      sql`INSERT INTO sheets (community_id, rule_id, rule_code, activity, place, occurred_on,
            made_at, made_by_id)
          VALUES (${communityId}, ${rule.id}, ${rule.code}, ${form.activity}, ${form.place},
            ${form.occurredOn}, ${now()}, ${personId}) RETURNING id`,
      tx,
    );
    return { id: (made as { id: number }).id };
  });
}

/** Writes down what was counted on the paper. Refuses `no-sheet`, `keep-sheets`, `sheet-closed`. */
export const enterTotals = (
  actor: Actor,
  sheetId: number,
  { people, hours, points }: Totals,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'enter-totals', { sheetId, people, hours, points }, async (tx) => {
    await openSheet(actor, sheetId, tx);
    await change(
      sql`UPDATE sheets SET people_total = ${people}, minutes_total = ${minutesOf(hours)},
                 points_total = ${points} WHERE id = ${sheetId}`,
      tx,
    );
    return { id: sheetId };
  });

/**
 * Types one line. Refuses `no-sheet`, `keep-sheets`, `sheet-closed`, `totals-first`, `sheet-full`,
 * `own-line`, `on-sheet-already`, and whom `personMeant` does not find.
 */
export async function enterLine(
  actor: Actor,
  sheetId: number,
  line: LineForm,
  command: Command,
): Promise<{ personId: number }> {
  const known = await readableSheet(actor, sheetId);
  const { id: personId } = await personMeant(known.communityId, line);
  return once(command, 'enter-line', { sheetId, line }, async (tx) => {
    const sheet = await openSheet(actor, sheetId, tx);
    if (sheet.peopleTotal === null) throw new Refusal('conflict', 'totals-first');
    if (personId === actor.personId) throw new Refusal('forbidden', 'own-line', {}, 'q');
    if ((await linesOf(sheetId, tx)).length >= LINES_MAX) {
      throw new Refusal('conflict', 'sheet-full', { max: LINES_MAX });
    }
    const rule = await ruleOfSheet(sheet, tx);
    const minutes =
      line.hours === undefined ? line.units * rule.minutesPerUnit : minutesOf(line.hours);
    const made = await change(
      sql`INSERT INTO sheet_lines (sheet_id, person_id, units, minutes, entered_by_id)
          VALUES (${sheetId}, ${personId}, ${line.units}, ${minutes}, ${actor.personId})
          ON CONFLICT (sheet_id, person_id) DO NOTHING`,
      tx,
    );
    if (made === 0) throw new Refusal('conflict', 'on-sheet-already', {}, 'q');
    return { personId };
  });
}

/** Takes a line off a sheet again. Refuses `no-sheet`, `keep-sheets`, `sheet-closed`, `no-line`. */
export const removeLine = (
  actor: Actor,
  sheetId: number,
  lineId: number,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'remove-line', { sheetId, lineId }, async (tx) => {
    await openSheet(actor, sheetId, tx);
    const removed = await change(
      sql`DELETE FROM sheet_lines WHERE id = ${lineId} AND sheet_id = ${sheetId}`,
      tx,
    );
    if (removed === 0) throw new Refusal('missing', 'no-line');
    return { id: sheetId };
  });

/** Keeps photos or scans of the paper with its sheet. Refuses `photo-needed` and bad photos. */
export async function addScans(
  actor: Actor,
  sheetId: number,
  files: readonly PhotoFile[],
  command: Command,
): Promise<{ id: number }> {
  const sheet = await readableSheet(actor, sheetId);
  permit(mayKeepSheets(actor, sheet.communityId), 'keep-sheets');
  if (files.length === 0) throw new Refusal('invalid', 'photo-needed', {}, 'photos');
  const photos = await photoDigests(files);
  return withPhotos(sheet.communityId, files, (kept) =>
    once(command, 'add-scans', { sheetId, photos }, async (tx) => {
      for (const { key, thumbKey, sha256 } of kept) {
        await change(
          sql`INSERT INTO sheet_scans (sheet_id, key, thumb_key, sha256, added_at, added_by_id)
              VALUES (${sheetId}, ${key}, ${thumbKey}, ${sha256}, ${now()}, ${actor.personId})`,
          tx,
        );
      }
      return { id: sheetId };
    }),
  );
}

/** The sheet, held by this transaction, while it may still be typed. */
export async function openSheet(actor: Actor, sheetId: number, tx: Transaction): Promise<Sheet> {
  const sheet = await readableSheet(actor, sheetId, tx);
  permit(mayKeepSheets(actor, sheet.communityId), 'keep-sheets');
  const open = await change(
    sql`UPDATE sheets SET state = 'open' WHERE id = ${sheetId} AND state = 'open'`,
    tx,
  );
  if (open === 0) throw new Refusal('conflict', 'sheet-closed');
  return readableSheet(actor, sheetId, tx);
}

const minutesOf = (hours: number): number => Math.round(hours * MINUTES);
