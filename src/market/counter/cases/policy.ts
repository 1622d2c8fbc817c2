import { hasAnyRole, hasRole } from '../../../people/index.ts';
import type { Actor } from '../../../people/index.ts';
import { isOfOwnHousehold } from '../../policy.ts';
import type { CounterCase } from './case.ts';

/** Who sees what could not be booked: whoever hands over, decides, or checks. */
export const mayReadCases = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'shopkeeper', 'auditor'], communityId);

/** A manager, but neither who handed the goods over nor one of the person's household. */
export const maySettleCase = (
  actor: Actor,
  { communityId, by, person }: Pick<CounterCase, 'communityId' | 'by' | 'person'>,
): boolean =>
  hasRole(actor, 'manager', communityId) &&
  actor.personId !== by.id &&
  !isOfOwnHousehold(actor, { personId: person.id, householdId: person.householdId });
