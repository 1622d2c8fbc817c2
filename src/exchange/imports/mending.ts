import { csvOf } from '../../base/csv.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import { workbookOf } from '../../base/spreadsheet/write.ts';
import type { Actor } from '../../people/index.ts';
import { mayReadImports } from '../policy.ts';
import { IMPORT_KINDS, TEMPLATE_LINES, templateHeadings } from './columns.ts';
import type { Problem } from './looked.ts';
import { previewOf } from './preview.ts';
import { contentOf, importOf } from './queries.ts';

export type FileFormat = 'xlsx' | 'csv';

/** Lines of text as a file; the first are the headings. */
export async function fileOf(
  name: string,
  [headings = [], ...rows]: readonly (readonly string[])[],
  format: FileFormat,
): Promise<Buffer | string> {
  if (format === 'csv') return csvOf([headings, ...rows]);
  const columns = headings.map((header) => ({ header, kind: 'text' as const, width: 16 }));
  return workbookOf([{ name, columns, rows }]);
}

/** A template with the headings of a kind, and a line that shows how it is filled in. */
export function templateOf(kind: string): readonly (readonly string[])[] {
  const known = found(
    IMPORT_KINDS.find((one) => one === kind),
    'template',
  );
  return [templateHeadings(known), ...TEMPLATE_LINES[known]];
}

/**
 * The wrong rows of an import as they stood in its file, each with what is wrong behind it: to be
 * mended and uploaded again. Refuses `read-imported`, `no-import`, `columns-unknown`.
 */
export async function wrongLines(
  actor: Actor,
  importId: number,
  heading: string,
  sentenceOf: (problem: Problem) => string,
): Promise<readonly (readonly string[])[]> {
  const { communityId } = actor;
  permit(mayReadImports(actor, communityId), 'read-imported');
  const { kind } = await importOf(importId, communityId);
  const { sheet, layout } = await contentOf(importId);
  if (!layout) throw new Refusal('conflict', 'columns-unknown');
  const { rows } = await previewOf(communityId, kind, sheet, layout);
  const problems = new Map(rows.map(({ row, problem }) => [row, problem]));
  const width = layout.texts.length;
  const lines = sheet.rows.flatMap(({ number, cells }) => {
    const problem = problems.get(number);
    if (!problem) return [];
    const said = Array.from({ length: width }, (_, n) => String(cells[n] ?? ''));
    return [[...said, sentenceOf(problem)]];
  });
  return [[...layout.texts, heading], ...lines];
}
