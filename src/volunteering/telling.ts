import { tell } from '../messages/index.ts';
import type { NewMessage } from '../messages/index.ts';
import type { Transaction } from '../base/db.ts';
import type { CheckInRow } from './models.ts';

/**
 * Tells people that their check-ins were approved, one or five hundred at once. What somebody else
 * entered leads to its transfer, where they may say that it was not them.
 */
export const tellApproved = (
  approved: readonly CheckInRow[],
  transfers: ReadonlyMap<string, number>,
  tx: Transaction,
): Promise<void> =>
  tell(
    approved.map((one) => approvedMessage(one, transfers.get(`check-in:${one.id}`))),
    tx,
  );

function approvedMessage(one: CheckInRow, transferId: number | undefined): NewMessage {
  const { communityId, personId, enteredById } = one;
  const facts = { rule: one.rule.name, points: one.points ?? 0 };
  const to = { communityId, personId, facts };
  if (transferId === undefined) {
    return { ...to, kind: 'check-in-capped', href: `/check-ins/${one.id}` };
  }
  return enteredById === personId
    ? { ...to, kind: 'check-in-approved', href: `/check-ins/${one.id}` }
    : { ...to, kind: 'points-entered', href: `/transfers/${transferId}` };
}

/**
 * Tells a person that their check-in was rejected or returned, and why; who entered it for them is
 * told as well, for it is they who can send it again.
 */
export const tellRefused = (
  { id, communityId, personId, enteredById, rule }: CheckInRow,
  state: 'rejected' | 'returned',
  reason: string,
  tx: Transaction,
): Promise<void> => {
  const message = {
    communityId,
    kind: `check-in-${state}`,
    facts: { rule: rule.name, reason },
    href: `/check-ins/${id}`,
  };
  return tell(
    [...new Set([personId, enteredById])].map((one) => ({ ...message, personId: one })),
    tx,
  );
};
