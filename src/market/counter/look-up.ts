import { now } from '../../base/clock.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { endedCard, findPeople, holders, personByCard } from '../../people/index.ts';
import type { Actor, Holder } from '../../people/index.ts';
import { refuseClosed } from '../hours/opening.ts';
import { countedCode, findByCode } from '../pick-up-code.ts';
import { isOfOwnHousehold, mayServe } from '../policy.ts';
import { redemptionOf } from '../redemption.ts';
import type { Redemption } from '../redemption.ts';
import { refuseNotReady } from '../settlement.ts';

/**
 * Whose a code is, and which goods, before they are handed over; changes nothing but the count of
 * wrong codes. Refuses what `handOver` refuses.
 */
export function lookUp(actor: Actor, pickUpCode: string): Promise<Redemption> {
  return countedCode(actor, async () => {
    const redemption = await findByCode(actor, pickUpCode);
    refuseNotReady(redemption);
    permit(!isOfOwnHousehold(actor, redemption), 'own-household');
    await refuseClosed(redemption.communityId, now());
    return redemptionOf(redemption.id);
  });
}

/** What somebody at the counter is found to mean: people, or a reservation by its pick-up code. */
export type Found =
  | { readonly kind: 'people'; readonly people: readonly Holder[] }
  | { readonly kind: 'code'; readonly pickUpCode: string; readonly redemption: Redemption };

/** So many people are shown; more of them are told apart by more letters. */
export const FOUND_MAX = 20;
const PICK_UP_CODE = /^\d{10}$/;

/**
 * Finds what was scanned or typed: a card, a phone or card number, a name, its pinyin or initials,
 * and ten figures that are nobody's number as a pick-up code. Refuses `card-stopped` for a card that
 * stands no more, `nobody-at-counter`, and for a code what `lookUp` refuses.
 */
export async function findAtCounter(
  actor: Actor,
  communityId: number,
  typed: string,
): Promise<Found> {
  permit(mayServe(actor, communityId), 'serve');
  const people = await peopleMeant(communityId, typed);
  if (people.length > 0) return { kind: 'people', people };
  const pickUpCode = typed.replace(/[\s-]+/g, '');
  if (PICK_UP_CODE.test(pickUpCode)) {
    return { kind: 'code', pickUpCode, redemption: await lookUp(actor, pickUpCode) };
  }
  throw new Refusal('missing', 'nobody-at-counter', {}, 'q');
}

async function peopleMeant(communityId: number, typed: string): Promise<readonly Holder[]> {
  const byCard = await personByCard(communityId, typed);
  if (byCard) return holders(communityId, { person: [byCard.personId] });
  if (await endedCard(communityId, typed)) throw new Refusal('missing', 'card-stopped', {}, 'q');
  const ids = await findPeople(communityId, typed.replace(/-/g, ''), FOUND_MAX);
  return ids.length === 0 ? [] : holders(communityId, { person: ids });
}
