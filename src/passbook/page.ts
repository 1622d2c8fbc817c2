import { hasAnyRole, peopleMeant, searchForm } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { page } from '../web/route.ts';
import type { Answer } from '../web/route.ts';
import { ownerOf, pagesOf, passbookOf } from './queries.ts';

/** Where somebody's passbook is: one's own has an address without a number. */
export const placeOf = (actor: Actor, personId: number): string =>
  actor.personId === personId ? '/me/passbook' : `/people/${personId}/passbook`;

/** To find whose passbook lies on the counter. */
export async function passbooksPage(actor: Actor, typed = ''): Promise<Answer> {
  const people = typed === '' ? [] : await peopleMeant(actor.communityId, typed);
  return page('passbook/index', { items: people }, { form: searchForm, only: { typed } });
}

/** How far it is printed, and what was printed. */
export async function passbookPage(actor: Actor, personId: number): Promise<Answer> {
  const passbook = await passbookOf(actor, personId);
  const finds = hasAnyRole(actor, ['manager', 'shopkeeper'], actor.communityId);
  const isOwn = actor.personId === personId;
  const only = { isOwn, finds: finds && !isOwn, place: placeOf(actor, personId) };
  return page('passbook/show', { passbook }, { only });
}

const LAST_PAGE = 100_000;

/** Pages on paper, each a sheet of A4. */
export async function printPage(
  actor: Actor,
  personId: number,
  { from = 1, to = LAST_PAGE }: { readonly from?: number; readonly to?: number },
): Promise<Answer> {
  const { name, communityName, cardNumber } = await ownerOf(actor, personId);
  const pages = await pagesOf(personId, from, to);
  const cardEnd = cardNumber?.slice(-4) ?? null;
  const only = { place: placeOf(actor, personId), name, communityName, cardEnd };
  return page('passbook/print', { pages }, { only });
}
