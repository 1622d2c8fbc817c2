import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Photo } from '../../base/images.ts';
import { today } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { keptGood } from '../stock.ts';
import { withPhoto } from '../photos.ts';
import type { PhotoKeys } from '../photos.ts';
import { mayKeepGoods } from '../policy.ts';
import { supplierOf } from '../suppliers/queries.ts';
import { fenOf } from './forms.ts';
import type { StockInHead, StockInLine } from './forms.ts';
import { linesOf, stockInOf } from './queries.ts';
import type { StockInDocument } from './queries.ts';

export const LINES_MAX = 60;

/**
 * Begins a document of goods that came in; nothing moves until it is booked.
 * Refuses `keep-goods`, `no-supplier`, `came-in-future`.
 */
export async function beginStockIn(
  actor: Actor,
  head: StockInHead,
  photo: Photo | undefined,
  command: Command,
): Promise<StockInDocument> {
  const { communityId } = actor;
  permit(mayKeepGoods(actor, communityId), 'keep-goods');
  const digest = { ...head, photo: photo?.sha256 };
  return withPhoto(communityId, photo, (keys) =>
    once(command, 'begin-stock-in', digest, async (tx) => {
      const supplier = await supplierOf(actor, head.supplier, tx);
      found(supplier.communityId === communityId ? supplier : null, 'supplier');
      if (head.cameOn > today()) throw new Refusal('invalid', 'came-in-future', {}, 'cameOn');
      return stockInOf(actor, await insertHead(actor, head, keys, tx), tx);
    }),
  );
}

async function insertHead(
  { communityId, personId }: Actor,
  head: StockInHead,
  { photoKey, thumbKey }: PhotoKeys,
  tx: Transaction,
): Promise<number> {
  const made = await row<{ id: number }>(
    sql`INSERT INTO stock_ins (community_id, supplier_id, came_on, number, note, photo_key,
          thumb_key, made_at, made_by_id)
        VALUES (${communityId}, ${head.supplier}, ${head.cameOn}, ${head.number ?? null},
          ${head.note ?? null}, ${photoKey}, ${thumbKey}, ${now()}, ${personId}) RETURNING id`,
    tx,
  );
  return (made as { id: number }).id;
}

/**
 * Adds a line to a draft. Refuses `no-stock-in`, `keep-goods`, `stock-in-closed`, `no-good`,
 * `stock-in-full`, and `expired-already` for goods that nobody may hand out.
 */
export const addStockInLine = (
  actor: Actor,
  stockInId: number,
  line: StockInLine,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'add-stock-in-line', { stockInId, ...line }, async (tx) => {
    const { communityId } = await heldDraft(actor, stockInId, tx);
    const good = await keptGood(actor, line.good, tx);
    found(good.communityId === communityId ? good : null, 'good');
    if (line.expiresOn !== undefined && line.expiresOn < today()) {
      throw new Refusal('invalid', 'expired-already', {}, 'expiresOn');
    }
    if ((await linesOf(stockInId, tx)).length >= LINES_MAX) {
      throw new Refusal('conflict', 'stock-in-full', { max: LINES_MAX });
    }
    const made = await row<{ id: number }>(
      sql`INSERT INTO stock_in_lines (stock_in_id, good_id, quantity, price_fen, expires_on, place)
          VALUES (${stockInId}, ${line.good}, ${line.quantity}, ${fenOf(line.price)},
            ${line.expiresOn ?? null}, ${line.place}) RETURNING id`,
      tx,
    );
    return made as { id: number };
  });

/** Takes a line off a draft. Refuses `no-stock-in`, `keep-goods`, `stock-in-closed`, `no-line`. */
export const removeStockInLine = (
  actor: Actor,
  stockInId: number,
  lineId: number,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'remove-stock-in-line', { stockInId, lineId }, async (tx) => {
    await heldDraft(actor, stockInId, tx);
    const removed = await change(
      sql`DELETE FROM stock_in_lines WHERE id = ${lineId} AND stock_in_id = ${stockInId}`,
      tx,
    );
    if (removed === 0) throw new Refusal('missing', 'no-line');
    return { id: stockInId };
  });

/** The document, held by this transaction, while it may still be typed. */
async function heldDraft(actor: Actor, id: number, tx: Transaction): Promise<StockInDocument> {
  const document = await stockInOf(actor, id, tx);
  permit(mayKeepGoods(actor, document.communityId), 'keep-goods');
  const held = await change(
    sql`UPDATE stock_ins SET state = 'draft' WHERE id = ${id} AND state = 'draft'`,
    tx,
  );
  if (held === 0) throw new Refusal('conflict', 'stock-in-closed');
  return document;
}
