import sql, { join } from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { hasRole } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { approveWithin, reviewRefusal } from '../approval.ts';
import { enterCheckIns } from '../entering.ts';
import { insertSteps } from '../steps.ts';
import { openSheet } from './entry.ts';
import { compare, linesOf, readableSheet, ruleOfSheet } from './queries.ts';
import type { Sheet, SheetLine } from './queries.ts';

/**
 * Hands a sheet in, once: its lines become check-ins that wait for somebody else. Refuses `no-sheet`,
 * `keep-sheets`, `sheet-closed`, `occurred-in-future`, `rule-not-in-force`, `totals-differ`.
 */
export const handInSheet = (
  actor: Actor,
  sheetId: number,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'hand-in-sheet', { sheetId }, async (tx) => {
    const sheet = await openSheet(actor, sheetId, tx);
    if (sheet.occurredOn > today()) throw new Refusal('conflict', 'occurred-in-future');
    const lines = await linesOf(sheetId, tx);
    const rule = await ruleOfSheet(sheet, tx);
    const differs = compare(sheet, lines, rule).some(
      ({ control, computed }) => control !== computed,
    );
    if (differs) throw new Refusal('conflict', 'totals-differ');
    await enterAll(actor, sheet, lines, tx);
    await change(
      sql`UPDATE sheets SET state = 'handed-in', handed_in_at = ${now()},
                 handed_in_by_id = ${actor.personId}, reason = NULL
           WHERE id = ${sheetId} AND state = 'open'`,
      tx,
    );
    await noteOf(actor, sheet, 'sheet-handed-in', tx);
    return { id: sheetId };
  });

async function enterAll(
  actor: Actor,
  sheet: Sheet,
  lines: readonly SheetLine[],
  tx: Transaction,
): Promise<void> {
  const rule = await ruleOfSheet(sheet, tx);
  const entries = lines.map(({ personId, householdId, units, minutes }) => ({
    ...{ personId, householdId, rule, quantity: units, minutes },
    ...{ occurredOn: sheet.occurredOn, place: sheet.place, note: sheet.activity },
  }));
  const from = { source: 'sign-in', batch: `sheet:${sheet.id}` } as const;
  const ids = await enterCheckIns(actor, sheet.communityId, entries, from, tx);
  for (const [n, { id }] of lines.entries()) {
    await change(sql`UPDATE sheet_lines SET check_in_id = ${ids[n]} WHERE id = ${id}`, tx);
  }
}

/**
 * Approves a whole sheet: all of its lines or none. Refuses `no-sheet`, `review-check-in`,
 * `own-entry` to whoever typed any of it, `sheet-not-waiting`, and what any line refuses.
 */
export const approveSheet = (
  actor: Actor,
  sheetId: number,
  command: Command,
): Promise<{ id: number; approved: number }> =>
  once(command, 'approve-sheet', { sheetId }, async (tx) => {
    const sheet = await decidedSheet(actor, sheetId, 'approved', null, tx);
    const ids = await waitingOf(sheetId, tx);
    const { approved, refused } = await approveWithin(actor, ids, tx);
    if (refused[0]) throw reviewRefusal(refused[0].code);
    await noteOf(actor, sheet, 'sheet-approved', tx);
    return { id: sheetId, approved: approved.length };
  });

/**
 * Returns a sheet to whoever entered it, with the reason; its check-ins are withdrawn and come anew
 * with the next handing in. Refuses as `approveSheet` does, and `decided-already` once any line is.
 */
export const returnSheet = (
  actor: Actor,
  sheetId: number,
  reason: string,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'return-sheet', { sheetId, reason }, async (tx) => {
    const sheet = await decidedSheet(actor, sheetId, 'open', reason, tx);
    const ids = await waitingOf(sheetId, tx);
    if (ids.length !== (await linesOf(sheetId, tx)).length) {
      throw new Refusal('conflict', 'decided-already');
    }
    await change(sql`UPDATE sheet_lines SET check_in_id = NULL WHERE sheet_id = ${sheetId}`, tx);
    await change(sql`UPDATE check_ins SET state = 'withdrawn' WHERE id IN (${join(ids)})`, tx);
    const step = { from: 'submitted', to: 'withdrawn', by: actor.personId, reason } as const;
    await insertSteps(ids, step, tx);
    await noteOf(actor, sheet, 'sheet-returned', tx);
    return { id: sheetId };
  });

/** Takes the sheet out of waiting, by somebody who typed nothing of it. */
async function decidedSheet(
  actor: Actor,
  sheetId: number,
  to: 'approved' | 'open',
  reason: string | null,
  tx: Transaction,
): Promise<Sheet> {
  const sheet = await readableSheet(actor, sheetId, tx);
  permit(hasRole(actor, 'manager', sheet.communityId), 'review-check-in');
  permit(!(await hasTyped(actor, sheet, tx)), 'own-entry');
  const done = await change(
    sql`UPDATE sheets SET state = ${to}, decided_at = ${now()}, decided_by_id = ${actor.personId},
               reason = ${reason}
         WHERE id = ${sheetId} AND state = 'handed-in'`,
    tx,
  );
  if (done === 0) throw new Refusal('conflict', 'sheet-not-waiting');
  return sheet;
}

/** Whether the actor typed a line of the sheet or handed it in. */
export async function hasTyped(actor: Actor, sheet: Sheet, tx?: Transaction): Promise<boolean> {
  if (sheet.handedInById === actor.personId) return true;
  return (await linesOf(sheet.id, tx)).some((line) => line.enteredById === actor.personId);
}

async function waitingOf(sheetId: number, tx: Transaction): Promise<number[]> {
  const waiting = await rows<{ id: number }>(
    sql`SELECT c.id FROM sheet_lines l JOIN check_ins c ON c.id = l.check_in_id
         WHERE l.sheet_id = ${sheetId} AND c.state = 'submitted' ORDER BY c.id`,
    tx,
  );
  return waiting.map(({ id }) => id);
}

const noteOf = (actor: Actor, sheet: Sheet, name: string, tx: Transaction): Promise<void> =>
  note(
    {
      communityId: sheet.communityId,
      personId: actor.personId,
      name,
      subject: `sheet:${sheet.id}`,
    },
    tx,
  );
