import { hasAnyRole, hasRole } from '../people/index.ts';
import type { Actor } from '../people/index.ts';

/** Who may do what with the scores of a street office. Pure: each reads what it is given. */

/** Assessors enter facts; never about themselves. */
export const mayAssess = (actor: Actor, streetId: number, personId?: number): boolean =>
  hasRole(actor, 'assessor', streetId) && actor.personId !== personId;

/** Leaders confirm; never what is about themselves. */
export const mayLead = (actor: Actor, streetId: number, personId?: number): boolean =>
  hasRole(actor, 'leader', streetId) && actor.personId !== personId;

/** Who sees the scores of all: who assesses, who leads, who audits. */
export const mayReadScores = (actor: Actor, streetId: number): boolean =>
  hasAnyRole(actor, ['assessor', 'leader', 'auditor'], streetId);

/** Everybody sees their own score and what stands behind it. */
export const mayReadScore = (actor: Actor, streetId: number, personId: number): boolean =>
  actor.personId === personId || mayReadScores(actor, streetId);

/** Departments, members and settings are kept by administrators and assessors. */
export const mayKeepStaff = (actor: Actor, streetId: number): boolean =>
  hasAnyRole(actor, ['assessor', 'administrator'], streetId);

/** Switches that guidance wants off are turned by an administrator alone. */
export const mayTurnSwitches = (actor: Actor, streetId: number): boolean =>
  hasRole(actor, 'administrator', streetId);

/** Leaders decide on leaves; never on their own, nor on what they have entered for somebody. */
export const mayDecideLeave = (
  actor: Actor,
  streetId: number,
  leave: { readonly personId: number; readonly askedById: number },
): boolean => mayLead(actor, streetId, leave.personId) && actor.personId !== leave.askedById;

/** A leave is taken back by whom it is for, and by who asked in their place. */
export const mayWithdrawLeave = (
  actor: Actor,
  leave: { readonly personId: number; readonly askedById: number },
): boolean => actor.personId === leave.personId || actor.personId === leave.askedById;

/** The rows of an import that were left out, being those of who confirmed it, are booked by another. */
export const mayCompleteImport = (actor: Actor, streetId: number, leftOutId: number): boolean =>
  mayAssess(actor, streetId, leftOutId) || mayLead(actor, streetId, leftOutId);
