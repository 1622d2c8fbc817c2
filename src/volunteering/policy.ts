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

/** A check-in is read by its person, by who entered it, and by the community's managers. */
export const mayReadCheckIn = (
  actor: Actor,
  one: Pick<CheckInOwner, 'communityId' | 'personId' | 'enteredById'>,
): boolean => mayRead(actor, one) || actor.personId === one.enteredById;

/** Who reported it changes it or takes it back; what came in a batch is decided on as a whole. */
export const mayAmend = (
  actor: Actor,
  one: Pick<CheckInOwner, 'personId' | 'enteredById'> & { readonly batch: string | null },
): boolean => isOwn(actor, one) || (one.batch === null && actor.personId === one.enteredById);

/**
 * Managers enter for the residents of their community, and everybody for their own household; nobody
 * in the name of a child, who vouches for no consent.
 */
export const mayEnterFor = (
  actor: Actor,
  person: { readonly communityId: number; readonly householdId: number | null },
): boolean =>
  !actor.guardian &&
  (hasRole(actor, 'manager', person.communityId) ||
    (hasRole(actor, 'resident', person.communityId) &&
      actor.householdId !== null &&
      actor.householdId === person.householdId));

/**
 * Why the actor may not decide on somebody's check-in, or null: nobody decides on their own, on
 * what they entered for another, or on their household's, and only a manager of that community on
 * anybody's. What they may not even read does not exist for them.
 */
export function whyNotReview(actor: Actor, owner: CheckInOwner): string | null {
  if (!mayReadCheckIn(actor, owner)) return 'no-check-in';
  if (isOwn(actor, owner)) return 'own-check-in';
  if (!hasRole(actor, 'manager', owner.communityId)) return 'review-check-in';
  if (actor.personId === owner.enteredById) return 'own-entry';
  return isOwnHousehold(actor, owner) ? 'own-household' : null;
}

/** An award that a person contests, as far as rights depend on it. */
export interface Contested {
  readonly communityId: number;
  readonly personId: number;
  readonly enteredById: number;
  readonly householdIdNow: number | null;
}

/** Managers and auditors, the person, and who entered it. */
export const mayReadContest = (actor: Actor, one: Contested): boolean =>
  mayRead(actor, one) || actor.personId === one.enteredById;

/**
 * Why the actor may not decide on a contest, or null: a manager does who neither entered it nor is
 * the person or of their household.
 */
export function whyNotDecideContest(actor: Actor, one: Contested): string | null {
  if (isOwn(actor, one)) return 'own-contest';
  if (!hasRole(actor, 'manager', one.communityId)) return 'decide-contest';
  if (actor.personId === one.enteredById) return 'own-entry';
  return isOwnHousehold(actor, { ...one, householdId: null }) ? 'own-household' : null;
}
