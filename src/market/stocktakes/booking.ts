import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, lockRows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { stockSettings } from '../budget/settings.ts';
import { movePlaces } from '../places/moving.ts';
import { mayKeepGoods } from '../policy.ts';
import { moveStock } from '../stock.ts';
import { countedLines, lastCountOf, stocktakeOf } from './queries.ts';
import type { CountedLine, StocktakeSession, StocktakeState } from './queries.ts';

/**
 * Hands a stocktake in: small differences are booked at once, a large one waits for a second person.
 * Refuses `no-stocktake`, `keep-goods`, `stocktake-closed`, `stocktake-empty`, `counted-meanwhile`.
 */
export const handInStocktake = (
  actor: Actor,
  stocktakeId: number,
  command: Command,
): Promise<StocktakeSession> =>
  once(command, 'hand-in-stocktake', { stocktakeId }, async (tx) => {
    const session = await keptSession(actor, stocktakeId, tx);
    await turn(
      session,
      'open',
      'handed-in',
      sql`handed_in_at = ${now()},
      handed_in_by_id = ${actor.personId}`,
      tx,
    );
    const lines = await countedLines(stocktakeId, tx);
    if (lines.length === 0) throw new Refusal('conflict', 'stocktake-empty');
    const { secondFrom } = await stockSettings(session.communityId, tx);
    const isLarge = lines.some(({ difference }) => Math.abs(difference) >= secondFrom);
    if (!isLarge) await book(actor, session, lines, tx);
    return stocktakeOf(actor, stocktakeId, tx);
  });

/**
 * Books what waits, by somebody who counted none of it. Refuses `no-stocktake`, `keep-goods`,
 * `own-count`, `stocktake-closed`, `counted-meanwhile`.
 */
export const confirmStocktake = (
  actor: Actor,
  stocktakeId: number,
  command: Command,
): Promise<StocktakeSession> =>
  once(command, 'confirm-stocktake', { stocktakeId }, async (tx) => {
    const session = await keptSession(actor, stocktakeId, tx);
    const lines = await countedLines(stocktakeId, tx);
    permit(!hasCounted(actor, session, lines), 'own-count');
    await book(actor, session, lines, tx);
    return stocktakeOf(actor, stocktakeId, tx);
  });

/** Drops a stocktake that is not booked. Refuses `no-stocktake`, `keep-goods`, `stocktake-closed`. */
export const dropStocktake = (
  actor: Actor,
  stocktakeId: number,
  command: Command,
): Promise<StocktakeSession> =>
  once(command, 'drop-stocktake', { stocktakeId }, async (tx) => {
    const session = await keptSession(actor, stocktakeId, tx);
    const from = session.state === 'handed-in' ? 'handed-in' : 'open';
    await turn(session, from, 'dropped', decidedBy(actor), tx);
    await noteOf(actor, session, 'stocktake-dropped', 0, tx);
    return stocktakeOf(actor, stocktakeId, tx);
  });

/** Whether the actor counted any of it or handed it in. */
export const hasCounted = (
  { personId }: Actor,
  { handedInById }: StocktakeSession,
  lines: readonly CountedLine[],
): boolean =>
  handedInById === personId || lines.some(({ countedById }) => countedById === personId);

async function keptSession(actor: Actor, id: number, tx: Transaction): Promise<StocktakeSession> {
  const session = await stocktakeOf(actor, id, tx);
  permit(mayKeepGoods(actor, session.communityId), 'keep-goods');
  return session;
}

const decidedBy = ({ personId }: Actor): ReturnType<typeof sql> =>
  sql`decided_at = ${now()}, decided_by_id = ${personId}`;

async function turn(
  { id }: StocktakeSession,
  from: StocktakeState,
  to: StocktakeState,
  who: ReturnType<typeof sql>,
  tx: Transaction,
): Promise<void> {
  const turned = await change(
    sql`UPDATE stocktakes SET state = ${to}, ${who} WHERE id = ${id} AND state = ${from}`,
    tx,
  );
  if (turned === 0) throw new Refusal('conflict', 'stocktake-closed');
}

/** Differences are booked, not totals: what moved since a good was counted stays as it is. */
async function book(
  actor: Actor,
  session: StocktakeSession,
  lines: readonly CountedLine[],
  tx: Transaction,
): Promise<void> {
  const { id, communityId } = session;
  const { personId: byId } = actor;
  await turn(session, 'handed-in', 'booked', decidedBy(actor), tx);
  const ids = lines.map(({ goodId }) => goodId);
  await lockRows('goods', ids, tx); // or another count would be booked between look and booking
  for (const { goodId, name, store, expectedStore, difference, ...line } of lines) {
    if ((await lastCountOf(goodId, tx)) !== line.afterMoveId) {
      throw new Refusal('conflict', 'counted-meanwhile', { name });
    }
    const move = { communityId, goodId, kind: 'stocktake' as const, byId };
    await movePlaces([{ ...move, quantity: store - expectedStore }], tx);
    const said = { cause: `stocktake:${id}:${goodId}`, note: line.note ?? undefined };
    await moveStock([{ ...move, ...said, quantity: difference }], { name }, tx);
  }
  const differing = lines.filter(({ difference }) => difference !== 0).length;
  await noteOf(actor, session, 'stocktake-booked', differing, tx);
}

const noteOf = (
  { personId }: Actor,
  { id, communityId }: StocktakeSession,
  name: string,
  differing: number,
  tx: Transaction,
): Promise<void> =>
  note({ communityId, personId, name, subject: `stocktake:${id}`, facts: { differing } }, tx);
