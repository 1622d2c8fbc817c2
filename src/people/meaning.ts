import { found, Refusal } from '../base/refusal.ts';
import { holders, personByCard } from './cards/queries.ts';
import type { Holder } from './cards/queries.ts';
import { findPeople } from './search.ts';

const FOUND_MAX = 8;

/** Which residents a text may mean: by card first, then by phone, name and pinyin. */
export async function peopleMeant(communityId: number, q: string): Promise<Holder[]> {
  const holder = await personByCard(communityId, q);
  const ids = holder ? [holder.personId] : await findPeople(communityId, q, FOUND_MAX);
  return holders(communityId, { person: ids });
}

/** The one resident who is meant or chosen. Refuses `nobody-found`, `several-found`, `no-person`. */
export async function personMeant(
  communityId: number,
  { q = '', personId }: { readonly q?: string; readonly personId?: number },
): Promise<Holder> {
  if (personId !== undefined) {
    const [chosen] = await holders(communityId, { person: [personId] });
    return found(chosen, 'person');
  }
  const [one, ...others] = await peopleMeant(communityId, q);
  if (!one) throw new Refusal('invalid', 'nobody-found', {}, 'q');
  if (others.length > 0) throw new Refusal('invalid', 'several-found', {}, 'q');
  return one;
}
