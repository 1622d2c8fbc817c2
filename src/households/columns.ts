import { columnsOf, number, text, yesNo } from '../base/spreadsheet/columns.ts';
import type { ListedHousehold } from '../people/index.ts';

/** The households of a community as they go out. */
export const householdColumns = columnsOf<ListedHousehold>({
  id: number(({ id }) => id),
  household: text(({ name }) => name),
  grid: text(({ gridName }) => gridName),
  head: text(({ headName }) => headName),
  members: number(({ members }) => members),
  pooled: yesNo(({ pooledAt }) => pooledAt !== null),
});
