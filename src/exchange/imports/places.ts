import type { Transaction } from '../../base/db.ts';
import { placesOf } from '../../people/index.ts';
import type { Problem } from './looked.ts';

/** Finds grids and households by what people call them. */
export interface Places {
  grid(name: string): number | undefined;
  household(grid: string | undefined, name: string): number | Problem;
}

/** 第一网格 and 第一 网格 are one. */
export const bare = (text: string): string => text.replace(/\s+/g, '');

export async function placesIn(communityId: number, tx?: Transaction): Promise<Places> {
  const grids = new Map<string, number>();
  const households = new Map<string, { gridId: number; id: number }[]>();
  for (const { gridId, grid, householdId, household } of await placesOf(communityId, tx)) {
    grids.set(bare(grid), gridId);
    if (householdId === null || household === null) continue;
    const known = households.get(bare(household));
    const one = { gridId, id: householdId };
    if (known) known.push(one);
    else households.set(bare(household), [one]);
  }
  return {
    grid: (name) => grids.get(bare(name)),
    household: (grid, name) => {
      const gridId = grid === undefined ? undefined : grids.get(bare(grid));
      if (grid !== undefined && gridId === undefined) return 'grid-unknown';
      const named = households.get(bare(name)) ?? [];
      const [first, ...others] = named.filter(
        (one) => gridId === undefined || one.gridId === gridId,
      );
      if (!first) return 'household-unknown';
      return others.length > 0 ? 'household-shared' : first.id;
    },
  };
}
