import { randomBytes, randomInt } from 'node:crypto';

/** The same in an order that nobody can foretell (Fisher and Yates, from the system's chance). */
export function shuffled<T>(from: readonly T[]): T[] {
  const list = [...from];
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [list[last], list[other]] = [list[other] as T, list[last] as T];
  }
  return list;
}

/** A key that says nothing of when its row was made. */
export const newMark = (): string => randomBytes(16).toString('base64url');
