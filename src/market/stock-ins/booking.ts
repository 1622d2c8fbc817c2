import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { goodById } from '../good.ts';
import { movePlaces } from '../places/moving.ts';
import type { NewPlaceMove } from '../places/moving.ts';
import { mayKeepGoods } from '../policy.ts';
import { moveStock, stockBegun } from '../stock.ts';
import { linesOf, stockInOf } from './queries.ts';
import type { DocumentLine, StockInDocument } from './queries.ts';

/**
 * Books a document, once: a stock move for each line, all or none. Refuses `no-stock-in`,
 * `keep-goods`, `stock-in-closed`, `stock-in-empty`, `reserved-without-stock`, `stock-too-much`.
 */
export const bookStockIn = (
  actor: Actor,
  stockInId: number,
  command: Command,
): Promise<StockInDocument> =>
  once(command, 'book-stock-in', { stockInId }, async (tx) => {
    const document = await keptDocument(actor, stockInId, tx);
    const booked = await change(
      sql`UPDATE stock_ins SET state = 'booked', booked_at = ${now()},
                 booked_by_id = ${actor.personId}
           WHERE id = ${stockInId} AND state = 'draft'`,
      tx,
    );
    if (booked === 0) throw new Refusal('conflict', 'stock-in-closed');
    const lines = await linesOf(stockInId, tx);
    if (lines.length === 0) throw new Refusal('conflict', 'stock-in-empty');
    for (const goodId of goodsIn(lines)) await stockBegun(goodId, tx);
    await moveLines(actor, document, lines, 'stock-in', tx);
    await movePlaces(placeMoves(actor, document, stored(lines), 'stock-in'), tx);
    await noteOf(actor, document, 'stock-in-booked', tx);
    return stockInOf(actor, stockInId, tx);
  });

/**
 * Undoes a document, once: what it brought goes out again, if it is still there; a draft is dropped.
 * Refuses `no-stock-in`, `keep-goods`, `stock-in-undone`, and `out-of-stock` with the good's name.
 */
export const undoStockIn = (
  actor: Actor,
  stockInId: number,
  reason: string,
  command: Command,
): Promise<StockInDocument> =>
  once(command, 'undo-stock-in', { stockInId, reason }, async (tx) => {
    const document = await keptDocument(actor, stockInId, tx);
    const undone = await change(
      sql`UPDATE stock_ins SET state = 'undone', undone_at = ${now()},
                 undone_by_id = ${actor.personId}, reason = ${reason}
           WHERE id = ${stockInId} AND state IN ('draft', 'booked')`,
      tx,
    );
    if (undone === 0) throw new Refusal('conflict', 'stock-in-undone');
    // A draft that was booked between the look and the change is looked at again.
    const { bookedAt } = await stockInOf(actor, stockInId, tx);
    if (bookedAt !== null) await takeOut(actor, document, tx);
    await noteOf(actor, document, 'stock-in-undone', tx);
    return stockInOf(actor, stockInId, tx);
  });

async function keptDocument(actor: Actor, id: number, tx: Transaction): Promise<StockInDocument> {
  const document = await stockInOf(actor, id, tx);
  permit(mayKeepGoods(actor, document.communityId), 'keep-goods');
  return document;
}

const goodsIn = (lines: readonly DocumentLine[]): number[] =>
  [...new Set(lines.map(({ goodId }) => goodId))].sort((a, b) => a - b);

/** Good by good in the order of their ids, so that a refusal names the one that is short. */
async function moveLines(
  { personId }: Actor,
  { id, communityId, number }: StockInDocument,
  lines: readonly DocumentLine[],
  kind: 'stock-in' | 'stock-out',
  tx: Transaction,
): Promise<void> {
  const inOrder = [...lines].sort((a, b) => a.goodId - b.goodId || a.id - b.id);
  for (const { id: lineId, goodId, name, quantity } of inOrder) {
    const cause = `${kind}:${id}:${lineId}`;
    const move = { communityId, goodId, kind, quantity, cause, note: number ?? undefined };
    await moveStock([{ ...move, byId: personId }], { name }, tx);
  }
}

/** What went to the store-room is taken from there first, the rest from the shelf. */
async function takeOut(actor: Actor, document: StockInDocument, tx: Transaction): Promise<void> {
  const lines = await linesOf(document.id, tx);
  const quantities = new Map<number, number>();
  for (const [goodId, quantity] of stored(lines)) {
    const { inStore } = await goodById(goodId, tx);
    quantities.set(goodId, -Math.min(quantity, inStore));
  }
  await movePlaces(placeMoves(actor, document, quantities, 'stock-out'), tx);
  await moveLines(actor, document, lines, 'stock-out', tx);
}

/** How many of each good a document says are in the store-room. */
function stored(lines: readonly DocumentLine[]): Map<number, number> {
  const quantities = new Map<number, number>();
  for (const { goodId, quantity, place } of lines) {
    if (place === 'store') quantities.set(goodId, (quantities.get(goodId) ?? 0) + quantity);
  }
  return quantities;
}

const placeMoves = (
  { personId }: Actor,
  { communityId }: StockInDocument,
  quantities: ReadonlyMap<number, number>,
  kind: 'stock-in' | 'stock-out',
): NewPlaceMove[] =>
  [...quantities].map(([goodId, quantity]) => ({
    ...{ communityId, goodId, kind, quantity },
    byId: personId,
  }));

const noteOf = (
  { personId }: Actor,
  { id, communityId, pieces }: StockInDocument,
  name: string,
  tx: Transaction,
): Promise<void> =>
  note({ communityId, personId, name, subject: `stock-in:${id}`, facts: { pieces } }, tx);
