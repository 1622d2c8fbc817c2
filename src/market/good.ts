import sql from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found } from '../base/refusal.ts';

/** A good as everybody may see it, and as JSON tells it. */
export interface Good {
  readonly id: number;
  readonly name: string;
  /** The price of one. */
  readonly points: number;
  /** What can still be reserved; null for a service that has none. */
  readonly stock: number | null;
  /** Reserved by people, ready for them. */
  readonly setAside: number;
  readonly limitPerQuarter: number | null;
  readonly onShelf: boolean;
  readonly lowAt: number;
  /** Another good to have while this one is sold out. */
  readonly substituteId: number | null;
  /** Addresses of the picture, large and small, or null. */
  readonly photo: string | null;
  readonly thumb: string | null;
}

/** A good with what only this module needs. */
export interface GoodRow extends Good {
  readonly communityId: number;
  readonly photoKey: string | null;
  readonly thumbKey: string | null;
  readonly countedAt: string | null;
  /** Of all that lies there, how many are in the store-room; the rest is on the shelf. */
  readonly inStore: number;
}

type Stored = Omit<GoodRow, 'onShelf' | 'photo' | 'thumb'> & { onShelf: boolean | number };

export const goodColumns = sql`g.id, g.community_id AS "communityId", g.name, g.points, g.stock,
  g.set_aside AS "setAside", g.limit_per_quarter AS "limitPerQuarter", g.on_shelf AS "onShelf",
  g.low_at AS "lowAt", g.photo_key AS "photoKey", g.thumb_key AS "thumbKey",
  g.counted_at AS "countedAt", g.substitute_id AS "substituteId", g.in_store AS "inStore"`;

/** Goods of a statement over `goods g` that selects `goodColumns`. */
export async function goodRows(
  statement: ReturnType<typeof sql>,
  tx?: Transaction,
): Promise<GoodRow[]> {
  return (await rows<Stored>(statement, tx)).map(fromStored);
}

/** Refuses `no-good`. */
export async function goodById(id: number, tx?: Transaction): Promise<GoodRow> {
  const statement = sql`SELECT ${goodColumns} FROM goods g WHERE g.id = ${id}`;
  const one = await row<Stored>(statement, tx);
  return fromStored(found(one, 'good'));
}

function fromStored(stored: Stored): GoodRow {
  const { id, photoKey, thumbKey } = stored;
  return {
    ...stored,
    onShelf: Boolean(stored.onShelf),
    photo: addressOf(`/goods/${id}/photo`, photoKey),
    thumb: addressOf(`/goods/${id}/thumb`, thumbKey),
  };
}

// With the version in the address a browser may keep the picture for long.
const addressOf = (path: string, key: string | null): string | null =>
  key === null ? null : `${path}?v=${key.slice(-13, -5)}`;

/** What everybody may know of a good. */
export const publicGood = (good: GoodRow): Good => ({
  id: good.id,
  name: good.name,
  points: good.points,
  stock: good.stock,
  setAside: good.setAside,
  limitPerQuarter: good.limitPerQuarter,
  onShelf: good.onShelf,
  lowAt: good.lowAt,
  substituteId: good.substituteId,
  photo: good.photo,
  thumb: good.thumb,
});
