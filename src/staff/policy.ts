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

/** Everybody of the office reads the rules that they are judged by. */
export const mayReadRules = (actor: Actor, streetId: number): boolean =>
  hasAnyRole(actor, ['staff', 'assessor', 'leader', 'auditor', 'administrator'], streetId);

/** Who may make a draft of rules. */
export const mayDraftRules = (actor: Actor, streetId: number): boolean =>
  hasAnyRole(actor, ['assessor', 'leader', 'administrator'], streetId);

/** Drafts and sets that were dropped are seen by who may make them, and by auditors. */
export const mayReadDrafts = (actor: Actor, streetId: number): boolean =>
  mayDraftRules(actor, streetId) || hasRole(actor, 'auditor', streetId);

interface Draft {
  readonly streetId: number;
  readonly madeById: number | null;
}

/** A draft is changed by its maker alone, so that who adopts it had no hand in it. */
export const mayChangeDraft = (actor: Actor, { streetId, madeById }: Draft): boolean =>
  mayDraftRules(actor, streetId) && actor.personId === madeById;

const mayDecideRules = (actor: Actor, streetId: number): boolean =>
  hasAnyRole(actor, ['leader', 'administrator'], streetId);

/** Rules are put in force by a second person. */
export const mayAdoptDraft = (actor: Actor, { streetId, madeById }: Draft): boolean =>
  mayDecideRules(actor, streetId) && actor.personId !== madeById;

/** A draft is dropped by its maker, or by who might have adopted it. */
export const mayDropDraft = (actor: Actor, draft: Draft): boolean =>
  mayChangeDraft(actor, draft) || mayDecideRules(actor, draft.streetId);

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
