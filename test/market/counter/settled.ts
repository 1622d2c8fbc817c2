import { now } from '../../../src/base/clock.ts';
import { syncHandOver } from '../../../src/market/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { asked } from '../../factories.ts';
import { SIGNATURE } from './factories.ts';

const TOO_MANY = 99;

/** A case that waits: more of a good than anybody can pay. */
export async function aSettledCase(keeper: Actor, person: Actor, good: number): Promise<void> {
  const kept = {
    personId: person.personId,
    lines: [{ good, quantity: TOO_MANY }],
    signature: SIGNATURE,
    takenAt: now(),
  };
  await syncHandOver(keeper, kept, asked(keeper));
}
