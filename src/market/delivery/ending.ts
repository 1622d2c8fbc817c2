import sql, { join } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { rows } from '../../base/db.ts';
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
