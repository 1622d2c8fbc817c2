import sql from 'sql-template-tag';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found, permit, Refusal } from '../base/refusal.ts';
import type { Actor } from '../people/index.ts';
import { goodById, goodColumns, goodRows, publicGood } from './good.ts';
import type { Good } from './good.ts';
import { mayReserve } from './policy.ts';
import { purseOf } from './pooling.ts';
import { takenThisQuarter } from './reservation.ts';

export const LINES_MAX = 20;
export const QUANTITY_MAX = 99;

/** What should lie in the basket of a good: just so many, or so many more. */
export interface BasketChange {
  readonly good: number;
  readonly quantity?: number | undefined;
  readonly add?: number | undefined;
}

/**
 * Puts a good into the actor's basket, changes how many, or takes it out at 0; answers how many.
 * Nothing is promised by that: stock and limit count when it is reserved.
 * Refuses `reserve`, `no-good`, `not-on-shelf`, `basket-full`.
 */
export function putInBasket(
  actor: Actor,
  input: BasketChange,
  command: Command,
): Promise<{ good: number; quantity: number }> {
  permit(mayReserve(actor, actor.communityId), 'reserve');
  return once(command, 'put-in-basket', input, async (tx) => {
    const quantity = await quantityAfter(actor.personId, input, tx);
    if (quantity === 0) await takeOut(actor.personId, input.good, tx);
    else await putIn(actor, input.good, quantity, tx);
    return { good: input.good, quantity };
  });
}

async function quantityAfter(
  personId: number,
  { good, quantity, add = 1 }: BasketChange,
  tx: Transaction,
): Promise<number> {
  if (quantity !== undefined) return quantity;
  const line = await row<{ quantity: number }>(
    sql`SELECT quantity FROM basket_lines WHERE person_id = ${personId} AND good_id = ${good}`,
    tx,
  );
  return Math.min(QUANTITY_MAX, Math.max(0, (line?.quantity ?? 0) + add));
}

async function takeOut(personId: number, goodId: number, tx: Transaction): Promise<void> {
  await change(
    sql`DELETE FROM basket_lines WHERE person_id = ${personId} AND good_id = ${goodId}`,
    tx,
  );
}

async function putIn(
  { personId, communityId }: Actor,
  goodId: number,
  quantity: number,
  tx: Transaction,
): Promise<void> {
  const good = await goodById(goodId, tx);
  found(good.communityId === communityId ? good : null, 'good');
  if (!good.onShelf) throw new Refusal('conflict', 'not-on-shelf', { name: good.name });
  await change(
    sql`INSERT INTO basket_lines (person_id, good_id, quantity)
        VALUES (${personId}, ${goodId}, ${quantity})
        ON CONFLICT (person_id, good_id) DO UPDATE SET quantity = excluded.quantity`,
    tx,
  );
  const lines = await row<{ count: number }>(
    sql`SELECT COUNT(*) AS count FROM basket_lines WHERE person_id = ${personId}`,
    tx,
  );
  if ((lines?.count ?? 0) > LINES_MAX) {
    throw new Refusal('conflict', 'basket-full', { max: LINES_MAX });
  }
}

/** What keeps a line of the basket from being reserved as it stands. */
export type LineProblem = 'off-shelf' | 'too-few' | 'over-limit';

export interface BasketLine {
  readonly good: Good;
  readonly quantity: number;
  readonly points: number;
  /** The most of it that this person may reserve now, by stock and limit. */
  readonly most: number;
  readonly problem: LineProblem | null;
}

export interface Basket {
  readonly lines: readonly BasketLine[];
  readonly total: number;
  /** What the person may spend: their own points and those of a household that pools. */
  readonly available: number;
  /** Of which others of the household have. */
  readonly household: number;
  /** Points that the total has over what is available; 0 when they reach. */
  readonly missing: number;
}

/** The actor's basket, held against stock, limits and points as they are now. */
export async function basketOf({ communityId, personId }: Actor): Promise<Basket> {
  const quantities = await basketQuantities(personId);
  const goods = await goodRows(
    sql`SELECT ${goodColumns} FROM basket_lines b JOIN goods g ON g.id = b.good_id
         WHERE b.person_id = ${personId} ORDER BY g.id`,
  );
  const taken = await takenThisQuarter(personId, [...quantities.keys()]);
  const lines = goods.map((good) =>
    basketLine(publicGood(good), quantities.get(good.id) ?? 0, taken.get(good.id) ?? 0),
  );
  const total = lines.reduce((sum, { points }) => sum + points, 0);
  const { own, household } = await purseOf({ communityId, personId });
  const available = own + household;
  return { lines, total, available, household, missing: Math.max(0, total - available) };
}

function basketLine(good: Good, quantity: number, taken: number): BasketLine {
  const left = good.limitPerQuarter === null ? QUANTITY_MAX : good.limitPerQuarter - taken;
  const stock = good.stock ?? QUANTITY_MAX;
  const most = Math.max(0, Math.min(QUANTITY_MAX, left, stock));
  const line = { good, quantity, points: good.points * quantity, most };
  if (!good.onShelf) return { ...line, most: 0, problem: 'off-shelf' };
  if (quantity > stock) return { ...line, problem: 'too-few' };
  return { ...line, problem: quantity > left ? 'over-limit' : null };
}

/** How many of each good lie in a person's basket. */
export async function basketQuantities(personId: number): Promise<Map<number, number>> {
  const lines = await rows<{ good: number; quantity: number }>(
    sql`SELECT good_id AS good, quantity FROM basket_lines WHERE person_id = ${personId}`,
  );
  return new Map(lines.map(({ good, quantity }) => [good, quantity]));
}
