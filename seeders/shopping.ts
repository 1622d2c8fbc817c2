import { setClock } from '../src/base/clock.ts';
import { at } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import { Refusal } from '../src/base/refusal.ts';
import { balancesOf } from '../src/ledger/index.ts';
import { cancelRedemption, handOver, reserve, shelfOf } from '../src/market/index.ts';
import type { OwnRedemption } from '../src/market/index.ts';
import type { Actor } from '../src/people/index.ts';
import type { Chance } from './chance.ts';
import type { Players } from './history.ts';
import { ask } from './market.ts';

/** Friday: some reserve in the morning, most pick up in the afternoon. */
export async function shopDay(
  { residents, shopkeeper }: Players,
  shoppers: number,
  chance: Chance,
  day: Day,
): Promise<void> {
  setClock(at(day, '10:00'));
  const made: { by: Actor; id: number; code: string }[] = [];
  for (const by of chance.some(residents, shoppers * 3).slice(0, shoppers * 3)) {
    const redemption = made.length < shoppers ? await reserveSomething(by, chance) : null;
    if (redemption?.pickUpCode) made.push({ by, id: redemption.id, code: redemption.pickUpCode });
  }
  setClock(at(day, '15:30'));
  for (const { by, id, code } of made) {
    const dice = chance.next();
    if (dice < 0.84) await handOver(shopkeeper, code, ask(shopkeeper));
    else if (dice < 0.92) await cancelRedemption(by, id, ask(by));
  }
}

/** Reserves the dearest thing that the person can pay, or now and then a cheaper one. */
export async function reserveSomething(by: Actor, chance: Chance): Promise<OwnRedemption | null> {
  const { available } = await balancesOf(by.personId);
  const within = (await shelfOf(by.communityId))
    .filter(({ points, stock }) => points <= available && (stock === null || stock > 0))
    .sort((a, b) => b.points - a.points);
  if (within.length === 0) return null;
  const good = chance.pick(within.slice(0, 3));
  try {
    return await reserve(by, [{ good: good.id, quantity: 1 }], ask(by));
  } catch (error) {
    // The quarter's limit of that good: they come back another week.
    if (error instanceof Refusal) return null;
    throw error;
  }
}
