import sql from 'sql-template-tag';
import type { Instant } from '../base/clock.ts';
import { rows } from '../base/db.ts';
import type { Span } from '../base/period.ts';
import { bookedColumns } from './booked.ts';
import type { BookedTransfer } from './booked.ts';

/** What an account holds: see `accounts.ts`. */
export type AccountKind =
  'available' | 'held' | 'score' | 'issuance' | 'assessment' | 'redeemed' | 'expired';

/** An account and whose it is. */
export interface LedgerAccount {
  readonly id: number;
  readonly ownerKind: 'person' | 'community';
  readonly ownerId: number;
  readonly kind: AccountKind;
}

/** The accounts of a tenant, in order of id. */
export const accountsOf = (communityId: number): Promise<LedgerAccount[]> =>
  rows<LedgerAccount>(
    sql`SELECT id, owner_kind AS "ownerKind", owner_id AS "ownerId", kind FROM accounts
         WHERE community_id = ${communityId} ORDER BY id`,
  );

/** What each account of a tenant had at a moment, by the transfers alone; those with any. */
export async function balancesAt(
  communityId: number,
  moment: Instant,
): Promise<Map<number, number>> {
  const sums = await rows<{ id: number; points: number }>(
    sql`SELECT account_id AS id, CAST(SUM(points) AS INTEGER) AS points
          FROM (SELECT to_account_id AS account_id, points FROM transfers
                 WHERE community_id = ${communityId} AND booked_at < ${moment}
                UNION ALL
                SELECT from_account_id, -points FROM transfers
                 WHERE community_id = ${communityId} AND booked_at < ${moment}) AS ends
         GROUP BY account_id ORDER BY account_id`,
  );
  return new Map(sums.map(({ id, points }) => [id, points]));
}

/** At most `limit` transfers of a span after one of them, in order of id. */
export const transfersAfter = (
  communityId: number,
  span: Span,
  after: number,
  limit: number,
): Promise<BookedTransfer[]> =>
  rows<BookedTransfer>(
    sql`SELECT ${bookedColumns} FROM transfers t
         WHERE t.community_id = ${communityId} AND t.id > ${after}
           AND t.booked_at >= ${span.from} AND t.booked_at < ${span.to}
         ORDER BY t.id LIMIT ${limit}`,
  );
