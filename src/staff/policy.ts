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
