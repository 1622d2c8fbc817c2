import sql, { join } from 'sql-template-tag';
import { lockRows, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { communityAccounts, personAccounts } from './accounts.ts';
import type { PersonAccounts } from './accounts.ts';
import { insertTransfers } from './book.ts';
import type { NewTransfer, TransferRow } from './book.ts';

/**
 * How points go along with somebody who moves: no transfer crosses from one community to another, so
 * one gives them back to where they were issued, and one issues as many where the person lives now.
 */
export type Moving = 'moving-out' | 'moving-in';

/** Points of a person that go along to another community. */
export interface NewMoving extends Omit<NewTransfer, 'move' | 'cause'> {
  readonly fromCommunityId: number;
  readonly toCommunityId: number;
  /** What it is for, once; each of the two transfers adds its end. */
  readonly cause: string;
}

/**
 * Books the two transfers; they are neither earned nor taken back. Refuses `insufficient-points` and
 * `booked-already` as `book` does.
 */
export async function bookMoving(move: NewMoving, tx: Transaction): Promise<void> {
  await insertTransfers(await pairOf(move, tx), tx);
}

async function pairOf(
  { fromCommunityId, toCommunityId, personId, cause, ...rest }: NewMoving,
  tx: Transaction,
): Promise<TransferRow[]> {
  const [left, entered] = [fromCommunityId, toCommunityId];
  const available = async (communityId: number): Promise<number> => {
    const accounts = await personAccounts(communityId, [personId], tx);
    return (accounts.get(personId) as PersonAccounts).available;
  };
  const issuance = async (communityId: number): Promise<number> =>
    (await communityAccounts(communityId, tx)).issuance;
  return [
    {
      ...{ ...rest, communityId: left, kind: 'moving-out', cause: `${cause}:out` },
      ...{ from: await available(left), to: await issuance(left) },
    },
    {
      ...{ ...rest, communityId: entered, kind: 'moving-in', cause: `${cause}:in` },
      ...{ from: await issuance(entered), to: await available(entered) },
    },
  ];
}

/** Available points of a person in one community. */
export interface Points {
  readonly communityId: number;
  readonly accountId: number;
  readonly points: number;
  /** The last transfer that moved them. */
  readonly lastId: number;
}

/** Where a person has available points; the accounts are held, so that nobody spends them meanwhile. */
export async function personPoints(personId: number, tx: Transaction): Promise<Points[]> {
  const accounts = await rows<{ id: number }>(
    sql`SELECT id FROM accounts
         WHERE owner_kind = 'person' AND owner_id = ${personId} AND kind = 'available'`,
    tx,
  );
  const ids = accounts.map(({ id }) => id);
  if (ids.length === 0) return [];
  await lockRows('accounts', ids, tx);
  return rows<Points>(
    sql`SELECT a.community_id AS "communityId", a.id AS "accountId", a.balance AS points,
               (SELECT MAX(id) FROM (
                  SELECT MAX(id) AS id FROM transfers WHERE to_account_id = a.id
                  UNION ALL SELECT MAX(id) FROM transfers WHERE from_account_id = a.id
                ) AS last) AS "lastId"
          FROM accounts a WHERE a.id IN (${join(ids)}) AND a.balance > 0 ORDER BY a.id`,
    tx,
  );
}
