import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayKeepGoods } from '../policy.ts';
import { beginCount, keptGood } from '../stock.ts';
import type { CountForm } from './forms.ts';
import { lastCountOf, stocktakeOf } from './queries.ts';
import type { StocktakeSession } from './queries.ts';

/** Begins a stocktake, one at a time in a community. Refuses `keep-goods`, `stocktake-open`. */
export const beginStocktake = (actor: Actor, command: Command): Promise<StocktakeSession> =>
  once(command, 'begin-stocktake', {}, async (tx) => {
    const { communityId, personId } = actor;
    permit(mayKeepGoods(actor, communityId), 'keep-goods');
    const made = await row<{ id: number }>(
      sql`INSERT INTO stocktakes (community_id, begun_at, begun_by_id)
          VALUES (${communityId}, ${now()}, ${personId}) ON CONFLICT DO NOTHING RETURNING id`,
      tx,
    );
    if (!made) throw new Refusal('conflict', 'stocktake-open');
    return stocktakeOf(actor, made.id, tx);
  });

/**
 * Writes down what was counted of a good, again if it was counted before; what should lie there is
 * taken at this moment, so that hand-overs before and after it do not count as differences.
 * Refuses `no-stocktake`, `keep-goods`, `stocktake-closed`, `no-good`, `no-stock-kept`,
 * `counted-below-set-aside`.
 */
export const countGood = (
  actor: Actor,
  stocktakeId: number,
  count: CountForm,
  command: Command,
): Promise<{ good: number; difference: number }> =>
  once(command, 'count-good', { stocktakeId, ...count }, async (tx) => {
    const { communityId } = await heldOpen(actor, stocktakeId, tx);
    const good = await keptGood(actor, count.good, tx);
    found(good.communityId === communityId ? good : null, 'good');
    const { name } = good;
    const { stock, setAside, inStore } = await beginCount(count.good, tx);
    if (stock === null) throw new Refusal('conflict', 'no-stock-kept', { name }, 'good');
    const counted = count.shelf + count.store;
    if (counted < setAside) {
      throw new Refusal('conflict', 'counted-below-set-aside', { name, setAside }, 'shelf');
    }
    const expected = { all: stock + setAside, store: inStore };
    await writeCount(actor, stocktakeId, count, expected, tx);
    return { good: count.good, difference: counted - expected.all };
  });

async function writeCount(
  { personId }: Actor,
  stocktakeId: number,
  { good, shelf, store, note }: CountForm,
  expected: { readonly all: number; readonly store: number },
  tx: Transaction,
): Promise<void> {
  await change(
    sql`INSERT INTO stocktake_lines (stocktake_id, good_id, shelf, store, expected,
          expected_store, note, counted_at, counted_by_id, after_move_id)
        VALUES (${stocktakeId}, ${good}, ${shelf}, ${store}, ${expected.all}, ${expected.store},
          ${note ?? null}, ${now()}, ${personId}, ${await lastCountOf(good, tx)})
        ON CONFLICT (stocktake_id, good_id) DO UPDATE SET shelf = excluded.shelf,
          store = excluded.store, expected = excluded.expected,
          expected_store = excluded.expected_store, note = excluded.note,
          counted_at = excluded.counted_at, counted_by_id = excluded.counted_by_id,
          after_move_id = excluded.after_move_id`,
    tx,
  );
}

/** The stocktake, held by this transaction, while goods may still be counted. */
async function heldOpen(actor: Actor, id: number, tx: Transaction): Promise<StocktakeSession> {
  const session = await stocktakeOf(actor, id, tx);
  permit(mayKeepGoods(actor, session.communityId), 'keep-goods');
  const held = await change(
    sql`UPDATE stocktakes SET state = 'open' WHERE id = ${id} AND state = 'open'`,
    tx,
  );
  if (held === 0) throw new Refusal('conflict', 'stocktake-closed');
  return session;
}
