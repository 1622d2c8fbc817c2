import { found, permit, Refusal } from '../../base/refusal.ts';
import { personById } from '../../people/index.ts';
import type { Actor, PersonFacts } from '../../people/index.ts';
import { isOfOwnHousehold, mayServe } from '../policy.ts';

/**
 * An active resident of a community whom the actor may serve, also by an entry that became theirs;
 * others are not there (`no-person`).
 * Refuses `own-household`: nobody hands goods over to themselves or to those they live with.
 */
export async function customerOf(actor: Actor, personId: number): Promise<PersonFacts> {
  const entry = found(await personById(personId), 'person');
  const { mergedIntoId } = entry;
  const person = mergedIntoId === null ? entry : found(await personById(mergedIntoId), 'person');
  const { communityId, householdId, active, grants } = person;
  const lives = grants.some(
    (one) =>
      one.role === 'resident' && (one.communityId === communityId || one.communityId === null),
  );
  if (!mayServe(actor, communityId) || !active || !lives) throw new Refusal('missing', 'no-person');
  permit(!isOfOwnHousehold(actor, { personId: person.id, householdId }), 'own-household');
  return person;
}
