import { hasAnyRole, hasRole, mayGrantIn } from '../people/index.ts';
import type { Actor, Grant } from '../people/index.ts';

/** Who may do what with the scores of a street office. Pure: each reads what it is given. */

/** Assessors enter facts; never about themselves. */
export const mayAssess = (actor: Actor, streetId: number, personId?: number): boolean =>
  hasRole(actor, 'assessor', streetId) && actor.personId !== personId;

/** Leaders confirm; never what is about themselves. */
export const mayLead = (actor: Actor, streetId: number, personId?: number): boolean =>
  hasRole(actor, 'leader', streetId) && actor.personId !== personId;

/** Assessors and leaders propose grades; never their own. */
export const mayPropose = (actor: Actor, streetId: number, personId?: number): boolean =>
  mayAssess(actor, streetId, personId) || mayLead(actor, streetId, personId);

/** Who sees the scores of all: who assesses, who leads, who audits. */
export const mayReadScores = (actor: Actor, streetId: number): boolean =>
  hasAnyRole(actor, ['assessor', 'leader', 'auditor'], streetId);

/** Everybody sees their own score and what stands behind it. */
export const mayReadScore = (actor: Actor, streetId: number, personId: number): boolean =>
  actor.personId === personId || mayReadScores(actor, streetId);

/** Departments, members and settings are kept by administrators and assessors. */
export const mayKeepStaff = (actor: Actor, streetId: number): boolean =>
  hasAnyRole(actor, ['assessor', 'administrator'], streetId);

/** Who sees the list of members, the departments and the settings. */
export const mayReadStaff = (actor: Actor, streetId: number): boolean =>
  hasAnyRole(actor, ['assessor', 'leader', 'auditor', 'administrator'], streetId);

/** A member as the rules need them. */
export interface Kept {
  readonly personId: number;
  readonly streetId: number;
  readonly grants: readonly Grant[];
}

/**
 * Assessors keep those who are staff and nothing else. Who holds another role is left to an
 * administrator of every place where they hold it, else a new password would be a way to that role.
 * Nobody keeps themselves.
 */
export const mayKeepMember = (actor: Actor, { personId, streetId, grants }: Kept): boolean =>
  actor.personId !== personId &&
  mayKeepStaff(actor, streetId) &&
  grants.every(({ role, communityId }) => role === 'staff' || mayGrantIn(actor, communityId));

/** Switches that guidance wants off are turned by an administrator alone. */
export const mayTurnSwitches = (actor: Actor, streetId: number): boolean =>
  hasRole(actor, 'administrator', streetId);
