import type { GroupKind } from './tally.ts';

/** Who votes in a group, and in which department they are; representatives in none. */
export interface Seat {
  readonly personId: number;
  readonly departmentId: number | null;
}

/** Whose ballots are alike: the same people vote, the same are rated. */
export interface DealtSet {
  readonly voters: readonly number[];
  /** In the order of the ballot; never one of the voters. */
  readonly rated: readonly number[];
}

/**
 * Deals the voters of a group into sets. A set's ballot leaves out everybody who votes in it, so
 * that nobody rates themselves. Colleagues are dealt into two sets, each rating the other, with the
 * people of every department in both: everybody is rated by half of those who work beside them, and
 * a set is as large as it can be. With too few for two, or where no voter is rated, there is one.
 */
export function dealt(
  kind: GroupKind,
  seats: readonly Seat[],
  rated: readonly number[],
  ballotsMin: number,
): DealtSet[] {
  const isRated = new Set(rated);
  const splits =
    kind === 'colleagues' &&
    seats.length >= 2 * ballotsMin &&
    seats.some(({ personId }) => isRated.has(personId));
  const hands = splits ? byTurns(seats) : [seats];
  return hands.map((hand) => {
    const voters = hand.map(({ personId }) => personId);
    return { voters, rated: rated.filter((personId) => !voters.includes(personId)) };
  });
}

/** Department by department, one to the left and one to the right. */
function byTurns(seats: readonly Seat[]): Seat[][] {
  const sorted = [...seats].sort((a, b) => (a.departmentId ?? 0) - (b.departmentId ?? 0));
  return [0, 1].map((hand) => sorted.filter((_, place) => place % 2 === hand));
}
