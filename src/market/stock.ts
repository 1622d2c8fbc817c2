import sql, { bulk } from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { now } from '../base/clock.ts';
import { newKey, once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { permit, Refusal } from '../base/refusal.ts';
import type { Facts } from '../base/refusal.ts';
import type { Actor } from '../people/index.ts';
import { goodById, publicGood } from './good.ts';
import type { Good, GoodRow } from './good.ts';
import { mayKeepGoods } from './policy.ts';
import { tellOfStock } from './waiting/telling.ts';

/** Why a quantity of a good moves. */
export type StockMoveKind =
  | 'stock-in'
  | 'stock-out'
  | 'reservation'
  | 'hand-over'
  | 'return'
  | 'undo'
  | 'stocktake'
  | 'write-off';

/** A move of stock, as it is put into the table; a trigger there changes the good. */
export interface NewStockMove {
  readonly communityId: number;
  readonly goodId: number;
  readonly kind: StockMoveKind;
  /** Above 0, or for a stocktake the difference. */
  readonly quantity: number;
  /** What it is for, once. */
  readonly cause: string;
  readonly note?: string | undefined;
  /** Null: the system itself. */
  readonly byId: number | null;
}

/**
 * Puts stock moves into the table, in the order of their goods so that no two deadlock.
 * Refuses `out-of-stock` with `facts`, or `stock-too-much`, when the database says no.
 */
export async function moveStock(
  moves: readonly NewStockMove[],
  facts: Facts,
  tx: Transaction,
): Promise<void> {
  const at = now();
  const inOrder = [...moves].sort((a, b) => a.goodId - b.goodId);
  const values = inOrder.map((one) => [
    one.communityId,
    one.goodId,
    one.kind,
    one.quantity,
    one.cause,
    one.note ?? null,
    one.byId,
    at,
  ]);
  try {
    await change(
      sql`INSERT INTO stock_moves (community_id, good_id, kind, quantity, cause, note, by_id, at)
          VALUES ${bulk(values)}`,
      tx,
    );
  } catch (error) {
    throw stockRefusal(error, facts);
  }
  const changes = inOrder.map((one) => ({ ...one, by: one.quantity * SIGNS[one.kind] }));
  await tellOfStock(changes, tx);
}

/** What a move of each kind makes of what can be reserved. */
const SIGNS: Readonly<Record<StockMoveKind, 1 | 0 | -1>> = {
  'stock-in': 1,
  'stock-out': -1,
  reservation: -1,
  'hand-over': 0,
  return: 1,
  undo: 1,
  stocktake: 1,
  'write-off': -1,
};

/** Which of its promises the database kept is in the message alone. */
function stockRefusal(error: unknown, facts: Facts): unknown {
  const message = String((error as { original?: Error }).original?.message ?? error);
  if (message.includes('stock_not_below_zero')) {
    return new Refusal('conflict', 'out-of-stock', facts);
  }
  if (message.includes('stock_within_reason')) return new Refusal('invalid', 'stock-too-much');
  return error;
}

/** What came in. */
export interface StockIn {
  readonly quantity: number;
  readonly note?: string | undefined;
}

/**
 * Adds to the stock what came in. A service that gets stock is a good with stock from then on;
 * refuses `reserved-without-stock` while some of it is reserved. Refuses `keep-goods`, `no-good`.
 */
export function stockIn(
  actor: Actor,
  goodId: number,
  input: StockIn,
  command: Command,
): Promise<Good> {
  return once(command, 'stock-in', { goodId, ...input }, async (tx) => {
    const good = await keptGood(actor, goodId, tx);
    await stockBegun(goodId, tx);
    const move = { communityId: good.communityId, goodId, kind: 'stock-in' as const };
    const cause = `stock-in:${newKey()}`;
    await moveStock([{ ...move, ...input, cause, byId: actor.personId }], { name: good.name }, tx);
    return publicGood(await goodById(goodId, tx));
  });
}

/** Makes a service a good with stock. Refuses `reserved-without-stock` while some is reserved. */
export async function stockBegun(goodId: number, tx: Transaction): Promise<void> {
  const good = await goodById(goodId, tx);
  if (good.stock !== null) return;
  const begun = await change(
    sql`UPDATE goods SET stock = 0 WHERE id = ${good.id} AND stock IS NULL AND set_aside = 0`,
    tx,
  );
  if (begun === 0) throw new Refusal('conflict', 'reserved-without-stock', { name: good.name });
}

/** What lay there when somebody counted, reserved pieces included. */
export interface Stocktake {
  readonly counted: number;
  readonly note?: string | undefined;
}

/**
 * Books the difference between what was counted and what should lie there (stock and set aside).
 * Refuses `keep-goods`, `no-good`, `no-stock-kept` for a service, and `counted-below-set-aside`
 * when less lies there than people have reserved.
 */
export function stocktake(
  actor: Actor,
  goodId: number,
  { counted, note: remark }: Stocktake,
  command: Command,
): Promise<{ good: Good; difference: number }> {
  return once(command, 'stocktake', { goodId, counted, remark }, async (tx) => {
    const { communityId, name } = await keptGood(actor, goodId, tx);
    const { stock, setAside } = await beginCount(goodId, tx);
    if (stock === null) throw new Refusal('conflict', 'no-stock-kept', { name });
    if (counted < setAside) {
      throw new Refusal('conflict', 'counted-below-set-aside', { name, setAside }, 'counted');
    }
    const difference = counted - stock - setAside;
    const move = { communityId, goodId, kind: 'stocktake' as const, quantity: difference };
    const cause = `stocktake:${newKey()}`;
    await moveStock([{ ...move, cause, note: remark, byId: actor.personId }], { name }, tx);
    const event = { communityId, personId: actor.personId, name: 'stocktake' };
    await note({ ...event, subject: `good:${goodId}`, facts: { counted, difference } }, tx);
    return { good: publicGood(await goodById(goodId, tx)), difference };
  });
}

/** What should lie there at the moment of a count. */
export interface Counted {
  readonly stock: number | null;
  readonly setAside: number;
  readonly inStore: number;
}

/** Notes the count, and by that keeps other moves of the good waiting until it is booked. */
export async function beginCount(goodId: number, tx: Transaction): Promise<Counted> {
  const counted = await row<Counted>(
    sql`UPDATE goods SET counted_at = ${now()} WHERE id = ${goodId}
        RETURNING stock, set_aside AS "setAside", in_store AS "inStore"`,
    tx,
  );
  return counted as Counted;
}

/** A good that the actor may keep. Refuses `no-good`, `keep-goods`. */
export async function keptGood(actor: Actor, goodId: number, tx: Transaction): Promise<GoodRow> {
  const good = await goodById(goodId, tx);
  permit(mayKeepGoods(actor, good.communityId), 'keep-goods');
  return good;
}
