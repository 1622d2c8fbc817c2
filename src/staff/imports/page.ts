import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { mayAssess, mayCompleteImport, mayReadScores } from '../policy.ts';
import { streetOf } from '../street.ts';
import { columnsForm, uploadForm } from './forms.ts';
import type { PreviewQuery, Shown } from './forms.ts';
import { usualRoles } from './headings.ts';
import { findHeadings } from './layout.ts';
import type { Layout } from './layout.ts';
import { countsOf, previewOf } from './preview.ts';
import type { Absentees, Preview, PreviewDay } from './preview.ts';
import { bookedBefore, contentOf, importOf, importsOf } from './queries.ts';
import type { AttendanceImport } from './queries.ts';
import type { ProblemRow } from './rows.ts';
import type { Sheet } from '../../base/spreadsheet/reading.ts';

const ITEMS = 40;
const EXAMPLES = 3;

/** The register of imports, with the form for the next one. */
export async function registerPage(actor: Actor, before?: number): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScores(actor, streetId), 'read-imports');
  const only = { mayImport: mayAssess(actor, streetId) };
  const imports = await importsOf(streetId, before);
  return page('staff/imports/index', { ...imports }, { form: uploadForm, only });
}

/** An import: what is asked of its columns, or what it means, row by row. */
export async function importPage(
  actor: Actor,
  id: number,
  query: PreviewQuery = {},
): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScores(actor, streetId), 'read-imports');
  const one = await importOf(id, streetId);
  const { sheet, layout } = await contentOf(id);
  const columns = columnsShown(sheet, layout);
  const only = { ...rightsOn(actor, streetId, one), personId: actor.personId, columns };
  const extras = { form: columnsForm, only };
  if (!layout) return page('staff/imports/columns', { import: one }, extras);
  const isPending = one.state === 'pending';
  const absentees = isPending ? (query.absentees ?? 'open') : one.absentees;
  const preview = await previewOf(streetId, sheet, layout, { absentees });
  const before = isPending ? await bookedBefore(streetId, one) : null;
  const shown = shownOf(preview, absentees, query);
  return page('staff/imports/show', { import: one, absentees, before, ...shown }, extras);
}

const rightsOn = (actor: Actor, streetId: number, one: AttendanceImport) => ({
  mayConfirm: one.state === 'pending' && mayAssess(actor, streetId),
  mayComplete: one.leftOutId !== null && mayCompleteImport(actor, streetId, one.leftOutId),
});

type Item = (ProblemRow & { readonly kind: 'problem' }) | (PreviewDay & { readonly kind: 'day' });

/** A page of what is asked for: problems first, then what changes, then what is as it was. */
function shownOf(preview: Preview, absentees: Absentees, { show, skip = 0 }: PreviewQuery) {
  const { problems, days, digest } = preview;
  const isOf: Readonly<Record<Shown, Item[]>> = {
    problems: problems.map((one) => ({ ...one, kind: 'problem' })),
    changes: days.filter(({ change }) => change !== 'same').map(asItem),
    all: days.map(asItem),
  };
  const first = problems.length > 0 ? 'problems' : isOf.changes.length > 0 ? 'changes' : 'all';
  const chosen = show ?? first;
  const items = isOf[chosen].slice(skip, skip + ITEMS);
  const more = `show=${chosen}&absentees=${absentees}&skip=${skip + ITEMS}`;
  const next = isOf[chosen].length > skip + ITEMS ? more : null;
  const totals = {
    problems: isOf.problems.length,
    changes: isOf.changes.length,
    all: isOf.all.length,
  };
  return { counts: countsOf(preview), digest, show: chosen, items, next, totals, skip };
}

const asItem = (one: PreviewDay): Item => ({ ...one, kind: 'day' });

/** Each column with its heading, some of what stands in it, and what it is taken for. */
function columnsShown(sheet: Sheet, layout: Layout | null) {
  const { texts, lastRow } = layout ?? findHeadings(sheet);
  const roles = layout?.roles ?? usualRoles(texts);
  const below = sheet.rows.filter(({ number }) => number > lastRow).slice(0, EXAMPLES);
  return texts.map((text, n) => ({
    heading: text,
    role: roles[n] ?? 'ignored',
    examples: below.map(({ cells }) => String(cells[n] ?? '')).filter((cell) => cell !== ''),
  }));
}
