import { hasRole } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';

/** Who may do what with activities. Pure. */

export const mayKeepActivities = (actor: Actor, communityId: number): boolean =>
  hasRole(actor, 'manager', communityId);

/** Managers, and who lives there and is in charge of it: its screen and its record, but no approval. */
export const mayRunActivity = (
  actor: Actor,
  activity: { readonly communityId: number; readonly inChargeId: number | null },
): boolean =>
  mayKeepActivities(actor, activity.communityId) ||
  (actor.personId === activity.inChargeId && actor.communityId === activity.communityId);

/** Whom somebody signs up: themselves, who lives with them, and as a manager anybody. */
export const maySignUp = (
  actor: Actor,
  person: {
    readonly id: number;
    readonly communityId: number;
    readonly householdId: number | null;
  },
): boolean =>
  actor.personId === person.id ||
  (actor.householdId !== null && actor.householdId === person.householdId) ||
  mayKeepActivities(actor, person.communityId);
