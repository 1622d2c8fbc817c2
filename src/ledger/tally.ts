import sql from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Span } from '../base/period.ts';

/** What moved for one person in a span of time. */
export interface PersonTally {
  readonly personId: number;
  readonly earned: number;
  readonly deducted: number;
}

/** What moved in a community in a span of time, and what was outstanding at its end. */
export interface CommunityTally {
  readonly issued: number;
  readonly redeemed: number;
  /** Points that people hold and may still spend, at the end of the span. */
  readonly outstanding: number;
}

/** Points awarded and taken back, by person, from what was booked in the span. */
export function tallyPeople(
  communityId: number,
  span: Span,
  tx?: Transaction,
): Promise<PersonTally[]> {
  return rows<PersonTally>(
    sql`SELECT a.owner_id AS "personId", s.earned, s.deducted FROM (
          SELECT account_id, SUM(earned) AS earned, SUM(deducted) AS deducted FROM (
            SELECT to_account_id AS account_id, points AS earned, 0 AS deducted FROM transfers
             WHERE community_id = ${communityId} AND booked_at >= ${span.from}
               AND booked_at < ${span.to} AND kind IN ('award', 'deduction', 'reversal')
            UNION ALL
            SELECT from_account_id, 0, points FROM transfers
             WHERE community_id = ${communityId} AND booked_at >= ${span.from}
               AND booked_at < ${span.to} AND kind IN ('award', 'deduction', 'reversal')
          ) AS moves GROUP BY account_id) AS s
        JOIN accounts a ON a.id = s.account_id AND a.owner_kind = 'person'
        ORDER BY a.owner_id`,
    tx,
  );
}

interface Moved {
  issued: number;
  redeemed: number;
}

/** Issued and redeemed in the span; outstanding from the cached balances less what came after. */
export async function tallyCommunity(
  communityId: number,
  span: Span,
  tx?: Transaction,
): Promise<CommunityTally> {
  const within = await moved(communityId, span.from, span.to, tx);
  const after = await moved(communityId, span.to, null, tx);
  const sums = await row<{ balance: number }>(
    sql`SELECT COALESCE(SUM(balance), 0) AS balance FROM accounts
         WHERE community_id = ${communityId} AND kind IN ('available', 'held')`,
    tx,
  );
  const outstanding = (sums?.balance ?? 0) - after.issued + after.redeemed;
  return { issued: within.issued, redeemed: within.redeemed, outstanding };
}

async function moved(
  communityId: number,
  from: string,
  to: string | null,
  tx: Transaction | undefined,
): Promise<Moved> {
  const until = to === null ? sql`` : sql`AND t.booked_at < ${to}`;
  const sums = await row<Moved>(
    sql`SELECT COALESCE(SUM(CASE WHEN f.kind = 'issuance' THEN t.points
                                 WHEN g.kind = 'issuance' THEN -t.points ELSE 0 END), 0) AS issued,
               COALESCE(SUM(CASE WHEN g.kind = 'redeemed' THEN t.points ELSE 0 END), 0) AS redeemed
          FROM transfers t
          JOIN accounts f ON f.id = t.from_account_id
          JOIN accounts g ON g.id = t.to_account_id
         WHERE t.community_id = ${communityId} AND t.booked_at >= ${from} ${until}`,
    tx,
  );
  return sums ?? { issued: 0, redeemed: 0 };
}

/** Points that people of the community hold now. */
export async function outstandingPoints(communityId: number): Promise<number> {
  const sums = await row<{ balance: number }>(
    sql`SELECT COALESCE(SUM(balance), 0) AS balance FROM accounts
         WHERE community_id = ${communityId} AND kind IN ('available', 'held')`,
  );
  return sums?.balance ?? 0;
}
