import { permit } from '../../base/refusal.ts';
import type { Sheet } from '../../base/spreadsheet/reading.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { mayConfirm, mayImport, mayMap, mayReadImports } from '../policy.ts';
import { IMPORT_KINDS, LAYOUTS } from './columns.ts';
import { fileForm, rolesForm, SHOWN } from './forms.ts';
import type { ImportQuery } from './forms.ts';
import { findLayout } from './layout.ts';
import type { Layout } from './layout.ts';
import { partOf, previewOf } from './preview.ts';
import type { Preview } from './preview.ts';
import { bookedBefore, contentOf, importOf, importsOf } from './queries.ts';
import type { Import } from './queries.ts';

const ROWS_SHOWN = 40;
const EXAMPLES = 3;

/** The register of imports, with the form for the next one. */
export async function registerPage(actor: Actor, before?: number): Promise<Answer> {
  const { communityId } = actor;
  permit(mayReadImports(actor, communityId), 'read-imported');
  const only = { mayImport: mayImport(actor, communityId), kinds: IMPORT_KINDS };
  return page('exchange/imports/index', await importsOf(communityId, before), {
    form: fileForm,
    only,
  });
}

/** An import: what is asked of its columns, or what it means, row by row. */
export async function importPage(
  actor: Actor,
  id: number,
  query: ImportQuery = {},
): Promise<Answer> {
  const { communityId } = actor;
  permit(mayReadImports(actor, communityId), 'read-imported');
  const one = await importOf(id, communityId);
  const { sheet, layout } = await contentOf(id);
  const only = {
    ...rightsOn(actor, one),
    needsTwo: partOf(one.kind).needsTwo,
    fields: LAYOUTS[one.kind].fields,
    columns: columnsShown(one, sheet, layout),
  };
  const extras = { form: rolesForm, only, scripts: ['import'] };
  if (!layout) return page('exchange/imports/columns', { import: one }, extras);
  const preview = await previewOf(communityId, one.kind, sheet, layout);
  const before = one.state === 'pending' ? await bookedBefore(communityId, one) : null;
  const shown = shownOf(preview, query);
  return page('exchange/imports/show', { import: one, before, ...shown }, extras);
}

const rightsOn = (actor: Actor, { state, kind, uploadedById }: Import) => {
  const isPending = state === 'pending';
  const { needsTwo } = partOf(kind);
  return {
    mayChange: isPending && mayImport(actor, actor.communityId),
    mayMap: isPending && mayMap(actor, actor.communityId, { needsTwo, uploadedById }),
    mayBook: isPending && mayConfirm(actor, actor.communityId, { needsTwo, uploadedById }),
  };
};

/** A page of the rows that are asked for: the wrong ones unless there are none. */
function shownOf({ rows, counts, digest }: Preview, { show, skip = 0 }: ImportQuery) {
  const chosen = show ?? (counts.problems > 0 ? 'problem' : counts.new > 0 ? 'new' : 'same');
  const all = rows.filter(({ outcome }) => outcome === chosen);
  const items = all
    .slice(skip, skip + ROWS_SHOWN)
    .map(({ row, said, outcome, problem }) => ({ row, said, outcome, problem }));
  const isMore = all.length > skip + ROWS_SHOWN;
  const next = isMore ? `show=${chosen}&skip=${skip + ROWS_SHOWN}` : null;
  return { counts, digest, show: chosen, shows: SHOWN, items, next };
}

/** Each column with its heading, some of what stands in it, and what it is taken for. */
function columnsShown({ kind }: Import, sheet: Sheet, known: Layout | null) {
  const { texts, lastRow, roles } = known ?? findLayout(kind, sheet);
  const below = sheet.rows.filter(({ number }) => number > lastRow).slice(0, EXAMPLES);
  return texts.map((heading, n) => ({
    heading,
    role: roles[n] ?? 'ignored',
    examples: below.map(({ cells }) => String(cells[n] ?? '')).filter((cell) => cell !== ''),
  }));
}
