import type { Transaction } from '../base/db.ts';
import { personAccounts } from './accounts.ts';
import type { PersonAccounts } from './accounts.ts';
import { insertTransfers } from './book.ts';
import type { NewTransfer } from './book.ts';

/**
 * Why available points move from one person to another: pooling (a household spends together),
 * unpooling (what was not spent goes back), merging (two entries of one person become one).
 */
export type Between = 'pooling' | 'unpooling' | 'merging';

/** One move of points between two people of a community: of available ones, unless held is said. */
export interface NewBetween extends Omit<NewTransfer, 'move' | 'personId'> {
  readonly fromPersonId: number;
  readonly toPersonId: number;
  readonly move: Between;
  readonly account?: keyof PersonAccounts;
}

/**
 * Books moves between people of one community, all in one statement; the ids by cause. What either
 * has earned stays as it is. Refuses `insufficient-points` and `booked-already` as `book` does.
 */
export async function bookBetween(
  communityId: number,
  moves: readonly NewBetween[],
  tx: Transaction,
): Promise<Map<string, number>> {
  if (moves.length === 0) return new Map();
  const ids = moves.flatMap(({ fromPersonId, toPersonId }) => [fromPersonId, toPersonId]);
  const accounts = await personAccounts(communityId, ids, tx);
  const of = (id: number, kind: keyof PersonAccounts): number =>
    (accounts.get(id) as PersonAccounts)[kind];
  return insertTransfers(
    moves.map(({ fromPersonId, toPersonId, move, account = 'available', ...rest }) => ({
      ...rest,
      communityId,
      from: of(fromPersonId, account),
      to: of(toPersonId, account),
      kind: move,
    })),
    tx,
  );
}
