import { found, permit, Refusal } from '../../base/refusal.ts';
import { personById } from '../../people/index.ts';
import type { Actor, PersonFacts } from '../../people/index.ts';
import { isOfOwnHousehold, mayServe } from '../policy.ts';

/**
 * An active resident of a community whom the actor may serve; others are not there (`no-person`).
 * Refuses `own-household`: nobody hands goods over to themselves or to those they live with.
 */
export async function customerOf(actor: Actor, personId: number): Promise<PersonFacts> {
  const person = found(await personById(personId), 'person');
  const { communityId, householdId, active, grants } = person;
  const lives = grants.some(
    (one) =>
      one.role === 'resident' && (one.communityId === communityId || one.communityId === null),
  );
  if (!mayServe(actor, communityId) || !active || !lives) throw new Refusal('missing', 'no-person');
  permit(!isOfOwnHousehold(actor, { personId, householdId }), 'own-household');
  return person;
}
