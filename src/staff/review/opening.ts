import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { previousQuarter, quarterDays, quarterOfDay, today } from '../../base/period.ts';
import type { Day, Quarter } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { insertReview, moveDeadline } from '../appraisals/opening.ts';
import { reviewOf, reviewsOf } from '../appraisals/reviews.ts';
import { mayAssess } from '../policy.ts';
import type { NewQuarterReview } from './forms.ts';

const QUARTERS_BACK = 4;

/** The last quarters that are over and not under review yet, newest first. */
export async function quartersToReview(streetId: number): Promise<Quarter[]> {
  const reviewed = new Set((await reviewsOf(streetId, 'quarter')).map(({ period }) => period));
  const over = [previousQuarter(quarterOfDay(today()))];
  while (over.length < QUARTERS_BACK) over.push(previousQuarter(over.at(-1) as Quarter));
  return over.filter((quarter) => !reviewed.has(quarter));
}

/**
 * Opens the review of a quarter that is over, for all who belonged to the office in it, and tells
 * them until when they may write. Refuses `open-review`, `quarter-not-over`, `day-past`,
 * `nobody-to-review`, `review-there`.
 */
export async function openQuarterReview(
  actor: Actor,
  { quarter, dueOn }: NewQuarterReview,
  command: Command,
): Promise<{ id: number; people: number }> {
  permit(mayAssess(actor, actor.communityId), 'open-review');
  return once(command, 'open-quarter-review', { quarter, dueOn }, async (tx) => {
    const span = quarterDays(quarter);
    if (today() < span.to)
      throw new Refusal('conflict', 'quarter-not-over', { quarter }, 'quarter');
    return insertReview(actor, { kind: 'quarter', period: quarter, span, dueOn }, tx);
  });
}

/** Moves the last day for self-summaries. Refuses `open-review`, `no-review`, `review-not-open`. */
export async function moveSummaryDeadline(
  actor: Actor,
  id: number,
  dueOn: Day,
  command: Command,
): Promise<{ id: number }> {
  permit(mayAssess(actor, actor.communityId), 'open-review');
  return once(command, 'move-summary-deadline', { id, dueOn }, async (tx) => {
    await reviewOf(actor.communityId, 'quarter', id, tx);
    await moveDeadline(actor, id, dueOn, tx);
    return { id };
  });
}
