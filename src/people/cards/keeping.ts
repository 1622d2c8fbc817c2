import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { Refusal } from '../../base/refusal.ts';
import { newCardNumber } from './number.ts';

/** Why a card stands no more. */
export type CardEnd = 'lost' | 'replaced' | 'returned';

/** Whom a card is for, and who gives it; null for the system. */
export interface CardGift {
  readonly communityId: number;
  readonly personId: number;
  readonly byId: number | null;
}

// The chance that so many numbers in a row are taken is none.
const TRIES = 10;

/** Gives a card with a new number to somebody who has none; the person's row is held. */
export async function giveCard(gift: CardGift, tx: Transaction): Promise<string> {
  for (let n = 0; n < TRIES; n += 1) {
    const number = newCardNumber();
    if (await insertCard(gift, number, tx)) {
      await setNumber(gift.personId, number, tx);
      return number;
    }
  }
  throw new Error('no card number is free');
}

/** Puts a card with this number into the table; false when the number was ever given out. */
async function insertCard(gift: CardGift, number: string, tx: Transaction): Promise<boolean> {
  const made = await change(
    sql`INSERT INTO cards (community_id, person_id, number, issued_at, issued_by_id)
        VALUES (${gift.communityId}, ${gift.personId}, ${number}, ${now()}, ${gift.byId})
        ON CONFLICT (number) DO NOTHING`,
    tx,
  );
  return made > 0;
}

/** Puts down the number of a card that somebody brought. Refuses `card-taken`. */
export async function enterCard(gift: CardGift, number: string, tx: Transaction): Promise<void> {
  if (await insertCard(gift, number, tx)) return;
  throw new Refusal('conflict', 'card-taken', {}, 'cardNumber');
}

/** Ends the card that stands; false when there is none. From then on nobody is found by it. */
export async function endCard(
  { personId, byId }: Omit<CardGift, 'communityId'>,
  because: CardEnd,
  tx: Transaction,
): Promise<boolean> {
  const ended = await change(
    sql`UPDATE cards SET ended_at = ${now()}, ended_by_id = ${byId}, ended_because = ${because}
         WHERE person_id = ${personId} AND ended_at IS NULL`,
    tx,
  );
  await setNumber(personId, null, tx);
  return ended > 0;
}

/** Makes the number of a form the one that stands; none ends the card. Refuses `card-taken`. */
export async function keepCardNumber(
  gift: CardGift,
  number: string | null,
  tx: Transaction,
): Promise<void> {
  const current = await row<{ number: string }>(
    sql`SELECT number FROM cards WHERE person_id = ${gift.personId} AND ended_at IS NULL`,
    tx,
  );
  if ((current?.number ?? null) === number) return;
  await endCard(gift, number === null ? 'returned' : 'replaced', tx);
  if (number === null) return;
  await enterCard(gift, number, tx);
  await setNumber(gift.personId, number, tx);
}

/** Nothing of a person who is erased stays on their cards. */
export async function forgetCards(personId: number, tx: Transaction): Promise<void> {
  await endCard({ personId, byId: null }, 'returned', tx);
  await change(
    sql`UPDATE cards SET number = 'erased:' || CAST(id AS TEXT) WHERE person_id = ${personId}`,
    tx,
  );
}

const setNumber = (personId: number, number: string | null, tx: Transaction): Promise<number> =>
  change(sql`UPDATE persons SET card_number = ${number} WHERE id = ${personId}`, tx);
