import type { Quarter } from '../../base/period.ts';

/** Something of a quarter that is not decided yet, and where that is done. */
export interface StillOpen {
  /** Key of a sentence that names the `count`: `staff.evaluation.stillOpen`. */
  readonly text: string;
  readonly count: number;
  readonly href: string;
}

type Finder = (streetId: number, quarter: Quarter) => Promise<number>;

const finders: (Omit<StillOpen, 'count'> & { readonly find: Finder })[] = [];

/** A part says what of a quarter may still be undecided; a review that is opened before warns of it. */
export function warnOf(text: string, href: string, find: Finder): void {
  finders.push({ text, href, find });
}

/** What of a quarter is not decided yet. */
export async function stillOpen(streetId: number, quarter: Quarter): Promise<StillOpen[]> {
  const found: StillOpen[] = [];
  for (const { text, href, find } of finders) {
    found.push({ text, href, count: await find(streetId, quarter) });
  }
  return found.filter(({ count }) => count > 0);
}
