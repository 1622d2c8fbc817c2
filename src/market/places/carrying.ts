import sql from 'sql-template-tag';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { row } from '../../base/db.ts';
import { Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import type { Place } from '../stock-ins/forms.ts';
import { keptGood } from '../stock.ts';
import { movePlaces } from './moving.ts';
import { placesOf } from './queries.ts';
import type { Places } from './queries.ts';

/** So many pieces of a good, carried to the other place. */
export interface Carrying {
  readonly to: Place;
  readonly quantity: number;
}

/**
 * Writes down that pieces were carried from the store-room to the shelf, or back.
 * Refuses `no-good`, `keep-goods`, `no-stock-kept`, `store-too-few`, `shelf-too-few`.
 */
export const carry = (
  actor: Actor,
  goodId: number,
  { to, quantity }: Carrying,
  command: Command,
): Promise<Places> =>
  once(command, 'carry', { goodId, to, quantity }, async (tx) => {
    const { communityId, name, stock } = await keptGood(actor, goodId, tx);
    if (stock === null) throw new Refusal('conflict', 'no-stock-kept', { name }, 'quantity');
    // Held until it is written down, so that nothing is handed over from under it.
    await row(sql`UPDATE goods SET in_store = in_store WHERE id = ${goodId} RETURNING id`, tx);
    const { shelf, store } = await placesOf(goodId, tx);
    if (quantity > (to === 'shelf' ? store : shelf)) {
      const code = to === 'shelf' ? 'store-too-few' : 'shelf-too-few';
      throw new Refusal('conflict', code, {}, 'quantity');
    }
    const signed = to === 'store' ? quantity : -quantity;
    const move = { communityId, goodId, kind: 'carried' as const, quantity: signed };
    await movePlaces([{ ...move, byId: actor.personId }], tx);
    return placesOf(goodId, tx);
  });
