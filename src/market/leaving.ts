import sql, { join } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { change, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { today } from '../base/period.ts';
import { Refusal } from '../base/refusal.ts';
import { bookBetween } from '../ledger/index.ts';
import { lockPurses } from './pooling.ts';
import { cancelAll } from './settlement.ts';

interface Open {
  readonly id: number;
  readonly personId: number;
  readonly total: number;
  readonly goods: string;
}

const openOf = (
  communityId: number,
  personIds: readonly number[],
  tx: Transaction,
): Promise<Open[]> =>
  rows<Open>(
    sql`SELECT r.id, r.person_id AS "personId", r.total,
               (SELECT MIN(l.name) FROM redemption_lines l WHERE l.redemption_id = r.id) AS goods
          FROM redemptions r
         WHERE r.community_id = ${communityId} AND r.person_id IN (${join([...personIds])})
           AND r.state = 'reserved' ORDER BY r.id`,
    tx,
  );

/**
 * What becomes of the market when people leave a community: their open reservations are given back
 * if that is asked for, their baskets are emptied, they wait for no goods there. Refuses `reservations-open`, which names the first
 * of them.
 */
export async function leaveMarket(
  communityId: number,
  personIds: readonly number[],
  { cancel, byId }: { readonly cancel: boolean; readonly byId: number },
  tx: Transaction,
): Promise<void> {
  await lockPurses(communityId, personIds, tx);
  const open = await openOf(communityId, personIds, tx);
  const [first] = open;
  if (first && !cancel) {
    throw new Refusal(
      'conflict',
      'reservations-open',
      { count: open.length, id: first.id, goods: first.goods },
      'cancel',
    );
  }
  if (open.length > 0) await cancelAll(communityId, open, byId, tx);
  await emptyBaskets(personIds, tx);
  await endWaits(personIds, tx);
}

/**
 * Lets what one entry of a person has reserved be the other's: under the same code, at the same
 * price. The held points go along, each redemption's by a transfer of its own.
 */
export async function handOnReservations(
  communityId: number,
  { from, to, byId }: { readonly from: number; readonly to: number; readonly byId: number },
  tx: Transaction,
): Promise<void> {
  await lockPurses(communityId, [from, to], tx);
  const open = await openOf(communityId, [from], tx);
  await change(
    sql`UPDATE redemptions SET person_id = ${to} WHERE person_id = ${from} AND state = 'reserved'`,
    tx,
  );
  const moves = open.map(({ id, total }) => ({
    ...{ fromPersonId: from, toPersonId: to, move: 'merging' as const, account: 'held' as const },
    ...{ points: total, cause: `redemption:${id}:handed-on:${from}`, occurredOn: today() },
    bookedById: byId,
  }));
  await bookBetween(communityId, moves, tx);
  await emptyBaskets([from], tx);
  await change(
    sql`UPDATE good_waits SET person_id = ${to}
         WHERE person_id = ${from} AND ended_at IS NULL
           AND good_id NOT IN (SELECT good_id FROM good_waits
                                WHERE person_id = ${to} AND ended_at IS NULL)`,
    tx,
  );
  await endWaits([from], tx);
  await change(
    sql`UPDATE deliveries SET helper_id = ${to}
         WHERE helper_id = ${from} AND state IN ('asked', 'assigned', 'stated')`,
    tx,
  );
}

/** Nobody is told of goods that they cannot have. */
const endWaits = (personIds: readonly number[], tx: Transaction): Promise<number> =>
  change(
    sql`UPDATE good_waits SET ended_at = ${now()}
         WHERE person_id IN (${join([...personIds])}) AND ended_at IS NULL`,
    tx,
  );

const emptyBaskets = (personIds: readonly number[], tx: Transaction): Promise<number> =>
  change(sql`DELETE FROM basket_lines WHERE person_id IN (${join([...personIds])})`, tx);
