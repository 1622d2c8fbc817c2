import sql, { join } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { tell } from '../../messages/index.ts';

/**
 * Ends the deliveries of reservations that ended otherwise, at the counter or by being cancelled,
 * and erases their addresses; a helper who was on the way is told.
 */
export async function withdrawDeliveries(
  communityId: number,
  redemptionIds: readonly number[],
  byId: number | null,
  tx: Transaction,
): Promise<void> {
  const ended = await rows<{ id: number; helperId: number | null }>(
    sql`UPDATE deliveries SET state = 'withdrawn', address = NULL, ended_at = ${now()},
               ended_by_id = ${byId}
         WHERE redemption_id IN (${join([...redemptionIds])})
           AND state IN ('asked', 'assigned', 'stated') RETURNING id, helper_id AS "helperId"`,
    tx,
  );
  await tell(
    ended.flatMap(({ id, helperId }) =>
      helperId === null || helperId === byId
        ? []
        : {
            communityId,
            personId: helperId,
            kind: 'delivery-withdrawn',
            href: `/deliveries/${id}`,
          },
    ),
    tx,
  );
}

/** Gives what helpers who leave a community were to bring back to the shop, to be given to others. */
export const leaveRounds = (
  communityId: number,
  helperIds: readonly number[],
  tx: Transaction,
): Promise<number> =>
  change(
    sql`UPDATE deliveries SET state = 'asked', helper_id = NULL
         WHERE community_id = ${communityId} AND helper_id IN (${join([...helperIds])})
           AND state = 'assigned'`,
    tx,
  );

/** Lets what one entry of a helper was to bring be brought by the other. */
export const handOnRound = (
  communityId: number,
  { from, to }: { readonly from: number; readonly to: number },
  tx: Transaction,
): Promise<number> =>
  change(
    sql`UPDATE deliveries SET helper_id = ${to}
         WHERE community_id = ${communityId} AND helper_id = ${from}
           AND state IN ('assigned', 'stated')`,
    tx,
  );
