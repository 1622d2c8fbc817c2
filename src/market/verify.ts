import sql from 'sql-template-tag';
import { rows } from '../base/db.ts';
import type { Difference } from '../ledger/index.ts';

interface Sums {
  id: number;
  stored: number;
  computed: number;
}

/**
 * Recomputes stock and what is set aside from the stock moves, what is in the store-room from its
 * moves, what is set aside again from the open redemptions, held points from their totals, and what
 * documents brought from their lines; answers what differs.
 */
export async function verifyStock(): Promise<Difference[]> {
  const found = await Promise.all([
    differences('stock', 'good', wrongStock),
    differences('in-store', 'good', wrongInStore),
    differences('document', 'stock-in', wrongDocuments),
    differences('set-aside', 'good', wrongSetAside),
    differences('reserved-goods', 'good', wrongReserved),
    differences('held', 'person', wrongHeld),
    differences('redemption-total', 'redemption', wrongTotals),
  ]);
  return found.flat();
}

async function differences(
  what: string,
  subject: string,
  statement: ReturnType<typeof sql>,
): Promise<Difference[]> {
  const found = await rows<Sums>(statement);
  return found.map(({ id, stored, computed }) => ({
    what,
    subject: `${subject}:${id}`,
    stored,
    computed,
  }));
}

// A service that got stock later is explained by what moved since: while it had none, nothing of
// it was counted, and nothing was reserved when it began.
const wrongStock = sql`
  SELECT g.id, g.stock AS stored, COALESCE(m.computed, 0) AS computed
    FROM goods g LEFT JOIN (
      SELECT s.good_id, SUM(CASE s.kind WHEN 'reservation' THEN -s.quantity
                                        WHEN 'hand-over' THEN 0
                                        WHEN 'stock-out' THEN -s.quantity
                                        WHEN 'write-off' THEN -s.quantity
                                        ELSE s.quantity END) AS computed
        FROM stock_moves s
       WHERE s.id >= (SELECT MIN(f.id) FROM stock_moves f
                       WHERE f.good_id = s.good_id AND f.kind IN ('stock-in', 'stocktake'))
       GROUP BY s.good_id) AS m ON m.good_id = g.id
   WHERE g.stock IS NOT NULL AND g.stock <> COALESCE(m.computed, 0) ORDER BY g.id`;

const wrongSetAside = sql`
  SELECT g.id, g.set_aside AS stored, COALESCE(m.computed, 0) AS computed
    FROM goods g LEFT JOIN (
      SELECT good_id, SUM(CASE kind WHEN 'reservation' THEN quantity
                                    WHEN 'hand-over' THEN -quantity
                                    WHEN 'return' THEN -quantity
                                    ELSE 0 END) AS computed
        FROM stock_moves GROUP BY good_id) AS m ON m.good_id = g.id
   WHERE g.set_aside <> COALESCE(m.computed, 0) ORDER BY g.id`;

// The store-room holds what its moves say, and never more than lies there in all.
const wrongInStore = sql`
  SELECT g.id, g.in_store AS stored, COALESCE(m.computed, 0) AS computed
    FROM goods g LEFT JOIN (
      SELECT good_id, SUM(quantity) AS computed FROM place_moves GROUP BY good_id) AS m
      ON m.good_id = g.id
   WHERE g.in_store <> COALESCE(m.computed, 0) OR g.in_store > COALESCE(g.stock, 0) + g.set_aside
   ORDER BY g.id`;

// What a document says came in is what its moves brought, and took out again when it was undone.
const wrongDocuments = sql`
  SELECT d.id, COALESCE(l.pieces, 0) AS stored, COALESCE(m.pieces, 0) AS computed
    FROM (SELECT id, CASE WHEN booked_at IS NULL THEN 0 WHEN undone_at IS NULL THEN 1 ELSE 2 END
                 AS times FROM stock_ins) AS d
    LEFT JOIN (SELECT stock_in_id, SUM(quantity) AS pieces FROM stock_in_lines
                GROUP BY stock_in_id) AS l ON l.stock_in_id = d.id
    LEFT JOIN (SELECT n.stock_in_id, SUM(s.quantity) AS pieces FROM stock_in_lines n
                 JOIN stock_moves s ON s.cause IN ('stock-in:' || n.stock_in_id || ':' || n.id,
                                                   'stock-out:' || n.stock_in_id || ':' || n.id)
                GROUP BY n.stock_in_id) AS m ON m.stock_in_id = d.id
   WHERE COALESCE(l.pieces, 0) * d.times <> COALESCE(m.pieces, 0) ORDER BY d.id`;

const wrongReserved = sql`
  SELECT g.id, g.set_aside AS stored, COALESCE(m.computed, 0) AS computed
    FROM goods g LEFT JOIN (
      SELECT l.good_id, SUM(l.quantity) AS computed
        FROM redemption_lines l JOIN redemptions r ON r.id = l.redemption_id
       WHERE r.state = 'reserved' GROUP BY l.good_id) AS m ON m.good_id = g.id
   WHERE g.set_aside <> COALESCE(m.computed, 0) ORDER BY g.id`;

const wrongHeld = sql`
  SELECT a.owner_id AS id, a.balance AS stored, COALESCE(m.computed, 0) AS computed
    FROM accounts a LEFT JOIN (
      SELECT person_id, community_id, SUM(total) AS computed FROM redemptions
       WHERE state = 'reserved' GROUP BY person_id, community_id) AS m
      ON m.person_id = a.owner_id AND m.community_id = a.community_id
   WHERE a.owner_kind = 'person' AND a.kind = 'held' AND a.balance <> COALESCE(m.computed, 0)
   ORDER BY a.owner_id`;

const wrongTotals = sql`
  SELECT r.id, r.total AS stored, COALESCE(SUM(l.points * l.quantity), 0) AS computed
    FROM redemptions r LEFT JOIN redemption_lines l ON l.redemption_id = r.id
   GROUP BY r.id, r.total HAVING r.total <> COALESCE(SUM(l.points * l.quantity), 0)
   ORDER BY r.id`;
