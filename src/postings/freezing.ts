import sql, { bulk } from 'sql-template-tag';
import { change, row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { isWeek } from '../base/period.ts';
import type { BookedTransfer } from '../ledger/index.ts';
import { digestOf } from './content.ts';
import type { Line, Sealed } from './content.ts';
import { weekNumberOf, yearOf } from './number.ts';

/**
 * Puts a posting into the tables for good, with its lines and the digest over it and its transfers.
 * Null when somebody else has posted the same, or has followed the same posting, just before.
 */
export async function freeze(
  sealed: Sealed,
  transfers: readonly BookedTransfer[],
  tx: Transaction,
): Promise<number | null> {
  const id = await insertPosting(sealed, digestOf(sealed, transfers), tx);
  if (id !== null) await insertLines(id, sealed.lines, tx);
  return id;
}

async function insertPosting(
  posting: Sealed,
  digest: string,
  tx: Transaction,
): Promise<number | null> {
  const { period } = posting;
  const made = await row<{ id: number }>(
    sql`INSERT INTO postings (community_id, kind, period, year, week, number, opens_on, closes_on,
          frozen_at, issued, redeemed, outstanding, digest, previous_digest)
        VALUES (${posting.communityId}, ${posting.kind}, ${period}, ${yearOf(period)},
          ${isWeek(period) ? weekNumberOf(period) : 0}, ${posting.number},
          ${posting.opensOn}, ${posting.closesOn}, ${posting.frozenAt}, ${posting.totals.issued},
          ${posting.totals.redeemed}, ${posting.totals.outstanding}, ${digest},
          ${posting.previousDigest})
        ON CONFLICT DO NOTHING RETURNING id`,
    tx,
  );
  return made?.id ?? null;
}

/** So many lines go into one statement; SQLite takes 32,766 values. */
const LINES_AT_ONCE = 2_000;

async function insertLines(id: number, lines: readonly Line[], tx: Transaction): Promise<void> {
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    const some = lines.slice(from, from + LINES_AT_ONCE);
    await change(
      sql`INSERT INTO posting_lines
            (posting_id, person_id, earned, deducted, net, actions, minutes, details)
          VALUES ${bulk(
            some.map((one) => [
              id,
              one.personId,
              one.earned,
              one.deducted,
              one.net,
              one.actions,
              one.minutes,
              one.details ? JSON.stringify(one.details) : null,
            ]),
          )}`,
      tx,
    );
  }
}
