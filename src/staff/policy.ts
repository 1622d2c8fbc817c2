import { hasAnyRole, hasRole } from '../people/index.ts';
import type { Actor } from '../people/index.ts';

/** Who may do what with the scores of a street office. Pure: each reads what it is given. */

/** Assessors enter facts; never about themselves. */
export const mayAssess = (actor: Actor, streetId: number, personId?: number): boolean =>
  hasRole(actor, 'assessor', streetId) && actor.personId !== personId;

/** Leaders confirm; never what is about themselves. */
export const mayLead = (actor: Actor, streetId: number, personId?: number): boolean =>
  hasRole(actor, 'leader', streetId) && actor.personId !== personId;

/** Something that was booked, and by whom. */
export interface BookedBy {
  readonly streetId: number;
  readonly personId: number;
  readonly enteredById: number | null;
  readonly approvedById: number | null;
}

/** What was booked is judged anew by somebody else than who entered and who approved it. */
export const mayReconsider = (actor: Actor, one: BookedBy): boolean =>
  hasAnyRole(actor, ['assessor', 'leader'], one.streetId) &&
  ![one.personId, one.enteredById, one.approvedById].includes(actor.personId);

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
