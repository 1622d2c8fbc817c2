import sql from 'sql-template-tag';
import { rows } from '../base/db.ts';
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
 * Books the two transfers of each; they are neither earned nor taken back. Refuses
 * `insufficient-points` and `booked-already` as `book` does.
 */
export async function bookMoving(moves: readonly NewMoving[], tx: Transaction): Promise<void> {
  const pairs: TransferRow[] = [];
  for (const move of moves) pairs.push(...(await pairOf(move, tx)));
  await insertTransfers(pairs, tx);
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

/** Available points of a person that lie in another community than the one asked for. */
export interface Stray {
  readonly communityId: number;
  readonly accountId: number;
  readonly points: number;
}

/** What a person has in other communities than this one, in order of account. */
export const strayPoints = (
  personId: number,
  communityId: number,
  tx: Transaction,
): Promise<Stray[]> =>
  rows<Stray>(
    sql`SELECT community_id AS "communityId", id AS "accountId", balance AS points FROM accounts
         WHERE owner_kind = 'person' AND owner_id = ${personId} AND kind = 'available'
           AND community_id <> ${communityId} AND balance > 0 ORDER BY id`,
    tx,
  );
