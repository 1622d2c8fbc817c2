/** What is measured, held against a limit that is measured in the same run. */
export interface Figure {
  readonly name: string;
  /** One sentence: what, and against what. */
  readonly about: string;
  readonly unit: string;
  /** What the ratio of value to limit must be: at least, or at most. */
  readonly target: { readonly atLeast: number } | { readonly atMost: number };
  readonly measure: (bench: Bench) => Promise<Measured>;
}

/** A scratch folder that is removed at the end, and how much is to be measured: 1 is all of it. */
export interface Bench {
  readonly folder: string;
  readonly scale: number;
}

export interface Measured {
  readonly value: number;
  readonly limit: number;
}

/** One line of `--json`. */
export interface Result extends Measured {
  readonly name: string;
  readonly unit: string;
  readonly ratio: number;
  readonly target: number;
  readonly holds: boolean;
}

export function resultOf({ name, unit, target }: Figure, { value, limit }: Measured): Result {
  const ratio = value / limit;
  const holds = 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;
  return {
    name,
    unit,
    value: rounded(value),
    limit: rounded(limit),
    ratio: rounded(ratio),
    target: 'atLeast' in target ? target.atLeast : target.atMost,
    holds,
  };
}

const rounded = (number: number): number => Number(number.toPrecision(4));

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/**
 * Measures both by turns, so that what the machine does besides falls on both alike; the medians.
 * The first rounds warm both up and are not counted.
 */
export async function byTurns(
  rounds: number,
  value: (round: number) => Promise<number>,
  limit: (round: number) => Promise<number>,
  warmUp = 1,
): Promise<Measured> {
  const values: number[] = [];
  const limits: number[] = [];
  for (let round = 0; round < rounds + warmUp; round += 1) {
    values.push(await value(round));
    limits.push(await limit(round));
  }
  return { value: median(values.slice(warmUp)), limit: median(limits.slice(warmUp)) };
}

/** How long something takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
