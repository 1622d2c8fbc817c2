import { hasAnyRole, hasRole } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import type { CheckInOwner } from './models.ts';

/** Who may do what here. Pure: each reads what it is given and asks the database nothing. */
export const mayKeepRules = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'administrator'], communityId);

export const mayReport = (actor: Actor): boolean => hasRole(actor, 'resident', actor.communityId);

export const isOwn = (actor: Actor, owner: Pick<CheckInOwner, 'personId'>): boolean =>
  actor.personId === owner.personId;

/** Somebody of the actor's own home, then or now. */
export const isOwnHousehold = (
  actor: Actor,
  owner: Pick<CheckInOwner, 'householdId' | 'householdIdNow'>,
): boolean =>
  actor.householdId !== null &&
  [owner.householdId, owner.householdIdNow].includes(actor.householdId);

/** Managers and auditors read everything of their community. */
export const mayReadCommunity = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'auditor'], communityId);

export const mayRead = (
  actor: Actor,
  owner: Pick<CheckInOwner, 'communityId' | 'personId'>,
): boolean => isOwn(actor, owner) || mayReadCommunity(actor, owner.communityId);

/**
 * Why the actor may not decide on somebody's check-in, or null: nobody decides on their own, on
 * what they entered for another, or on their household's, and only a manager of that community on anybody's. What they may not even
 * read does not exist for them.
 */
export function whyNotReview(actor: Actor, owner: CheckInOwner): string | null {
  if (!mayRead(actor, owner)) return 'no-check-in';
  if (isOwn(actor, owner)) return 'own-check-in';
  if (!hasRole(actor, 'manager', owner.communityId)) return 'review-check-in';
  if (actor.personId === owner.enteredById) return 'own-entry';
  return isOwnHousehold(actor, owner) ? 'own-household' : null;
}
