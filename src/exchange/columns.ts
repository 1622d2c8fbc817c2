import { columnsOf, instant, number, text, word } from '../base/spreadsheet/columns.ts';
import type { Import } from './imports/queries.ts';

/** The register of imports as it goes out. */
export const importColumns = columnsOf<Import>({
  id: number(({ id }) => id),
  kind: word('exchange.kind', ({ kind }) => kind),
  file: text(({ fileName }) => fileName),
  rows: number(({ rowCount }) => rowCount),
  state: word('exchange.state', ({ state }) => state),
  by: text(({ uploadedBy }) => uploadedBy),
  at: instant(({ uploadedAt }) => uploadedAt),
  decidedBy: text(({ decidedBy }) => decidedBy),
  decidedAt: instant(({ decidedAt }) => decidedAt),
});
