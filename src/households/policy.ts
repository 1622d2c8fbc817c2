import { hasAnyRole } from '../people/index.ts';
import type { Actor } from '../people/index.ts';

/** Who may do what here. Pure: each reads what it is given and asks the database nothing. */

export const mayReadHouseholds = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'administrator', 'auditor'], communityId);

export const mayKeepHouseholds = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'administrator'], communityId);

/** Nobody writes down for their own household what the others of it are said to want. */
export const mayRecordConsents = (
  actor: Actor,
  household: { readonly id: number; readonly communityId: number },
): boolean => actor.householdId !== household.id && mayKeepHouseholds(actor, household.communityId);

/** Any member ends a pool; a manager does it for one who asks and has no phone. */
export const mayEndPool = (
  actor: Actor,
  household: { readonly id: number; readonly communityId: number },
): boolean => actor.householdId === household.id || mayKeepHouseholds(actor, household.communityId);

/** A proposed merge, as the rules need it. */
export interface Proposed {
  readonly communityId: number;
  readonly keptId: number;
  readonly mergedId: number;
  readonly proposedById: number;
}

/** Another than who proposed it, and neither of the two. */
export const mayApproveMerge = (actor: Actor, merge: Proposed): boolean =>
  mayDropMerge(actor, merge) && actor.personId !== merge.proposedById;

export const mayDropMerge = (actor: Actor, merge: Proposed): boolean =>
  mayKeepHouseholds(actor, merge.communityId) &&
  actor.personId !== merge.keptId &&
  actor.personId !== merge.mergedId;
