import { inTransaction } from '../../src/base/db.ts';
import { today } from '../../src/base/period.ts';
import { balancesOf, book } from '../../src/ledger/index.ts';
import type { Move, NewTransfer } from '../../src/ledger/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { unique } from '../factories.ts';

const booking = new Map<number, Actor>();

/** Books one move of a person's points; the id of the transfer. */
export async function booked(
  person: Actor,
  move: Move,
  points: number,
  over: Partial<NewTransfer> = {},
): Promise<number> {
  booking.set(person.personId, person);
  const transfer = aTransfer(person, move, points, over);
  const ids = await inTransaction((tx) => book(person.communityId, [transfer], tx));
  return ids.get(transfer.cause) as number;
}

export const aTransfer = (
  person: Actor,
  move: Move,
  points: number,
  over: Partial<NewTransfer> = {},
): NewTransfer => ({
  personId: person.personId,
  move,
  points,
  cause: unique('test:'),
  occurredOn: today(),
  bookedById: null,
  ...over,
});

/**
 * Gives back what `booked` left held without a redemption: other files of the same process ask
 * whether the market and the ledger agree.
 */
export async function returnHeld(): Promise<void> {
  for (const person of booking.values()) {
    const { held } = await balancesOf(person.personId);
    if (held > 0) await booked(person, 'return', held);
  }
  booking.clear();
}
