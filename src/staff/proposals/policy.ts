import { hasAnyRole } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import type { Day } from '../../base/period.ts';
import { mayAssess } from '../policy.ts';
import type { SetRule } from '../rules/queries.ts';
import type { Proposal, ProposalPart, ProposalState } from './queries.ts';

/** Assessors enter breaches; key work is entered by assessors and leaders. Never about oneself. */
export const mayPropose = (
  actor: Actor,
  streetId: number,
  part: ProposalPart,
  personId?: number,
): boolean =>
  part === 'discipline'
    ? mayAssess(actor, streetId, personId)
    : hasAnyRole(actor, ['assessor', 'leader'], streetId) && actor.personId !== personId;

/** The heaviest that a rule may make of one incident; unsure which tier it falls under, this counts. */
export function worthOfRule({ points, tiers }: Pick<SetRule, 'points' | 'tiers'>): number {
  const all = [points, ...tiers.map((tier) => tier.points)];
  const least = Math.min(...all);
  return least < 0 ? least : Math.max(...all);
}

/** Additions, and deductions of so many points and more, are decided by another than who entered. */
export const needsSecond = (worth: number, secondApprovalFrom: number): boolean =>
  worth > 0 || -worth >= secondApprovalFrom;

/** Assessors and leaders decide: never their own, nor alone what needs a second person. */
export const mayDecide = (
  actor: Actor,
  one: Pick<Proposal, 'streetId' | 'personId' | 'enteredById' | 'worth'>,
  secondApprovalFrom: number,
): boolean =>
  hasAnyRole(actor, ['assessor', 'leader'], one.streetId) &&
  actor.personId !== one.personId &&
  (actor.personId !== one.enteredById || !needsSecond(one.worth, secondApprovalFrom));

/** Where a proposal stands: an open one is being heard, or was heard and waits to be decided. */
export type Stage = Exclude<ProposalState, 'open'> | 'hearing' | 'waiting';

export function stageOf(
  { state, hearUntil, answeredAt }: Pick<Proposal, 'state' | 'hearUntil' | 'answeredAt'>,
  on: Day,
): Stage {
  if (state !== 'open') return state;
  const isHeard = hearUntil === null || answeredAt !== null || hearUntil < on;
  return isHeard ? 'waiting' : 'hearing';
}
