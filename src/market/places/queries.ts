import sql from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { goodById } from '../good.ts';
import type { PlaceMoveKind } from './moving.ts';

/** How many of a good lie where, reserved pieces included. */
export interface Places {
  readonly shelf: number;
  readonly store: number;
}

/** Refuses `no-good`. */
export async function placesOf(goodId: number, tx?: Transaction): Promise<Places> {
  const { stock, setAside, inStore } = await goodById(goodId, tx);
  return { shelf: (stock ?? 0) + setAside - inStore, store: inStore };
}

/** A move into the store-room (above 0) or out of it, with who made it. */
export interface PlaceMove {
  readonly id: number;
  readonly kind: PlaceMoveKind;
  readonly quantity: number;
  readonly by: string | null;
  readonly at: Instant;
}

const SHOWN_MAX = 10;

/** The last moves of a good between the places, newest first. */
export const placeMovesOf = (goodId: number): Promise<PlaceMove[]> =>
  rows<PlaceMove>(
    sql`SELECT m.id, m.kind, m.quantity, p.name AS by, m.at
          FROM place_moves m LEFT JOIN persons p ON p.id = m.by_id
         WHERE m.good_id = ${goodId} ORDER BY m.id DESC LIMIT ${SHOWN_MAX}`,
  );
