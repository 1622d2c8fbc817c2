import sql from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayReadMarket } from '../policy.ts';

export type StocktakeState = 'open' | 'handed-in' | 'booked' | 'dropped';

/** A stocktake of a community, good by good. */
export interface StocktakeSession {
  readonly id: number;
  readonly communityId: number;
  readonly state: StocktakeState;
  readonly begunAt: Instant;
  readonly begunBy: string;
  readonly handedInById: number | null;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
  readonly counted: number;
}

const sessions = sql`SELECT s.id, s.community_id AS "communityId", s.state,
    s.begun_at AS "begunAt", b.name AS "begunBy", s.handed_in_by_id AS "handedInById",
    s.decided_at AS "decidedAt", d.name AS "decidedBy",
    CAST((SELECT COUNT(*) FROM stocktake_lines l WHERE l.stocktake_id = s.id) AS INTEGER) AS counted
  FROM stocktakes s JOIN persons b ON b.id = s.begun_by_id
  LEFT JOIN persons d ON d.id = s.decided_by_id`;

/** One of a community whose market the actor reads. Refuses `no-stocktake`. */
export async function stocktakeOf(
  actor: Actor,
  id: number,
  tx?: Transaction,
): Promise<StocktakeSession> {
  const one = await row<StocktakeSession>(sql`${sessions} WHERE s.id = ${id}`, tx);
  return found(one && mayReadMarket(actor, one.communityId) ? one : null, 'stocktake');
}

const SHOWN_MAX = 30;

/** Those of the actor's community, the newest first. Refuses `read-market`. */
export function stocktakesOf(actor: Actor): Promise<StocktakeSession[]> {
  permit(mayReadMarket(actor, actor.communityId), 'read-market');
  return rows<StocktakeSession>(
    sql`${sessions} WHERE s.community_id = ${actor.communityId}
         ORDER BY s.id DESC LIMIT ${SHOWN_MAX}`,
  );
}

/** What was counted of a good, beside what should have lain there at that moment. */
export interface CountedLine {
  readonly goodId: number;
  readonly name: string;
  readonly shelf: number;
  readonly store: number;
  readonly expected: number;
  readonly expectedStore: number;
  readonly difference: number;
  readonly note: string | null;
  readonly countedAt: Instant;
  readonly countedById: number;
  readonly countedBy: string;
  readonly afterMoveId: number;
}

/** The counted goods of a stocktake in the order of their ids. */
export const countedLines = (stocktakeId: number, tx?: Transaction): Promise<CountedLine[]> =>
  rows<CountedLine>(
    sql`SELECT l.good_id AS "goodId", g.name, l.shelf, l.store, l.expected,
               l.expected_store AS "expectedStore", l.shelf + l.store - l.expected AS difference,
               l.note, l.counted_at AS "countedAt", l.counted_by_id AS "countedById",
               p.name AS "countedBy", l.after_move_id AS "afterMoveId"
          FROM stocktake_lines l JOIN goods g ON g.id = l.good_id
          JOIN persons p ON p.id = l.counted_by_id
         WHERE l.stocktake_id = ${stocktakeId} ORDER BY l.good_id`,
    tx,
  );

/** The goods of a community that have stock and were not counted in this stocktake yet. */
export const leftToCount = (
  communityId: number,
  stocktakeId: number,
): Promise<{ id: number; name: string }[]> =>
  rows<{ id: number; name: string }>(
    sql`SELECT g.id, g.name FROM goods g
         WHERE g.community_id = ${communityId} AND g.stock IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM stocktake_lines l
                            WHERE l.stocktake_id = ${stocktakeId} AND l.good_id = g.id)
         ORDER BY g.on_shelf DESC, g.name, g.id`,
  );

/** The last difference of a good that was booked; 0: none was. */
export async function lastCountOf(goodId: number, tx: Transaction): Promise<number> {
  const last = await row<{ id: number | null }>(
    sql`SELECT MAX(id) AS id FROM stock_moves WHERE good_id = ${goodId} AND kind = 'stocktake'`,
    tx,
  );
  return last?.id ?? 0;
}
