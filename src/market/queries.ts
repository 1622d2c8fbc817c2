import sql from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { permit } from '../base/refusal.ts';
import { entriesIn } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { goodById, goodColumns, goodRows, publicGood } from './good.ts';
import type { Good } from './good.ts';
import { mayReadMarket, mayReadRedemption } from './policy.ts';
import { asOwn, redemptionById, redemptionColumns, withLines } from './redemption.ts';
import type { OwnRedemption, Redemption, RedemptionRow, RedemptionState } from './redemption.ts';
import type { StockMoveKind } from './stock.ts';

/** A page of a list; `next` is the query string of the next page, or null. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

const SHELF_PAGE = 60;
const LIST_PAGE = 30;

/** A page of goods on the shelf (or off it), cheapest first; `after` is the id of the last. */
export async function shelfPage(
  communityId: number,
  onShelf: boolean,
  after?: number,
): Promise<Page<Good>> {
  const beyond =
    after === undefined
      ? sql``
      : sql`AND (g.points, g.id) > (SELECT l.points, l.id FROM goods l WHERE l.id = ${after})`;
  const found = await goodRows(
    sql`SELECT ${goodColumns} FROM goods g
         WHERE g.community_id = ${communityId} AND g.on_shelf = ${onShelf} ${beyond}
         ORDER BY g.points, g.id LIMIT ${SHELF_PAGE + 1}`,
  );
  return pageOf(found.map(publicGood), onShelf ? '' : '&shelf=off', SHELF_PAGE);
}

/** The goods of a community by name, on the shelf or off it. */
export const goodsNamed = (
  communityId: number,
  tx?: Transaction,
): Promise<{ readonly name: string; readonly points: number }[]> =>
  rows<{ name: string; points: number }>(
    sql`SELECT name, points FROM goods WHERE community_id = ${communityId} ORDER BY id`,
    tx,
  );

/** A good of a community, for whoever may see its shelf. Refuses `no-good`. */
export const shownGood = async (id: number): Promise<Good> => publicGood(await goodById(id));

/** What to have instead of a good that is sold out, while there is some of that; else null. */
export async function substituteFor({ stock, substituteId }: Good): Promise<Good | null> {
  if (stock !== 0 || substituteId === null) return null;
  const other = await goodById(substituteId);
  return other.onShelf && other.stock !== 0 ? publicGood(other) : null;
}

/** A move of stock, with who made it. */
export interface StockMove {
  readonly id: number;
  readonly kind: StockMoveKind;
  readonly quantity: number;
  readonly note: string | null;
  readonly cause: string;
  readonly by: string | null;
  readonly at: string;
}

/** The moves of a good, newest first. Refuses `no-good`, `read-market`. */
export async function stockMovesOf(
  actor: Actor,
  goodId: number,
  after?: number,
): Promise<Page<StockMove> & { good: Good }> {
  const good = await goodById(goodId);
  permit(mayReadMarket(actor, good.communityId), 'read-market');
  const before = after === undefined ? sql`` : sql`AND m.id < ${after}`;
  const found = await rows<StockMove>(
    sql`SELECT m.id, m.kind, m.quantity, m.note, m.cause, p.name AS by, m.at
          FROM stock_moves m LEFT JOIN persons p ON p.id = m.by_id
         WHERE m.good_id = ${goodId} ${before} ORDER BY m.id DESC LIMIT ${LIST_PAGE + 1}`,
  );
  return { good: publicGood(good), ...pageOf(found, '') };
}

function pageOf<T extends { readonly id: number }>(
  found: readonly T[],
  query: string,
  size = LIST_PAGE,
): Page<T> {
  const items = found.slice(0, size);
  const last = items.at(-1);
  return { items, next: found.length > size && last ? `after=${last.id}${query}` : null };
}

/** Which redemptions are asked for. */
export interface RedemptionWish {
  readonly state?: RedemptionState | undefined;
  readonly after?: number | undefined;
}

/** The actor's own redemptions, newest first, with the codes of those that are reserved. */
export async function ownRedemptions(
  actor: Actor,
  wish: RedemptionWish,
): Promise<Page<OwnRedemption>> {
  const page = await redemptionPage(sql`r.person_id IN ${entriesIn(actor.personId)}`, wish);
  return { items: await asOwn(page.items), next: page.next && `${page.next}&whose=own` };
}

/** The redemptions of the actor's community, newest first, without codes. */
export async function communityRedemptions(
  actor: Actor,
  wish: RedemptionWish,
): Promise<Page<Redemption>> {
  permit(mayReadMarket(actor, actor.communityId), 'read-market');
  const page = await redemptionPage(sql`r.community_id = ${actor.communityId}`, wish);
  return { items: await withLines(page.items), next: page.next };
}

async function redemptionPage(
  whose: ReturnType<typeof sql>,
  { state, after }: RedemptionWish,
): Promise<Page<RedemptionRow>> {
  const inState = state === undefined ? sql`` : sql`AND r.state = ${state}`;
  const before = after === undefined ? sql`` : sql`AND r.id < ${after}`;
  const found = await rows<RedemptionRow>(
    sql`SELECT ${redemptionColumns} FROM redemptions r JOIN persons p ON p.id = r.person_id
         WHERE ${whose} ${inState} ${before} ORDER BY r.id DESC LIMIT ${LIST_PAGE + 1}`,
  );
  return pageOf(found, state === undefined ? '' : `&state=${state}`);
}

/**
 * A redemption for its own person (with the code), or for who reads the community's market.
 * Refuses `no-redemption`, `read-redemption`.
 */
export async function shownRedemption(
  actor: Actor,
  id: number,
): Promise<{ redemption: Redemption | OwnRedemption; isOwn: boolean }> {
  const stored = await redemptionById(id);
  permit(mayReadRedemption(actor, stored), 'read-redemption');
  const isOwn = stored.personId === actor.personId;
  const [redemption] = isOwn ? await asOwn([stored]) : await withLines([stored]);
  return { redemption: redemption as Redemption | OwnRedemption, isOwn };
}

/** How many redemptions of a community wait to be picked up, and how many end within a day. */
export async function openCount(communityId: number): Promise<number> {
  const found = await row<{ count: number }>(
    sql`SELECT COUNT(*) AS count FROM redemptions
         WHERE community_id = ${communityId} AND state = 'reserved'`,
  );
  return found?.count ?? 0;
}
