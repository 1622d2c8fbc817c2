import sql from 'sql-template-tag';
import { rows } from '../base/db.ts';

/** Something that does not add up. */
export interface Difference {
  /** What is wrong: `balance`, `earned`, `below-zero`, `reversal`. */
  readonly what: string;
  /** Where: `account:7`. */
  readonly subject: string;
  readonly stored: number;
  readonly computed: number;
}

/** Recomputes every balance from the transfers; answers what differs, nothing when all is well. */
export async function verifyLedger(): Promise<Difference[]> {
  const found = await Promise.all([wrongBalances(), wrongReversals(), crossings()]);
  return found.flat();
}

interface AccountSums {
  id: number;
  balance: number;
  earned: number;
  moved: number;
  gained: number;
}

// What every account took in less what it gave out; over all accounts that is 0 by construction of
// a transfer, so each cached balance is held against its own transfers.
async function wrongBalances(): Promise<Difference[]> {
  const found = await rows<AccountSums>(sql`
    SELECT a.id, a.balance, a.earned, COALESCE(m.moved, 0) AS moved,
           COALESCE(m.gained, 0) AS gained
      FROM accounts a LEFT JOIN (
        SELECT account_id, SUM(points) AS moved,
               SUM(CASE WHEN kind IN ('award', 'deduction', 'reversal') THEN points ELSE 0 END)
                 AS gained
          FROM (SELECT to_account_id AS account_id, points, kind FROM transfers
                UNION ALL
                SELECT from_account_id, -points, kind FROM transfers) AS ends
         GROUP BY account_id) AS m ON m.account_id = a.id
     WHERE a.kind IN ('available', 'held', 'score')
       AND (a.balance <> COALESCE(m.moved, 0) OR a.earned <> COALESCE(m.gained, 0)
            OR (a.balance < 0 AND a.kind <> 'score'))
     ORDER BY a.id`);
  return found.flatMap(({ id, balance, earned, moved, gained }) => {
    const subject = `account:${id}`;
    const differences: Difference[] = [];
    if (balance !== moved) {
      differences.push({ what: 'balance', subject, stored: balance, computed: moved });
    }
    if (earned !== gained) {
      differences.push({ what: 'earned', subject, stored: earned, computed: gained });
    }
    if (balance < 0)
      differences.push({ what: 'below-zero', subject, stored: balance, computed: 0 });
    return differences;
  });
}

/** A reversal moves the same points the other way. */
async function wrongReversals(): Promise<Difference[]> {
  const found = await rows<{ id: number; points: number; original: number }>(sql`
    SELECT r.id, r.points, o.points AS original
      FROM transfers r JOIN transfers o ON o.id = r.reverses_id
     WHERE r.points <> o.points OR r.from_account_id <> o.to_account_id
        OR r.to_account_id <> o.from_account_id ORDER BY r.id`);
  return found.map(({ id, points, original }) => ({
    what: 'reversal',
    subject: `transfer:${id}`,
    stored: points,
    computed: original,
  }));
}

/** Points never cross from one community to another. */
async function crossings(): Promise<Difference[]> {
  const found = await rows<{ id: number; communityId: number; other: number }>(sql`
    SELECT t.id, t.community_id AS "communityId", a.community_id AS other
      FROM transfers t JOIN accounts a ON a.id IN (t.from_account_id, t.to_account_id)
     WHERE a.community_id <> t.community_id ORDER BY t.id`);
  return found.map(({ id, communityId, other }) => ({
    what: 'community',
    subject: `transfer:${id}`,
    stored: communityId,
    computed: other,
  }));
}
