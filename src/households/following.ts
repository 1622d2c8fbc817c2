import sql from 'sql-template-tag';
import { inTransaction, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { today } from '../base/period.ts';
import { bookBetween, bookMoving, personPoints } from '../ledger/index.ts';
import type { Points } from '../ledger/index.ts';

/** An entry of a person: where they live now, and whose entry it became. */
interface Entry {
  readonly id: number;
  readonly communityId: number;
  readonly mergedIntoId: number | null;
}

/**
 * Brings available points to where their person is: from communities that they left, and from
 * entries that became another's. Nothing is earned or taken back by it. Some come late, by a
 * check-in that is approved after a move or a share that is returned: the job brings those.
 */
export async function followPerson(
  entry: Entry,
  byId: number | null,
  tx: Transaction,
): Promise<void> {
  for (const points of await personPoints(entry.id, tx)) {
    if (points.communityId !== entry.communityId) await bringOver(entry, points, byId, tx);
  }
  const { id, communityId, mergedIntoId } = entry;
  if (mergedIntoId === null) return;
  const here = (await personPoints(id, tx)).filter((one) => one.communityId === communityId);
  const moves = here.map((one) => ({
    ...{ fromPersonId: id, toPersonId: mergedIntoId, move: 'merging' as const },
    ...booked(one, byId),
  }));
  await bookBetween(communityId, moves, tx);
}

const bringOver = (
  { id, communityId }: Entry,
  points: Points,
  byId: number | null,
  tx: Transaction,
): Promise<void> =>
  bookMoving(
    {
      ...{ personId: id, fromCommunityId: points.communityId, toCommunityId: communityId },
      ...booked(points, byId),
    },
    tx,
  );

// The last transfer of the account makes the cause one of its kind: each bringing adds a transfer.
const booked = ({ accountId, points, lastId }: Points, byId: number | null) => ({
  points,
  cause: `following:${accountId}:${lastId}`,
  occurredOn: today(),
  bookedById: byId,
});

/** Brings along what came late; how many people it was for. Harmless twice and side by side. */
export async function followPeople(): Promise<number> {
  const late = await rows<Entry>(
    sql`SELECT p.id, p.community_id AS "communityId", p.merged_into_id AS "mergedIntoId"
          FROM persons p
         WHERE p.id IN (SELECT person_id FROM household_moves WHERE kind IN ('moved', 'merged'))
           AND EXISTS (SELECT 1 FROM accounts a
                        WHERE a.owner_kind = 'person' AND a.owner_id = p.id
                          AND a.kind = 'available' AND a.balance > 0
                          AND (a.community_id <> p.community_id OR p.merged_into_id IS NOT NULL))
         ORDER BY p.id`,
  );
  for (const one of late) await inTransaction((tx) => followPerson(one, null, tx));
  return late.length;
}
