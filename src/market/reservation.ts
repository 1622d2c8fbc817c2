import { randomInt } from 'node:crypto';
import sql, { bulk, join } from 'sql-template-tag';
import { fromNow, now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { quarterSpan, today } from '../base/period.ts';
import { found, permit, Refusal } from '../base/refusal.ts';
import { book } from '../ledger/index.ts';
import { communityById, entriesIn, handOf } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { goodColumns, goodRows } from './good.ts';
import type { GoodRow } from './good.ts';
import { mayReserve } from './policy.ts';
import { gatherShares, lockPurses } from './pooling.ts';
import type { Payable } from './pooling.ts';
import { asOwn, redemptionById } from './redemption.ts';
import type { OwnRedemption } from './redemption.ts';
import { moveStock } from './stock.ts';

/** So many of a good, by its id. */
export interface WantedLine {
  readonly good: number;
  readonly quantity: number;
}

interface Chosen {
  readonly good: GoodRow;
  readonly quantity: number;
}

const DAY_MS = 24 * 3600_000;

/**
 * Reserves goods for the actor: points go from available to held and stock is set aside, both or
 * neither; what was in the basket of it is taken out. The same good twice counts together.
 * Refuses `reserve`, `no-good`, `not-on-shelf`, `limit-reached`, `out-of-stock` (the last three
 * with the good's `name`), `insufficient-points`.
 */
export function reserve(
  actor: Actor,
  lines: readonly WantedLine[],
  command: Command,
): Promise<OwnRedemption> {
  const { communityId, personId } = actor;
  permit(mayReserve(actor, communityId), 'reserve');
  const wanted = merged(lines);
  return once(command, 'reserve', wanted, async (tx) => {
    const { id, chosen } = await reserveFor({ communityId, personId }, wanted, handOf(actor), tx);
    await emptyBasket(personId, chosen, tx);
    const [made] = await asOwn([await redemptionById(id, tx)], tx);
    return found(made, 'redemption');
  });
}

/** Whose points and limits a reservation is for. */
export interface Buyer {
  readonly communityId: number;
  readonly personId: number;
}

/**
 * Reserves goods for a person, whoever asks: the caller has asked its policy. What the person lacks
 * comes from their household, if it pools. Refuses what `reserve` refuses but for the actor.
 */
export async function reserveFor(
  buyer: Buyer,
  lines: readonly WantedLine[],
  byId: number,
  tx: Transaction,
): Promise<{ readonly id: number; readonly chosen: readonly Chosen[] }> {
  const { communityId, personId } = buyer;
  await lockPurses(communityId, [personId], tx);
  const chosen = await chosenGoods(communityId, merged(lines), tx);
  await refuseOverLimit(personId, chosen, tx);
  const total = chosen.reduce((sum, { good, quantity }) => sum + good.points * quantity, 0);
  const id = await insertRedemption(buyer, total, tx);
  await gatherShares({ id, communityId, personId, total }, byId, tx);
  await setAside(id, communityId, byId, chosen, tx);
  await holdPoints({ id, communityId, personId, total }, byId, tx);
  return { id, chosen };
}

/** One line for a good, in order of the goods. */
function merged(lines: readonly WantedLine[]): WantedLine[] {
  const quantities = new Map<number, number>();
  for (const { good, quantity } of lines) {
    quantities.set(good, (quantities.get(good) ?? 0) + quantity);
  }
  return [...quantities]
    .map(([good, quantity]) => ({ good, quantity }))
    .sort((a, b) => a.good - b.good);
}

async function chosenGoods(
  communityId: number,
  wanted: readonly WantedLine[],
  tx: Transaction,
): Promise<Chosen[]> {
  const ids = wanted.map(({ good }) => good);
  const goods = await goodRows(
    sql`SELECT ${goodColumns} FROM goods g
         WHERE g.community_id = ${communityId} AND g.id IN (${join(ids)})`,
    tx,
  );
  return wanted.map(({ good: id, quantity }) => {
    const good = found(
      goods.find((one) => one.id === id),
      'good',
    );
    if (!good.onShelf) throw new Refusal('conflict', 'not-on-shelf', { name: good.name });
    if (good.stock !== null && good.stock < quantity) {
      throw new Refusal('conflict', 'out-of-stock', { name: good.name, left: good.stock });
    }
    return { good, quantity };
  });
}

/** What the person reserved of goods in this quarter and did not give back, by good. */
export async function takenThisQuarter(
  personId: number,
  goodIds: readonly number[],
  tx?: Transaction,
): Promise<Map<number, number>> {
  if (goodIds.length === 0) return new Map();
  const { from, to } = quarterSpan(now());
  const taken = await rows<{ good: number; quantity: number }>(
    sql`SELECT l.good_id AS good, SUM(l.quantity) AS quantity
          FROM redemptions r JOIN redemption_lines l ON l.redemption_id = r.id
         WHERE r.person_id IN ${entriesIn(personId)} AND r.state IN ('reserved', 'handed-over')
           AND r.reserved_at >= ${from} AND r.reserved_at < ${to}
           AND l.good_id IN (${join([...goodIds])})
         GROUP BY l.good_id`,
    tx,
  );
  return new Map(taken.map(({ good, quantity }) => [good, quantity]));
}

async function refuseOverLimit(
  personId: number,
  chosen: readonly Chosen[],
  tx: Transaction,
): Promise<void> {
  const limited = chosen.filter(({ good }) => good.limitPerQuarter !== null);
  const taken = await takenThisQuarter(
    personId,
    limited.map(({ good }) => good.id),
    tx,
  );
  for (const { good, quantity } of limited) {
    const limit = good.limitPerQuarter ?? 0;
    const before = taken.get(good.id) ?? 0;
    if (before + quantity <= limit) continue;
    const left = Math.max(0, limit - before);
    throw new Refusal('conflict', 'limit-reached', { name: good.name, limit, taken: before, left });
  }
}

const CODES = 10_000_000_000;
const CODE_DIGITS = 10;

/** Puts the redemption into the table under a code that no other open one has. */
async function insertRedemption(buyer: Buyer, total: number, tx: Transaction): Promise<number> {
  const { reservationDays } = await communityById(buyer.communityId, tx);
  const expiresAt = fromNow(reservationDays * DAY_MS);
  for (;;) {
    const code = String(randomInt(0, CODES)).padStart(CODE_DIGITS, '0');
    const made = await row<{ id: number }>(
      sql`INSERT INTO redemptions (community_id, person_id, state, pick_up_code, total,
            reserved_at, expires_at)
          VALUES (${buyer.communityId}, ${buyer.personId}, 'reserved', ${code}, ${total},
            ${now()}, ${expiresAt})
          ON CONFLICT DO NOTHING RETURNING id`,
      tx,
    );
    if (made) return made.id;
  }
}

/** Line by line in the order of the goods: a good that ran out meanwhile is told by its name. */
async function setAside(
  id: number,
  communityId: number,
  byId: number,
  chosen: readonly Chosen[],
  tx: Transaction,
): Promise<void> {
  const lines = chosen.map(({ good, quantity }) => [id, good.id, good.name, good.points, quantity]);
  await change(
    sql`INSERT INTO redemption_lines (redemption_id, good_id, name, points, quantity)
        VALUES ${bulk(lines)}`,
    tx,
  );
  for (const { good, quantity } of chosen) {
    const cause = `redemption:${id}:reserved:${good.id}`;
    const move = { communityId, goodId: good.id, kind: 'reservation' as const, quantity, cause };
    await moveStock([{ ...move, byId }], { name: good.name }, tx);
  }
}

async function holdPoints(
  { id, communityId, personId, total }: Payable,
  byId: number,
  tx: Transaction,
): Promise<void> {
  const cause = `redemption:${id}:reserved`;
  const move = { personId, move: 'reservation' as const, points: total, cause };
  await book(communityId, [{ ...move, occurredOn: today(), bookedById: byId }], tx);
}

async function emptyBasket(
  personId: number,
  chosen: readonly Chosen[],
  tx: Transaction,
): Promise<void> {
  const ids = chosen.map(({ good }) => good.id);
  await change(
    sql`DELETE FROM basket_lines WHERE person_id = ${personId} AND good_id IN (${join(ids)})`,
    tx,
  );
}
