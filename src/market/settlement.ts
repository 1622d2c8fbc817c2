import sql, { join } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { inTransaction, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { today } from '../base/period.ts';
import { permit, Refusal } from '../base/refusal.ts';
import { book } from '../ledger/index.ts';
import { communities } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { refuseClosed } from './hours/opening.ts';
import { countedCode, findByCode, forgetWrongCodes } from './pick-up-code.ts';
import { isOfOwnHousehold, mayCancel } from './policy.ts';
import { lockPurses, returnShares, sharesOf } from './pooling.ts';
import { linesOf, redemptionById, redemptionOf } from './redemption.ts';
import type { Redemption, RedemptionRow } from './redemption.ts';
import { moveStock } from './stock.ts';
import { tellEnded } from './telling.ts';

type Settled = 'handed-over' | 'cancelled' | 'expired';

/**
 * Hands over what is reserved under the code: the points are spent, the goods leave the shelf.
 * Refuses `no-pick-up-code` (counted: too many are `too-many-tries`), `settled-already`,
 * `reservation-expired`, `own-household` when it is the shopkeeper's own or their household's, and
 * `counter-closed` outside the opening hours.
 */
export function handOver(actor: Actor, pickUpCode: string, command: Command): Promise<Redemption> {
  return countedCode(actor, async () => {
    const handedOver = await once(command, 'hand-over', { pickUpCode }, async (tx) => {
      const redemption = await findByCode(actor, pickUpCode, tx);
      refuseNotReady(redemption);
      permit(!isOfOwnHousehold(actor, redemption), 'own-household');
      await refuseClosed(redemption.communityId, now(), tx);
      await settleOne(redemption, 'handed-over', actor.personId, tx);
      return redemptionOf(redemption.id, tx);
    });
    await forgetWrongCodes(actor);
    return handedOver;
  });
}

/** Refuses `settled-already`, `reservation-expired`. */
export function refuseNotReady({ state, expiresAt }: RedemptionRow): void {
  if (state === 'expired' || (state === 'reserved' && expiresAt <= now())) {
    throw new Refusal('conflict', 'reservation-expired', {}, 'pickUpCode');
  }
  if (state !== 'reserved') throw new Refusal('conflict', 'settled-already', {}, 'pickUpCode');
}

/**
 * Gives a reservation back: points to the person, goods to the shelf.
 * Refuses `no-redemption`, `cancel-redemption`, `settled-already`.
 */
export function cancelRedemption(
  actor: Actor,
  redemptionId: number,
  command: Command,
): Promise<Redemption> {
  return once(command, 'cancel-redemption', { redemptionId }, async (tx) => {
    const redemption = await redemptionById(redemptionId, tx);
    permit(mayCancel(actor, redemption), 'cancel-redemption');
    await settleOne(redemption, 'cancelled', actor.personId, tx);
    return redemptionOf(redemptionId, tx);
  });
}

/** Settles one that is still reserved. Refuses `settled-already`. */
export async function settleOne(
  redemption: Pick<RedemptionRow, 'id' | 'communityId' | 'personId'>,
  state: Settled,
  byId: number,
  tx: Transaction,
): Promise<void> {
  const { communityId } = redemption;
  await lockPersons(communityId, [redemption], tx);
  await settleHeld(redemption, state, byId, tx);
}

/** The same, by a caller who holds the purses already. Refuses `settled-already`. */
export async function settleHeld(
  redemption: Pick<RedemptionRow, 'id' | 'communityId' | 'personId'>,
  state: Settled,
  byId: number,
  tx: Transaction,
): Promise<void> {
  const settled = await settle(redemption.communityId, [redemption], state, byId, tx);
  if (settled === 0) throw new Refusal('conflict', 'settled-already');
}

const BATCH = 50;

/** Gives back every reservation whose time is over; how many. Harmless twice and side by side. */
export async function expireRedemptions(): Promise<number> {
  let expired = 0;
  for (const { id } of await communities()) {
    for (;;) {
      const over = await overdue(id);
      if (over.length === 0) break;
      expired += await inTransaction(async (tx) => {
        await lockPersons(id, over, tx);
        return settle(id, over, 'expired', null, tx);
      });
    }
  }
  return expired;
}

type Owned = Pick<RedemptionRow, 'id' | 'personId'>;

const overdue = (communityId: number): Promise<Owned[]> =>
  rows<Owned>(
    sql`SELECT id, person_id AS "personId" FROM redemptions
         WHERE community_id = ${communityId} AND state = 'reserved' AND expires_at <= ${now()}
         ORDER BY expires_at, id LIMIT ${BATCH}`,
  );

/**
 * Settles those that are still reserved; how many. The caller holds their purses. Of several who try at once, the one whose
 * update finds the row reserved wins.
 */
async function settle(
  communityId: number,
  wanted: readonly Owned[],
  state: Settled,
  byId: number | null,
  tx: Transaction,
): Promise<number> {
  const settled = await rows<SettledRow>(
    sql`UPDATE redemptions SET state = ${state}, settled_at = ${now()}, settled_by_id = ${byId}
         WHERE id IN (${join(wanted.map(({ id }) => id))}) AND state = 'reserved'
        RETURNING id, person_id AS "personId", total`,
    tx,
  );
  if (settled.length === 0) return 0;
  await moveGoods(communityId, settled, state, byId, tx);
  await movePoints(communityId, settled, state, byId, tx);
  if (state !== 'handed-over') await returnShares(communityId, settled, byId, tx);
  await tellEnded(communityId, settled, { state, byId }, tx);
  return settled.length;
}

interface SettledRow {
  readonly id: number;
  readonly personId: number;
  readonly total: number;
}

/** Holds the purses of those whose redemptions these are, and of those who gave shares. */
export async function lockPersons(
  communityId: number,
  wanted: readonly Owned[],
  tx: Transaction,
): Promise<void> {
  const shares = await sharesOf(
    wanted.map(({ id }) => id),
    tx,
  );
  const people = [...wanted, ...shares].map(({ personId }) => personId);
  await lockPurses(communityId, people, tx);
}

const moveOf = (state: Settled): 'hand-over' | 'return' =>
  state === 'handed-over' ? 'hand-over' : 'return';

async function moveGoods(
  communityId: number,
  settled: readonly SettledRow[],
  state: Settled,
  byId: number | null,
  tx: Transaction,
): Promise<void> {
  const lines = await linesOf(
    settled.map(({ id }) => id),
    tx,
  );
  const moves = [...lines].flatMap(([id, goods]) =>
    goods.map(({ good, quantity }) => ({
      communityId,
      goodId: good,
      kind: moveOf(state),
      quantity,
      // One cause for both ends, so that the database itself lets a redemption end once only.
      cause: `redemption:${id}:settled:${good}`,
      byId,
    })),
  );
  await moveStock(moves, {}, tx);
}

async function movePoints(
  communityId: number,
  settled: readonly SettledRow[],
  state: Settled,
  byId: number | null,
  tx: Transaction,
): Promise<void> {
  const transfers = settled.map(({ id, personId, total }) => ({
    personId,
    move: moveOf(state),
    points: total,
    cause: `redemption:${id}:settled`,
    occurredOn: today(),
    bookedById: byId,
  }));
  await book(communityId, transfers, tx);
}
