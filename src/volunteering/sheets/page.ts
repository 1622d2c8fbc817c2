import { permit } from '../../base/refusal.ts';
import { qrOf } from '../../base/qr.ts';
import { gridsOf, hasRole, holders, peopleMeant } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { mayReadCommunity, whyNotReview } from '../policy.ts';
import { checkInsById } from '../check-in-queries.ts';
import { publicRule, rulesOf } from '../rule-queries.ts';
import { hasTyped } from './decision.ts';
import { LINES_MAX, lineForm, numberForm, sheetForm, totalsForm } from './forms.ts';
import { compare, linesOf, readableSheet, ruleShown, scansOf, sheetsOf } from './queries.ts';
import type { Sheet, SheetLine } from './queries.ts';

/** Sheets to enter, to approve and done; a sheet in the hand is opened by its number. */
export async function sheetsPage(actor: Actor): Promise<Answer> {
  const { communityId } = actor;
  permit(mayReadCommunity(actor, communityId), 'keep-sheets');
  const [open, waiting, done] = await Promise.all([
    sheetsOf(communityId, 'open'),
    sheetsOf(communityId, 'handed-in'),
    sheetsOf(communityId, 'approved'),
  ]);
  return page(
    'volunteering/sheets/index',
    { open, waiting, done },
    {
      title: 'sheets.title.index',
      form: numberForm,
      only: { mayKeep: hasRole(actor, 'manager', communityId) },
    },
  );
}

/** The form for a new sheet. */
export async function newSheetPage(actor: Actor): Promise<Answer> {
  permit(hasRole(actor, 'manager', actor.communityId), 'keep-sheets');
  const rules = (await rulesOf(actor.communityId)).filter(({ points }) => points > 0);
  return page(
    'volunteering/sheets/new',
    { rules: rules.map(publicRule) },
    {
      title: 'sheets.title.new',
      form: sheetForm,
    },
  );
}

/** A sheet as it is typed, waits, or was approved; `typed` is a name that meant several people. */
export async function sheetPage(
  actor: Actor,
  id: number,
  form: 'totals' | 'line' = 'line',
  typed = '',
): Promise<Answer> {
  const sheet = await readableSheet(actor, id);
  const lines = await linesOf(id);
  const rule = await ruleShown(sheet);
  const totals = compare(sheet, lines, rule);
  const meant = typed === '' ? [] : await peopleMeant(sheet.communityId, typed);
  return page(
    'volunteering/sheets/show',
    { sheet, lines, totals, rule: publicRule(rule) },
    {
      title: 'sheets.title.show',
      form: form === 'totals' ? totalsForm : lineForm,
      only: {
        which: form,
        meant: meant.length > 1 ? meant : [],
        matches: totals.every(({ control, computed }) => control === computed),
        scans: await scansOf(id),
        mayKeep: hasRole(actor, 'manager', sheet.communityId),
        whyNot: await whyNotApprove(actor, sheet, lines),
      },
    },
  );
}

/** Why the actor may not decide on the sheet, as the code of a refusal; null when they may. */
async function whyNotApprove(
  actor: Actor,
  sheet: Sheet,
  lines: readonly SheetLine[],
): Promise<string | null> {
  if (sheet.state !== 'handed-in') return 'sheet-not-waiting';
  if (await hasTyped(actor, sheet)) return 'own-entry';
  const checkIns = await checkInsById(lines.flatMap(({ checkInId }) => checkInId ?? []));
  return checkIns.map((one) => whyNotReview(actor, one)).find((code) => code !== null) ?? null;
}

/** The sheet on paper, blank or with the names of a grid. */
export async function sheetPrintPage(
  actor: Actor,
  id: number,
  grid: number | undefined,
  origin: string,
): Promise<Answer> {
  const sheet = await readableSheet(actor, id);
  const rule = await ruleShown(sheet);
  const named = grid === undefined ? [] : await holders(sheet.communityId, { grid });
  const lines = Array.from({ length: LINES_MAX }, (_, n) => named[n] ?? { name: '', number: null });
  return page(
    'volunteering/sheets/print',
    { sheet, rule: publicRule(rule) },
    {
      title: 'sheets.title.print',
      only: { lines, qr: qrOf(`${origin}/sheets/${id}`), grids: await gridsOf(sheet.communityId) },
    },
  );
}
