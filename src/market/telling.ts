import sql from 'sql-template-tag';
import { fromNow, now } from '../base/clock.ts';
import { inTransaction, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { tell } from '../messages/index.ts';
import { communities } from '../people/index.ts';
import type { RedemptionState } from './redemption.ts';

/** A reservation, as far as its person is told of it. */
interface Told {
  readonly id: number;
  readonly personId: number;
}

const DAY_MS = 24 * 3600_000;
const BATCH = 200;

/** Tells people of redemptions that ended without them: by time, or by somebody else. */
export async function tellEnded(
  communityId: number,
  ended: readonly Told[],
  { state, byId }: { readonly state: RedemptionState; readonly byId: number | null },
  tx: Transaction,
): Promise<void> {
  if (state !== 'expired' && state !== 'cancelled' && state !== 'returned') return;
  const others = ended.filter(({ personId }) => personId !== byId);
  await tellEach(
    communityId,
    others,
    state === 'returned' ? 'hand-over-undone' : `reservation-${state}`,
    tx,
  );
}

/** Tells a person of what was handed over in their name without a reservation. */
export const tellHandedOver = (
  { communityId, personId, id }: Told & { readonly communityId: number },
  tx: Transaction,
): Promise<void> => tellEach(communityId, [{ id, personId }], 'handed-over-at-counter', tx);

/** Tells a person that what they reserved lies packed. */
export const tellReady = (
  { communityId, personId, id }: Told & { readonly communityId: number },
  tx: Transaction,
): Promise<void> => tellEach(communityId, [{ id, personId }], 'reservation-ready', tx);

/** Reminds people once of reservations that expire within a day; how many. Harmless side by side. */
export async function remindOfExpiry(): Promise<number> {
  let reminded = 0;
  for (const { id } of await communities()) {
    for (;;) {
      const some = await inTransaction((tx) => remindSome(id, tx));
      reminded += some;
      if (some < BATCH) break;
    }
  }
  return reminded;
}

async function remindSome(communityId: number, tx: Transaction): Promise<number> {
  const due = await rows<Told>(
    sql`UPDATE redemptions SET reminded_at = ${now()}
         WHERE id IN (SELECT id FROM redemptions
                       WHERE community_id = ${communityId} AND state = 'reserved'
                         AND expires_at > ${now()} AND expires_at <= ${fromNow(DAY_MS)}
                         AND reminded_at IS NULL ORDER BY expires_at, id LIMIT ${BATCH})
           AND state = 'reserved' AND reminded_at IS NULL
        RETURNING id, person_id AS "personId"`,
    tx,
  );
  await tellEach(communityId, due, 'reservation-expiring', tx);
  return due.length;
}

const tellEach = (
  communityId: number,
  reservations: readonly Told[],
  kind: string,
  tx: Transaction,
): Promise<void> =>
  tell(
    reservations.map(({ id, personId }) => ({
      communityId,
      personId,
      kind,
      href: `/redemptions/${id}`,
    })),
    tx,
  );
