import sql from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import { goodColumns, goodRows, publicGood } from './good.ts';
import type { Good } from './good.ts';
import { asOwn, redemptionColumns } from './redemption.ts';
import type { OwnRedemption, RedemptionRow } from './redemption.ts';

/** What is on the shelf of a community, cheapest first. */
export async function shelfOf(communityId: number): Promise<Good[]> {
  const goods = await goodRows(
    sql`SELECT ${goodColumns} FROM goods g
         WHERE g.community_id = ${communityId} AND g.on_shelf = TRUE
         ORDER BY g.points, g.id`,
  );
  return goods.map(publicGood);
}

/** What the goods of a community are worth in points; services have no stock and count apart. */
export interface GoodsCost {
  /** Kinds of goods that are on the shelf and in stock. */
  readonly kinds: number;
  readonly pieces: number;
  /** Stock × price: so many points the shelf can cover. */
  readonly points: number;
  readonly cheapest: number | null;
  /** Mean price of a piece in stock, rounded. */
  readonly typical: number | null;
  readonly services: number;
}

/** What the shelf can cover of the points that people hold. */
export async function goodsCostSummary(communityId: number): Promise<GoodsCost> {
  const sums = await row<Omit<GoodsCost, 'typical'>>(
    sql`SELECT COALESCE(SUM(CASE WHEN stock > 0 THEN 1 ELSE 0 END), 0) AS kinds,
               COALESCE(SUM(stock), 0) AS pieces,
               CAST(COALESCE(SUM(CAST(stock AS BIGINT) * points), 0) AS BIGINT) AS points,
               MIN(CASE WHEN stock > 0 THEN points END) AS cheapest,
               COALESCE(SUM(CASE WHEN stock IS NULL THEN 1 ELSE 0 END), 0) AS services
          FROM goods WHERE community_id = ${communityId} AND on_shelf = TRUE`,
  );
  const found = sums ?? { kinds: 0, pieces: 0, points: 0, cheapest: null, services: 0 };
  return { ...found, typical: found.pieces > 0 ? Math.round(found.points / found.pieces) : null };
}

/** Goods on the shelf whose stock is at their warning level or below, emptiest first. */
export async function lowStock(communityId: number): Promise<Good[]> {
  const goods = await goodRows(
    sql`SELECT ${goodColumns} FROM goods g
         WHERE g.community_id = ${communityId} AND g.on_shelf = TRUE AND g.stock <= g.low_at
         ORDER BY g.stock, g.id`,
  );
  return goods.map(publicGood);
}

/** What somebody can have now, and what comes next. */
export interface NextReward {
  /** The dearest good that the points reach. */
  readonly reached: Good | null;
  /** The cheapest good that they do not reach. */
  readonly next: Good | null;
  /** Points that `next` still needs; 0 without one. */
  readonly missing: number;
}

/** The rewards on both sides of what a person has available; only what is there to be had. */
export async function nextReward(communityId: number, available: number): Promise<NextReward> {
  const offered = sql`SELECT ${goodColumns} FROM goods g
    WHERE g.community_id = ${communityId} AND g.on_shelf = TRUE
      AND (g.stock IS NULL OR g.stock > 0)`;
  const goods = await goodRows(
    sql`SELECT * FROM (${offered} AND g.points <= ${available}
                        ORDER BY g.points DESC, g.id DESC LIMIT 1) AS below
        UNION ALL
        SELECT * FROM (${offered} AND g.points > ${available}
                        ORDER BY g.points, g.id LIMIT 1) AS above`,
  );
  const [reached, next] = [true, false].map((reaches) =>
    goods.find(({ points }) => points <= available === reaches),
  );
  return {
    reached: reached ? publicGood(reached) : null,
    next: next ? publicGood(next) : null,
    missing: next ? next.points - available : 0,
  };
}

/** What a person has reserved, soonest to expire first, with the codes: for that person alone. */
export async function openRedemptions(personId: number): Promise<OwnRedemption[]> {
  const stored = await rows<RedemptionRow>(
    sql`SELECT ${redemptionColumns} FROM redemptions r JOIN persons p ON p.id = r.person_id
         WHERE r.person_id = ${personId} AND r.state = 'reserved'
         ORDER BY r.expires_at, r.id`,
  );
  return asOwn(stored);
}
