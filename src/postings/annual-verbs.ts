import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { Refusal } from '../base/refusal.ts';
import type { Actor } from '../people/index.ts';
import { beginYearPosting, endYearPosting, yearOfReview } from '../staff/index.ts';
import { annualPostings, postAnnual } from './annual.ts';
import type { Posted } from './posting.ts';
import { hasUpheld } from './objections/queries.ts';

/**
 * Posts the grades of a year that are all confirmed. Who has no grade is not on it. Refuses what
 * `beginYearPosting` and `postAnnual` refuse.
 */
export function postYear(actor: Actor, reviewId: number, command: Command): Promise<Posted> {
  return once(command, 'post-year', { reviewId }, async (tx) => {
    const { year, appraisals, closesOn } = await beginYearPosting(actor, reviewId, tx);
    const lines = appraisals.map(({ personId, department, place, grade }) => ({
      ...{ personId, department, place },
      proposal: grade,
    }));
    return postAnnual(actor.communityId, { year, lines, closesOn }, actor.personId, tx);
  });
}

/**
 * Ends the posting of a year whose days are over and whose objections are all decided: it is final,
 * or, when one was upheld, open to be corrected. Refuses `posting-runs` before.
 */
export function settleYear(
  actor: Actor,
  reviewId: number,
  command: Command,
): Promise<{ outcome: 'final' | 'objected' }> {
  return once(command, 'settle-year', { reviewId }, async (tx) => {
    const streetId = actor.communityId;
    const year = await yearOfReview(streetId, reviewId, tx);
    const [last] = await annualPostings(streetId, year, tx);
    if (!last) throw new Refusal('conflict', 'review-not-posted');
    if (last.state !== 'final') throw new Refusal('conflict', 'posting-runs');
    const outcome = (await hasUpheld(last.id, tx)) ? 'objected' : 'final';
    await endYearPosting(actor, reviewId, outcome, tx);
    return { outcome };
  });
}
