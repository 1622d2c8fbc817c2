import type { Day } from '../../base/period.ts';

/** A change of all that lies there of a good, in the order in which it happened. */
export interface Change {
  /** Above 0: so many came; below 0: so many went. */
  readonly pieces: number;
  /** Of what came: until when it is good; null: not known. */
  readonly expiresOn: Day | null;
  /** Of what went: it was this batch, as far as some is left of it. */
  readonly batch?: Day | null;
}

/** Pieces of one expiry date that should still be there. */
export interface Batch {
  readonly expiresOn: Day;
  readonly left: number;
}

/** What lies there without a known date is handed out last. */
const UNKNOWN = '9999-12-31';

/**
 * What should be left of each expiry date when what expires first was handed out first: a hint for
 * whoever looks at the shelf, for nobody writes down which piece it was.
 */
export function batchesLeft(changes: readonly Change[]): Batch[] {
  const left = new Map<Day, number>();
  for (const { pieces, expiresOn, batch } of changes) {
    const day = expiresOn ?? UNKNOWN;
    if (pieces > 0) left.set(day, (left.get(day) ?? 0) + pieces);
    else takeOut(left, -pieces, batch ?? null);
  }
  return [...left]
    .filter(([day, pieces]) => day !== UNKNOWN && pieces > 0)
    .map(([expiresOn, pieces]) => ({ expiresOn, left: pieces }))
    .sort((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1));
}

function takeOut(left: Map<Day, number>, pieces: number, batch: Day | null): void {
  const days = [...left.keys()].sort();
  const inOrder = batch === null ? days : [batch, ...days.filter((day) => day !== batch)];
  let wanted = pieces;
  for (const day of inOrder) {
    const there = left.get(day) ?? 0;
    const taken = Math.min(there, wanted);
    left.set(day, there - taken);
    wanted -= taken;
  }
}
