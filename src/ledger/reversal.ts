import sql, { join } from 'sql-template-tag';
import { today } from '../base/period.ts';
import { row, rows } from '../base/db.ts';
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

const AT_ONCE = 2_000;

/**
 * Undoes many awards and deductions, each by a linked transfer: the ids of the reversals by those of
 * the originals. Refuses `reversed-already` when one of them was, and then undoes none.
 */
export async function reverseAll(
  ids: readonly number[],
  by: { readonly personId: number | null; readonly reason?: string | undefined },
  tx: Transaction,
): Promise<Map<number, number>> {
  const reversals = new Map<number, number>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = await originals(ids.slice(from, from + AT_ONCE), tx);
    const booked = await insertTransfers(
      some.map((one) => reversalOf(one, by)),
      tx,
    );
    for (const { id } of some) reversals.set(id, booked.get(`reversal:${id}`) as number);
  }
  return reversals;
}

type Original = Omit<Transfer, 'personId'>;

const originals = (ids: readonly number[], tx: Transaction): Promise<Original[]> =>
  rows<Original>(
    sql`SELECT id, community_id AS "communityId", from_account_id AS "from",
               to_account_id AS "to", points, kind, cause, occurred_on AS "occurredOn",
               rule_version_id AS "ruleVersionId"
          FROM transfers WHERE id IN (${join([...ids])}) ORDER BY id`,
    tx,
  );

const reversalOf = (
  one: Original,
  by: { readonly personId: number | null; readonly reason?: string | undefined },
): TransferRow => ({
  communityId: one.communityId,
  from: one.to,
  to: one.from,
  points: one.points,
  kind: 'reversal',
  cause: `reversal:${one.id}`,
  reversesId: one.id,
  ruleVersionId: one.ruleVersionId ?? undefined,
  occurredOn: today(),
  reason: by.reason,
  bookedById: by.personId,
});
