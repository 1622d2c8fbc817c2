import type { CounterOrder } from '../../../src/market/counter/hand-over.ts';
import { handOverAtCounter } from '../../../src/market/index.ts';
import type { Good, Redemption } from '../../../src/market/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { asked } from '../../factories.ts';

/** What a hand draws on the screen. */
export const SIGNATURE = 'M10 20L30 40L50 30L70 60L90 20';

/** One line for a person who signs on the screen. */
export const anOrder = (
  person: Actor,
  good: Good,
  over: Partial<CounterOrder> & { readonly quantity?: number } = {},
): CounterOrder => {
  const { quantity = 1, ...rest } = over;
  return {
    personId: person.personId,
    lines: [{ good: good.id, quantity }],
    confirmation: { kind: 'signature', signature: SIGNATURE },
    ...rest,
  };
};

/** Goods handed over at once to a person who signs. */
export const handed = (
  keeper: Actor,
  person: Actor,
  good: Good,
  over: Parameters<typeof anOrder>[2] = {},
): Promise<Redemption> => handOverAtCounter(keeper, anOrder(person, good, over), asked(keeper));
