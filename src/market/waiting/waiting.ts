import sql, { join } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { goodById } from '../good.ts';
import { mayReserve } from '../policy.ts';

/**
 * Puts the actor on the waiting list of a good that is sold out; twice is harmless.
 * Refuses `reserve`, `no-good`, `not-on-shelf`, `not-sold-out`.
 */
export const waitForGood = (
  actor: Actor,
  goodId: number,
  command: Command,
): Promise<{ good: number; waits: boolean }> =>
  once(command, 'wait-for-good', { goodId }, async (tx) => {
    const { communityId, personId } = actor;
    permit(mayReserve(actor, communityId), 'reserve');
    const good = await goodById(goodId, tx);
    found(good.communityId === communityId ? good : null, 'good');
    if (!good.onShelf) throw new Refusal('conflict', 'not-on-shelf', { name: good.name });
    if (good.stock !== 0) throw new Refusal('conflict', 'not-sold-out', { name: good.name });
    await change(
      sql`INSERT INTO good_waits (community_id, good_id, person_id, asked_at)
          VALUES (${communityId}, ${goodId}, ${personId}, ${now()}) ON CONFLICT DO NOTHING`,
      tx,
    );
    return { good: goodId, waits: true };
  });

/** Takes the actor off the waiting list of a good; harmless when they are not on it. */
export const waitNoMore = (
  actor: Actor,
  goodId: number,
  command: Command,
): Promise<{ good: number; waits: boolean }> =>
  once(command, 'wait-no-more', { goodId }, async (tx) => {
    await change(
      sql`UPDATE good_waits SET ended_at = ${now()}
           WHERE good_id = ${goodId} AND person_id = ${actor.personId} AND ended_at IS NULL`,
      tx,
    );
    return { good: goodId, waits: false };
  });

/** Takes people off every waiting list of a community that they leave. */
export const waitNowhere = (
  communityId: number,
  personIds: readonly number[],
  tx: Transaction,
): Promise<number> =>
  change(
    sql`UPDATE good_waits SET ended_at = ${now()}
         WHERE community_id = ${communityId} AND person_id IN (${join([...personIds])})
           AND ended_at IS NULL`,
    tx,
  );

/** Lets one entry of a person wait in the other's place, where the other does not wait already. */
export async function handOnWaits(
  communityId: number,
  { from, to }: { readonly from: number; readonly to: number },
  tx: Transaction,
): Promise<void> {
  await change(
    sql`UPDATE good_waits SET person_id = ${to}
         WHERE community_id = ${communityId} AND person_id = ${from} AND ended_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM good_waits o
                            WHERE o.good_id = good_waits.good_id AND o.person_id = ${to}
                              AND o.ended_at IS NULL)`,
    tx,
  );
  await waitNowhere(communityId, [from], tx);
}

/** Whether a person waits for a good, and how many do. */
export async function waitsFor(
  goodId: number,
  personId: number | null,
): Promise<{ waits: boolean; waiting: number }> {
  const counted = await row<{ own: number; waiting: number }>(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS waiting,
               CAST(COALESCE(SUM(CASE WHEN person_id = ${personId ?? 0} THEN 1 ELSE 0 END), 0)
                 AS INTEGER) AS own
          FROM good_waits WHERE good_id = ${goodId} AND ended_at IS NULL`,
  );
  return { waits: (counted?.own ?? 0) > 0, waiting: counted?.waiting ?? 0 };
}
