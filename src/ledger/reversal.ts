import sql from 'sql-template-tag';
import { today } from '../base/period.ts';
import { row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found, Refusal } from '../base/refusal.ts';
import { insertTransfers } from './book.ts';
import type { TransferRow } from './book.ts';

/** A transfer as it stands in the ledger. */
export interface Transfer {
  readonly id: number;
  readonly communityId: number;
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly kind: TransferRow['kind'];
  readonly cause: string;
  readonly occurredOn: string;
  readonly ruleVersionId: number | null;
  /** The person whose points moved. */
  readonly personId: number;
}

/** Refuses `no-transfer`. */
export async function transferById(id: number, tx?: Transaction): Promise<Transfer> {
  const one = await row<Transfer>(
    sql`SELECT t.id, t.community_id AS "communityId", t.from_account_id AS "from",
               t.to_account_id AS "to", t.points, t.kind, t.cause, t.occurred_on AS "occurredOn",
               t.rule_version_id AS "ruleVersionId", a.owner_id AS "personId"
          FROM transfers t
          JOIN accounts a ON a.id IN (t.from_account_id, t.to_account_id)
                         AND a.owner_kind = 'person'
         WHERE t.id = ${id} LIMIT 1`,
    tx,
  );
  return found(one, 'transfer');
}

/**
 * Undoes an award or a deduction by a transfer the other way, linked to it; answers its id.
 * It is booked today and counts today: the period of the mistake does not change.
 * Refuses `not-reversible` for other kinds, `reversed-already`, and `insufficient-points` when the
 * person has spent what was awarded by mistake.
 */
export async function reverse(
  transfer: Transfer,
  by: { readonly personId: number; readonly reason: string },
  tx: Transaction,
): Promise<number> {
  if (transfer.kind !== 'award' && transfer.kind !== 'deduction') {
    throw new Refusal('conflict', 'not-reversible');
  }
  const cause = `reversal:${transfer.id}`;
  const reversal: TransferRow = {
    communityId: transfer.communityId,
    from: transfer.to,
    to: transfer.from,
    points: transfer.points,
    kind: 'reversal',
    cause,
    reversesId: transfer.id,
    ruleVersionId: transfer.ruleVersionId ?? undefined,
    reason: by.reason,
    occurredOn: today(),
    bookedById: by.personId,
  };
  const already = await row(sql`SELECT id FROM transfers WHERE reverses_id = ${transfer.id}`, tx);
  if (already) throw new Refusal('conflict', 'reversed-already');
  const booked = await insertTransfers([reversal], tx);
  return booked.get(cause) as number;
}
