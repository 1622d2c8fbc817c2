import { AssertionError } from 'chai';
import { Refusal } from '../../src/base/refusal.ts';

/** Expects that a promise is refused with this code, and gives the refusal for more questions. */
export async function refused(promise: Promise<unknown>, code: string): Promise<Refusal> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome === undefined) throw new AssertionError(`expected the refusal ${code}; it was done`);
  if (!(outcome instanceof Refusal)) throw outcome;
  if (outcome.code !== code) {
    throw new AssertionError(`expected the refusal ${code}, got ${outcome.code}`, {
      actual: outcome.code,
      expected: code,
    });
  }
  return outcome;
}
