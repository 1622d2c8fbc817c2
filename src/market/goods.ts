import sql, { join } from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { now } from '../base/clock.ts';
import { newKey, once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Photo } from '../base/images.ts';
import { permit, Refusal } from '../base/refusal.ts';
import type { Actor } from '../people/index.ts';
import { goodById, publicGood } from './good.ts';
import type { Good, GoodRow } from './good.ts';
import { forgetPhoto, withPhoto } from './photos.ts';
import type { PhotoKeys } from './photos.ts';
import { mayKeepGoods } from './policy.ts';
import { keptGood, moveStock } from './stock.ts';
import { tellOfStock } from './waiting/telling.ts';

/** What is said of a new good. */
export interface NewGood {
  readonly name: string;
  readonly points: number;
  /** Opening stock; absent or null for a service that has none, as 公益理发. */
  readonly stock?: number | null | undefined;
  /** Per person and calendar quarter; absent or null for no limit. */
  readonly limitPerQuarter?: number | null | undefined;
  readonly lowAt?: number | undefined;
  readonly onShelf?: boolean | undefined;
  readonly photo?: Photo | undefined;
}

const LOW_AT = 5;

/** Adds a good to the market of the actor's community. Refuses `keep-goods`. */
export function createGood(actor: Actor, input: NewGood, command: Command): Promise<Good> {
  const { communityId } = actor;
  permit(mayKeepGoods(actor, communityId), 'keep-goods');
  const { photo, ...said } = input;
  const digest = { communityId, ...said, photo: photo?.sha256 };
  return withPhoto(communityId, photo, (keys) =>
    once(command, 'create-good', digest, (tx) => enterGood(actor, said, keys, tx)),
  );
}

/** Puts a good into the table with its opening stock; the caller has asked who may. */
export async function enterGood(
  { communityId, personId }: Pick<Actor, 'communityId' | 'personId'>,
  said: Omit<NewGood, 'photo'>,
  keys: PhotoKeys,
  tx: Transaction,
): Promise<Good> {
  const id = await insertGood(communityId, said, keys, tx);
  const { stock, name } = said;
  if (stock) {
    const opening = { communityId, goodId: id, kind: 'stock-in' as const, quantity: stock };
    const cause = `stock-in:${newKey()}`;
    await moveStock([{ ...opening, cause, byId: personId }], { name }, tx);
  }
  const event = { communityId, personId, name: 'good-created' };
  await note({ ...event, subject: `good:${id}`, facts: { points: said.points } }, tx);
  return publicGood(await goodById(id, tx));
}

async function insertGood(
  communityId: number,
  said: NewGood,
  keys: PhotoKeys,
  tx: Transaction,
): Promise<number> {
  // The opening stock comes by a move, as all stock does.
  const stock = said.stock === undefined || said.stock === null ? null : 0;
  const made = await row<{ id: number }>(
    sql`INSERT INTO goods (community_id, name, points, stock, set_aside, limit_per_quarter,
          on_shelf, low_at, photo_key, thumb_key, created_at)
        VALUES (${communityId}, ${said.name}, ${said.points}, ${stock}, 0,
          ${said.limitPerQuarter ?? null}, ${said.onShelf ?? true}, ${said.lowAt ?? LOW_AT},
          ${keys.photoKey}, ${keys.thumbKey}, ${now()})
        RETURNING id`,
    tx,
  );
  return (made as { id: number }).id;
}

/** What may change of a good; what is absent stays. */
export interface GoodChange {
  readonly name?: string | undefined;
  readonly points?: number | undefined;
  /** Null: no limit. */
  readonly limitPerQuarter?: number | null | undefined;
  readonly lowAt?: number | undefined;
  readonly onShelf?: boolean | undefined;
  /** What to have while it is sold out; null: nothing. */
  readonly substitute?: number | null | undefined;
  readonly photo?: Photo | undefined;
}

/**
 * Changes a good; what is reserved keeps the name and price of its day.
 * Refuses `no-good`, `keep-goods`, `substitute-wrong`.
 */
export async function changeGood(
  actor: Actor,
  goodId: number,
  input: GoodChange,
  command: Command,
): Promise<Good> {
  const { photo, ...said } = input;
  const before = await goodById(goodId);
  permit(mayKeepGoods(actor, before.communityId), 'keep-goods');
  const answer = await withPhoto(before.communityId, photo, (keys) =>
    once(command, 'change-good', { goodId, ...said, photo: photo?.sha256 }, async (tx) => {
      const good = await keptGood(actor, goodId, tx);
      if (said.substitute) await refuseWrongSubstitute(good, said.substitute, tx);
      await updateGood(goodId, { ...said, ...(photo ? keys : {}) }, tx);
      const changed = await goodById(goodId, tx);
      await noteChange(actor, good, changed, tx);
      if (changed.onShelf && !good.onShelf) await tellOfReturn(changed, tx);
      return publicGood(changed);
    }),
  );
  const after = await goodById(goodId);
  if (after.photoKey !== before.photoKey) await forgetPhoto(before);
  return answer;
}

/** Those who wait hear of a good that is on the shelf again as of one that came in. */
const tellOfReturn = ({ id, communityId, stock }: GoodRow, tx: Transaction): Promise<void> =>
  tellOfStock([{ communityId, goodId: id, by: stock ?? 0 }], tx);

/** Another good of the same community. */
async function refuseWrongSubstitute(
  { id, communityId }: GoodRow,
  substituteId: number,
  tx: Transaction,
): Promise<void> {
  const other = await row(
    sql`SELECT id FROM goods WHERE id = ${substituteId} AND id <> ${id}
           AND community_id = ${communityId}`,
    tx,
  );
  if (!other) throw new Refusal('invalid', 'substitute-wrong', {}, 'substitute');
}

async function updateGood(
  goodId: number,
  said: Omit<GoodChange, 'photo'> & Partial<PhotoKeys>,
  tx: Transaction,
): Promise<void> {
  const changes = [
    said.name === undefined ? null : sql`name = ${said.name}`,
    said.points === undefined ? null : sql`points = ${said.points}`,
    said.limitPerQuarter === undefined ? null : sql`limit_per_quarter = ${said.limitPerQuarter}`,
    said.lowAt === undefined ? null : sql`low_at = ${said.lowAt}`,
    said.onShelf === undefined ? null : sql`on_shelf = ${said.onShelf}`,
    said.substitute === undefined ? null : sql`substitute_id = ${said.substitute}`,
    said.photoKey === undefined ? null : sql`photo_key = ${said.photoKey}`,
    said.thumbKey === undefined ? null : sql`thumb_key = ${said.thumbKey}`,
  ].filter((one) => one !== null);
  if (changes.length === 0) return;
  await change(sql`UPDATE goods SET ${join(changes)} WHERE id = ${goodId}`, tx);
}

async function noteChange(
  actor: Actor,
  before: GoodRow,
  after: GoodRow,
  tx: Transaction,
): Promise<void> {
  const event = { communityId: after.communityId, personId: actor.personId };
  const subject = `good:${after.id}`;
  if (before.points !== after.points) {
    const facts = { from: before.points, to: after.points };
    await note({ ...event, name: 'price-changed', subject, facts }, tx);
  }
  if (before.onShelf !== after.onShelf) {
    await note({ ...event, name: after.onShelf ? 'put-on-shelf' : 'taken-off-shelf', subject }, tx);
  }
}
