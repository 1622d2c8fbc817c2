import { now } from '../src/base/clock.ts';
import { balancesOf } from '../src/ledger/index.ts';
import { shelfOf, syncHandOver } from '../src/market/index.ts';
import { SIGNATURE } from './counter.ts';
import type { Players } from './history.ts';
import { ask } from './market.ts';

/** A morning without network: one hand-over that the ledger refused waits for a manager. */
export async function leaveCase({ residents, shopkeeper }: Players): Promise<void> {
  const inStock = (await shelfOf(shopkeeper.communityId)).filter(({ stock }) => stock !== 0);
  const [good] = inStock.sort((a, b) => b.points - a.points);
  if (!good) return;
  for (const { personId } of residents.slice(2)) {
    if ((await balancesOf(personId)).available >= good.points) continue;
    const lines = [{ good: good.id, quantity: 1 }];
    const kept = { personId, lines, signature: SIGNATURE, takenAt: now() };
    await syncHandOver(shopkeeper, kept, ask(shopkeeper));
    return;
  }
}
