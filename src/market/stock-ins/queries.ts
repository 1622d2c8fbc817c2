import sql from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found, permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayReadMarket } from '../policy.ts';
import type { SupplierKind } from '../suppliers/forms.ts';
import type { Place } from './forms.ts';

export type StockInState = 'draft' | 'booked' | 'undone';

/** A document of goods that came in. */
export interface StockInDocument {
  readonly id: number;
  readonly communityId: number;
  readonly supplier: string;
  readonly supplierKind: SupplierKind;
  readonly cameOn: Day;
  readonly number: string | null;
  readonly note: string | null;
  readonly photoKey: string | null;
  readonly state: StockInState;
  readonly madeBy: string;
  readonly bookedAt: Instant | null;
  readonly bookedBy: string | null;
  readonly undoneAt: Instant | null;
  readonly undoneBy: string | null;
  readonly reason: string | null;
  readonly pieces: number;
  /** What the goods cost, in fen. */
  readonly costFen: number;
}

const documents = sql`SELECT d.id, d.community_id AS "communityId", s.name AS supplier,
    s.kind AS "supplierKind", d.came_on AS "cameOn", d.number, d.note, d.photo_key AS "photoKey",
    d.state, m.name AS "madeBy", d.booked_at AS "bookedAt", b.name AS "bookedBy",
    d.undone_at AS "undoneAt", u.name AS "undoneBy", d.reason,
    CAST(COALESCE((SELECT SUM(l.quantity) FROM stock_in_lines l WHERE l.stock_in_id = d.id), 0)
      AS INTEGER) AS pieces,
    CAST(COALESCE((SELECT SUM(CAST(l.quantity AS BIGINT) * l.price_fen) FROM stock_in_lines l
                    WHERE l.stock_in_id = d.id), 0) AS BIGINT) AS "costFen"
  FROM stock_ins d JOIN suppliers s ON s.id = d.supplier_id
  JOIN persons m ON m.id = d.made_by_id
  LEFT JOIN persons b ON b.id = d.booked_by_id LEFT JOIN persons u ON u.id = d.undone_by_id`;

/** A document of a community whose market the actor reads. Refuses `no-stock-in`. */
export async function stockInOf(
  actor: Actor,
  id: number,
  tx?: Transaction,
): Promise<StockInDocument> {
  const one = await row<StockInDocument>(sql`${documents} WHERE d.id = ${id}`, tx);
  return found(one && mayReadMarket(actor, one.communityId) ? one : null, 'stock-in');
}

const PAGE = 30;

/** Documents of the actor's community, the newest first. Refuses `read-market`. */
export async function stockInsOf(
  { after }: { readonly after?: number | undefined },
  actor: Actor,
): Promise<{ items: StockInDocument[]; next: string | null }> {
  permit(mayReadMarket(actor, actor.communityId), 'read-market');
  const before = after === undefined ? sql`` : sql`AND d.id < ${after}`;
  const items = await rows<StockInDocument>(
    sql`${documents} WHERE d.community_id = ${actor.communityId} ${before}
         ORDER BY d.id DESC LIMIT ${PAGE + 1}`,
  );
  const shown = items.slice(0, PAGE);
  const last = shown.at(-1);
  return { items: shown, next: items.length > PAGE && last ? `after=${last.id}` : null };
}

/** A good on a document. */
export interface DocumentLine {
  readonly id: number;
  readonly goodId: number;
  readonly name: string;
  readonly quantity: number;
  readonly priceFen: number | null;
  readonly expiresOn: Day | null;
  readonly place: Place;
}

/** The lines of a document, in the order of typing. */
export const linesOf = (stockInId: number, tx?: Transaction): Promise<DocumentLine[]> =>
  rows<DocumentLine>(
    sql`SELECT l.id, l.good_id AS "goodId", g.name, l.quantity, l.price_fen AS "priceFen",
               l.expires_on AS "expiresOn", l.place
          FROM stock_in_lines l JOIN goods g ON g.id = l.good_id
         WHERE l.stock_in_id = ${stockInId} ORDER BY l.id`,
    tx,
  );

/** Names of all goods of a community, to choose from. */
export const goodNames = (communityId: number): Promise<{ id: number; name: string }[]> =>
  rows<{ id: number; name: string }>(
    sql`SELECT id, name FROM goods WHERE community_id = ${communityId}
         ORDER BY on_shelf DESC, name, id`,
  );
