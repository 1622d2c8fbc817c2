import type { Instant } from '../base/clock.ts';
import { dayOf, today } from '../base/period.ts';
import { hasAnyRole, hasRole } from '../people/index.ts';
import type { Actor } from '../people/index.ts';

/** Who may do what here. Pure: each reads what it is given and asks the database nothing. */
export const mayKeepGoods = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'shopkeeper'], communityId);

/** Who hands over does not decide when. */
export const mayKeepHours = (actor: Actor, communityId: number): boolean =>
  hasRole(actor, 'manager', communityId);

/** Every redemption and stock move of the community; pick-up codes are not among it. */
export const mayReadMarket = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'shopkeeper', 'auditor'], communityId);

/** Money and ceilings are the manager's alone. */
export const maySetStock = (actor: Actor, communityId: number): boolean =>
  hasRole(actor, 'manager', communityId);

export const mayReserve = (actor: Actor, communityId: number): boolean =>
  hasRole(actor, 'resident', communityId);

interface Owned {
  readonly communityId: number;
  readonly personId: number;
}

export const mayReadRedemption = (actor: Actor, redemption: Owned): boolean =>
  actor.personId === redemption.personId || mayReadMarket(actor, redemption.communityId);

/** The person whose it is, or who keeps the market of that community. */
export const mayCancel = (actor: Actor, redemption: Owned): boolean =>
  actor.personId === redemption.personId || mayKeepGoods(actor, redemption.communityId);

/** Whether a code of that community is any business of the actor's. */
export const mayServe = (actor: Actor, communityId: number): boolean =>
  hasRole(actor, 'shopkeeper', communityId);

/** The person whose it is, or who serves them at the counter. */
export const mayAskForDelivery = (actor: Actor, redemption: Owned): boolean =>
  actor.personId === redemption.personId || mayServe(actor, redemption.communityId);

/** The helper reads what they bring, and no address of anybody else; the shop reads all of it. */
export const mayReadDelivery = (
  actor: Actor,
  delivery: { readonly communityId: number; readonly helperId: number | null },
): boolean => actor.personId === delivery.helperId || mayServe(actor, delivery.communityId);

/** Nobody hands goods over to themselves or to their own household. */
export const isOfOwnHousehold = (
  actor: Pick<Actor, 'personId' | 'householdId'>,
  person: { readonly personId: number; readonly householdId: number | null },
): boolean =>
  actor.personId === person.personId ||
  (actor.householdId !== null && actor.householdId === person.householdId);

/** A second clerk of the community vouches for a person: not who serves, nor of either household. */
export const mayConfirm = (
  actor: Actor,
  clerk: Actor,
  person: {
    readonly id: number;
    readonly communityId: number;
    readonly householdId: number | null;
  },
): boolean =>
  clerk.personId !== actor.personId &&
  hasAnyRole(clerk, ['manager', 'shopkeeper'], person.communityId) &&
  !isOfOwnHousehold(clerk, { personId: person.id, householdId: person.householdId });

/** A hand-over is undone on its own day, once. */
export const isUndoable = ({
  state,
  settledAt,
}: {
  readonly state: string;
  readonly settledAt: Instant | null;
}): boolean => state === 'handed-over' && settledAt !== null && dayOf(settledAt) === today();
