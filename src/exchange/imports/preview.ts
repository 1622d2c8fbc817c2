import { createHash } from 'node:crypto';
import type { Transaction } from '../../base/db.ts';
import { Refusal } from '../../base/refusal.ts';
import type { Sheet } from '../../base/spreadsheet/reading.ts';
import type { ImportKind } from './columns.ts';
import { goods } from './goods.ts';
import { hours } from './hours.ts';
import { households } from './households.ts';
import { saidBy } from './layout.ts';
import type { Layout } from './layout.ts';
import type { ImportPart, Looked } from './looked.ts';
import { openings } from './openings.ts';
import { contentOf, importOf } from './queries.ts';
import type { Counts } from './queries.ts';
import { residents } from './residents.ts';

const PARTS: { readonly [K in ImportKind]: ImportPart<unknown> } = {
  residents,
  households,
  goods,
  openings,
  hours,
};

export const partOf = (kind: ImportKind): ImportPart<unknown> => PARTS[kind];

/** All that an import means, worked out from its rows and from what stands today. */
export interface Preview {
  readonly rows: readonly Looked<unknown>[];
  readonly counts: Counts;
  /** Tells one preview from another: nothing is booked but what was shown. */
  readonly digest: string;
}

/** Works out what a sheet means for a community, changing nothing. */
export async function previewOf(
  communityId: number,
  kind: ImportKind,
  sheet: Sheet,
  layout: Layout,
  tx?: Transaction,
): Promise<Preview> {
  const rows = await partOf(kind).look(communityId, saidBy(sheet, layout), tx);
  return { rows, counts: countsOf(rows), digest: digestOf(rows) };
}

/** What an import means today. Refuses `no-import`, `columns-unknown`. */
export async function importPreview(importId: number, communityId: number): Promise<Preview> {
  const { kind } = await importOf(importId, communityId);
  const { sheet, layout } = await contentOf(importId);
  if (!layout) throw new Refusal('conflict', 'columns-unknown');
  return previewOf(communityId, kind, sheet, layout);
}

function countsOf(rows: readonly Looked<unknown>[]): Counts {
  const of = (outcome: Looked<unknown>['outcome']): number =>
    rows.filter((one) => one.outcome === outcome).length;
  return { new: of('new'), same: of('same'), problems: of('problem') };
}

function digestOf(rows: readonly Looked<unknown>[]): string {
  const hash = createHash('sha256');
  for (const { row, outcome, problem, entry } of rows) {
    hash.update(`${row} ${outcome} ${problem ?? ''} ${JSON.stringify(entry)}\n`);
  }
  return hash.digest('hex').slice(0, 32);
}
