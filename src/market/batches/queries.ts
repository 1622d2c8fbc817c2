import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import { addDays, today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { stockSettings } from '../budget/settings.ts';
import { batchesLeft } from './batches.ts';
import type { Batch, Change } from './batches.ts';

/** Goods of one expiry date that should still be there, and are warned of. */
export interface Expiring extends Batch {
  readonly goodId: number;
  readonly name: string;
  readonly isExpired: boolean;
}

interface Moved extends Change {
  readonly goodId: number;
  readonly name: string;
}

/**
 * What expires within the days of the community's setting or has expired, soonest first. Only goods
 * that ever came with a date are looked at.
 */
export async function expiringGoods(communityId: number): Promise<Expiring[]> {
  const [{ warningDays }, moved] = await Promise.all([
    stockSettings(communityId),
    changesOf(communityId),
  ]);
  const day = today();
  const until = addDays(day, warningDays);
  const found = [...byGood(moved)].flatMap(([goodId, changes]) =>
    batchesLeft(changes)
      .filter(({ expiresOn }) => expiresOn <= until)
      .map((batch) => ({
        ...batch,
        ...{ goodId, name: changes[0]?.name ?? '', isExpired: batch.expiresOn < day },
      })),
  );
  return found.sort((a, b) => compare(a.expiresOn, b.expiresOn) || a.goodId - b.goodId);
}

const compare = (a: Day, b: Day): number => (a < b ? -1 : a > b ? 1 : 0);

function byGood(moved: readonly Moved[]): Map<number, Moved[]> {
  const goods = new Map<number, Moved[]>();
  for (const one of moved) goods.set(one.goodId, [...(goods.get(one.goodId) ?? []), one]);
  return goods;
}

/** What came, went and was counted; a hand-over that was undone took nothing of any batch. */
const changesOf = (communityId: number): Promise<Moved[]> =>
  rows<Moved>(
    sql`SELECT s.good_id AS "goodId", g.name, l.expires_on AS "expiresOn",
               CASE WHEN s.kind = 'stock-out' THEN l.expires_on ELSE w.expires_on END AS batch,
               CASE WHEN s.kind IN ('hand-over', 'stock-out', 'write-off') THEN -s.quantity
                    ELSE s.quantity END AS pieces
          FROM stock_moves s JOIN goods g ON g.id = s.good_id
          LEFT JOIN stock_in_lines l ON s.kind IN ('stock-in', 'stock-out')
                AND l.good_id = s.good_id
                AND s.cause = s.kind || ':' || l.stock_in_id || ':' || l.id
          LEFT JOIN write_offs w ON s.kind = 'write-off' AND w.good_id = s.good_id
                AND s.cause = 'write-off:' || w.id
         WHERE g.community_id = ${communityId} AND g.stock IS NOT NULL
           AND s.kind NOT IN ('reservation', 'return', 'undo')
           AND NOT EXISTS (SELECT 1 FROM stock_moves u
                            WHERE s.kind = 'hand-over' AND u.kind = 'undo'
                              AND u.cause = REPLACE(s.cause, ':settled:', ':undone:'))
           AND EXISTS (SELECT 1 FROM stock_in_lines d JOIN stock_ins i ON i.id = d.stock_in_id
                        WHERE d.good_id = g.id AND d.expires_on IS NOT NULL
                          AND i.state = 'booked')
         ORDER BY s.good_id, s.id`,
  );
