import { addDays } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import { balancesOf } from '../src/ledger/index.ts';
import {
  handOverAtCounter,
  markReady,
  openCounter,
  openRedemptions,
  shelfOf,
  undoHandOver,
} from '../src/market/index.ts';
import { setPin } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import type { Players } from './history.ts';
import { ask } from './market.ts';

/** By which `resident` and `manager` agree at the counter of the demo; printed with the sign-ins. */
export const DEMO_PIN = '1234';

/**
 * A day at the counter: PINs, a hand-over that stands and one that was undone, a parcel that waits;
 * then the hours, open but for Sundays, with a long tenth and a day off.
 */
export async function playCounter(
  { residents, managers, shopkeeper }: Players,
  today: Day,
): Promise<void> {
  const [manager, resident] = [managers[0] as Actor, residents[0] as Actor];
  for (const one of [resident, manager]) await setPin(one, one.personId, DEMO_PIN, ask(one));
  await handedAndUndone(shopkeeper, residents.slice(2));
  const [reserved] = await openRedemptions(resident.personId);
  if (reserved) await markReady(shopkeeper, reserved.id, ask(shopkeeper));
  const { communityId } = manager;
  const week = { opensAt: '08:30', closesAt: '18:00' };
  const times = [
    { kind: 'week' as const, number: [1, 2, 3, 4, 5, 6], ...week },
    { kind: 'month' as const, number: [10], opensAt: '18:00', closesAt: '20:00' },
    { kind: 'day' as const, day: addDays(today, 20), closed: true },
  ];
  for (const one of times) await openCounter(manager, communityId, one, ask(manager));
}

/** The cheapest good for the first two who can pay it; the second one had meant another. */
async function handedAndUndone(shopkeeper: Actor, residents: readonly Actor[]): Promise<void> {
  const [good] = (await shelfOf(shopkeeper.communityId)).filter(
    ({ stock, limitPerQuarter }) => (stock ?? 1) > 0 && limitPerQuarter === null,
  );
  if (!good) return;
  const made: number[] = [];
  for (const { personId } of residents) {
    if ((await balancesOf(personId)).available < good.points) continue;
    const confirmation = { kind: 'signature' as const, signature: SIGNATURE };
    const order = { personId, lines: [{ good: good.id, quantity: 1 }], confirmation };
    made.push((await handOverAtCounter(shopkeeper, order, ask(shopkeeper))).id);
    if (made.length === 2) break;
  }
  const mistake = made[1];
  if (mistake !== undefined) await undoHandOver(shopkeeper, mistake, ask(shopkeeper));
}

/** As it is drawn on the screen. */
export const SIGNATURE =
  'M80 60L200 58M140 60L138 150M70 150L210 148M90 104L190 102M270 50L260 90L350 80M300 40L305 160L280 150M260 120L360 116';
