import { AssertionError } from 'chai';
import { Refusal } from '../../src/base/refusal.ts';

/** Expects that a promise is refused with this code, and gives the refusal for more questions. */
export async function refused(promise: Promise<unknown>, code: string): Promise<Refusal> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === code) return error;
    throw new AssertionError(`expected the refusal ${code}, got ${error.code}`);
  }
  throw new AssertionError(`expected the refusal ${code}; it was done`);
}
