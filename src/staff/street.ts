import { found } from '../base/refusal.ts';
import { streets } from '../people/index.ts';
import type { Actor } from '../people/index.ts';

/**
 * The street office whose pages are shown to the actor: their own, or, for who holds a role
 * everywhere, the first one founded. Refuses `no-street`.
 */
export async function streetOf(actor: Actor): Promise<number> {
  if (actor.community.kind === 'street') return actor.communityId;
  const isEverywhere = actor.grants.some(({ communityId }) => communityId === null);
  const [first] = isEverywhere ? await streets() : [];
  return found(first, 'street').id;
}
