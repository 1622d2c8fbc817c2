import type { Actor, Grant } from './actor.ts';
import { hasAnyRole, hasRole } from './actor.ts';

/** Who may do what here. Pure: each reads what it is given and asks the database nothing. */

/** The person whom something is done to, as the rules need them. */
export interface Subject {
  readonly id: number;
  readonly communityId: number;
  readonly grants: readonly Grant[];
  readonly erasedAt: string | null;
  readonly mergedIntoId?: number | null;
}

/** Managers and administrators keep the people and the settings of their community. */
export const mayManagePeople = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'administrator'], communityId);

/** Auditors read what managers read. */
export const mayReadPeople = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'administrator', 'auditor'], communityId);

/** Administrators grant roles where they are administrators; null is everywhere. */
export const mayGrantIn = (actor: Actor, communityId: number | null): boolean =>
  communityId === null
    ? actor.grants.some((one) => one.role === 'administrator' && one.communityId === null)
    : hasRole(actor, 'administrator', communityId);

/**
 * Managers change residents. Who holds a staff role is left to an administrator of every place where
 * they hold it, else a small administrator could take over a great one by a new password.
 */
export const mayManagePerson = (actor: Actor, person: Subject): boolean => {
  if (person.erasedAt !== null || (person.mergedIntoId ?? null) !== null) return false;
  if (!mayManagePeople(actor, person.communityId)) return false;
  const staff = person.grants.filter(({ role }) => role !== 'resident');
  return staff.every((one) => mayGrantIn(actor, one.communityId));
};

/** Nobody locks, erases or promotes themselves. */
export const maySwitchPerson = (actor: Actor, person: Subject): boolean =>
  actor.personId !== person.id && mayManagePerson(actor, person);

/** Erasing is for an administrator of the community. */
export const mayErasePerson = (actor: Actor, person: Subject): boolean =>
  maySwitchPerson(actor, person) && hasRole(actor, 'administrator', person.communityId);

/** A role in one community, or in all. */
export const mayGrantTo = (actor: Actor, person: Subject, communityId: number | null): boolean =>
  person.erasedAt === null && actor.personId !== person.id && mayGrantIn(actor, communityId);

/** Whoever reads the people of the community reads each of them. */
export const mayReadPerson = (actor: Actor, person: Pick<Subject, 'communityId'>): boolean =>
  mayReadPeople(actor, person.communityId);

/** Nobody writes down the care of a child for their own household. */
export const mayRecordGuardian = (
  actor: Actor,
  child: Subject & { readonly householdId: number | null },
): boolean =>
  mayManagePerson(actor, child) &&
  (actor.householdId === null || actor.householdId !== child.householdId);

/** The guardian withdraws what they consented to; a keeper who is told writes it down. */
export const mayEndGuardianship = (actor: Actor, guardianId: number, child: Subject): boolean =>
  actor.personId === guardianId || mayManagePerson(actor, child);

/** A lost card is reported by whoever hears of it first: the person, a keeper, the shopkeeper. */
export const mayReportCard = (actor: Actor, person: Pick<Subject, 'id' | 'communityId'>): boolean =>
  actor.personId === person.id ||
  hasAnyRole(actor, ['manager', 'administrator', 'shopkeeper'], person.communityId);

/** A PIN is one's own; a shopkeeper lets others of the community set one at the counter. */
export const maySetPin = (
  actor: Actor,
  person: Pick<Subject, 'id' | 'communityId' | 'erasedAt' | 'mergedIntoId'> & {
    readonly householdId: number | null;
  },
): boolean => {
  if (person.erasedAt !== null || (person.mergedIntoId ?? null) !== null) return false;
  if (actor.personId === person.id) return true;
  const isOwnHousehold = actor.householdId !== null && actor.householdId === person.householdId;
  return !isOwnHousehold && hasRole(actor, 'shopkeeper', person.communityId);
};

/** A grant that stands in the table. */
export interface StandingGrant extends Grant {
  readonly id: number;
}

/** Whether, without the grants `losing`, an administrator is left for whatever those reach. */
export const leavesAnAdministrator = (
  standing: readonly StandingGrant[],
  losing: readonly number[],
): boolean => {
  const left = standing.filter(({ id }) => !losing.includes(id));
  return standing
    .filter(({ id }) => losing.includes(id))
    .every((lost) =>
      left.some((one) => one.communityId === null || one.communityId === lost.communityId),
    );
};
