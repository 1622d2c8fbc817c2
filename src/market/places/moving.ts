import sql, { bulk } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { Refusal } from '../../base/refusal.ts';

/** Why pieces change their place; `fetched` is written by the database when the shelf ran out. */
export type PlaceMoveKind = 'stock-in' | 'stock-out' | 'carried' | 'fetched' | 'stocktake';

/** A move into the store-room (above 0) or out of it; a trigger changes how many lie there. */
export interface NewPlaceMove {
  readonly communityId: number;
  readonly goodId: number;
  readonly kind: Exclude<PlaceMoveKind, 'fetched'>;
  readonly quantity: number;
  readonly byId: number;
}

/** Writes down moves between shelf and store-room. Refuses `store-too-few`. */
export async function movePlaces(moves: readonly NewPlaceMove[], tx: Transaction): Promise<void> {
  const real = moves.filter(({ quantity }) => quantity !== 0).sort((a, b) => a.goodId - b.goodId);
  if (real.length === 0) return;
  const at = now();
  const values = real.map((one) => [
    one.communityId,
    one.goodId,
    one.kind,
    one.quantity,
    one.byId,
    at,
  ]);
  try {
    await change(
      sql`INSERT INTO place_moves (community_id, good_id, kind, quantity, by_id, at)
          VALUES ${bulk(values)}`,
      tx,
    );
  } catch (error) {
    const message = String((error as { original?: Error }).original?.message ?? error);
    if (message.includes('in_store_not_below_zero')) throw new Refusal('conflict', 'store-too-few');
    throw error;
  }
}
