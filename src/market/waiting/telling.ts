import sql, { join } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { tell } from '../../messages/index.ts';
import { holdersOf } from '../../people/index.ts';

/** By how much more (or less, below 0) of a good can be reserved than before. */
export interface StockChange {
  readonly communityId: number;
  readonly goodId: number;
  readonly by: number;
}

/** Tells shopkeepers of what ran low, and those who wait of what is there again. */
export async function tellOfStock(changes: readonly StockChange[], tx: Transaction): Promise<void> {
  const fallen = changes.filter(({ by }) => by < 0);
  const risen = changes.filter(({ by }) => by > 0);
  if (fallen.length > 0) await tellOfLow(goodsOf(fallen), tx);
  if (risen.length === 0) return;
  await change(
    sql`UPDATE goods SET low_told_at = NULL
         WHERE id IN (${join(goodsOf(risen))}) AND stock > low_at AND low_told_at IS NOT NULL`,
    tx,
  );
  for (const one of risen) await tellWaiting(one, tx);
}

const goodsOf = (changes: readonly StockChange[]): number[] =>
  [...new Set(changes.map(({ goodId }) => goodId))].sort((a, b) => a - b);

interface Low {
  readonly id: number;
  readonly communityId: number;
  readonly name: string;
  readonly stock: number;
}

/** Once for each time that a good falls to its warning level. */
async function tellOfLow(ids: readonly number[], tx: Transaction): Promise<void> {
  const low = await rows<Low>(
    sql`UPDATE goods SET low_told_at = ${now()}
         WHERE id IN (${join([...ids])}) AND on_shelf = TRUE AND stock <= low_at
           AND low_told_at IS NULL
        RETURNING id, community_id AS "communityId", name, stock`,
    tx,
  );
  for (const { id, communityId, name, stock } of low) {
    const keepers = await holdersOf(['shopkeeper'], communityId, tx);
    const message = { communityId, kind: 'stock-low', facts: { name, count: stock } };
    const href = `/goods/${id}/stock-moves`;
    await tell(
      keepers.map((personId) => ({ ...message, personId, href })),
      tx,
    );
  }
}

interface Waiting {
  readonly id: number;
  readonly personId: number;
  readonly name: string;
}

/** As many as pieces came, those who can sign in and have waited longest first, each once. */
async function tellWaiting(
  { communityId, goodId, by }: StockChange,
  tx: Transaction,
): Promise<void> {
  const told = await rows<Waiting>(
    sql`UPDATE good_waits SET ended_at = ${now()}, told = TRUE
         WHERE ended_at IS NULL
           AND id IN (SELECT w.id FROM good_waits w JOIN goods g ON g.id = w.good_id
                         JOIN persons p ON p.id = w.person_id AND p.active = TRUE
                       WHERE w.good_id = ${goodId} AND w.ended_at IS NULL AND g.on_shelf = TRUE
                       ORDER BY w.id LIMIT ${by})
        RETURNING id, person_id AS "personId",
                  (SELECT name FROM goods WHERE goods.id = good_waits.good_id) AS name`,
    tx,
  );
  const inOrder = [...told].sort((a, b) => a.id - b.id);
  await tell(
    inOrder.map(({ personId, name }) => ({
      ...{ communityId, personId, kind: 'goods-arrived', facts: { name } },
      href: `/goods/${goodId}`,
    })),
    tx,
  );
}
