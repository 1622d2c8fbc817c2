import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, lockRows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { figuresOf, isOutdated } from '../appraisals/figures.ts';
import { appraisalsOf } from '../appraisals/queries.ts';
import { reviewOf } from '../appraisals/reviews.ts';
import type { Review } from '../appraisals/reviews.ts';
import { mayLead } from '../policy.ts';
import { closeQuarter } from '../scoring/quarters.ts';

/**
 * Closes a review whose appraisals are all confirmed, and with it the quarter: what is corrected
 * later counts in the open one. Refuses `lead-review`, `no-review`, `review-not-open`,
 * `not-all-confirmed`, `figures-changed`.
 */
export async function closeReview(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ id: number }> {
  const streetId = actor.communityId;
  permit(mayLead(actor, streetId), 'lead-review');
  return once(command, 'close-review', { id }, async (tx) => {
    const review = await reviewOf(streetId, 'quarter', id, tx);
    if (review.state !== 'open') throw new Refusal('conflict', 'review-not-open');
    // Nobody books into the quarter between the look at its figures and its end.
    await lockRows('communities', [streetId], tx);
    await refuseOutdated(review, tx);
    await closeConfirmed(review, actor.personId, tx);
    await closeQuarter(streetId, review.period, actor.personId, tx);
    const event = { name: 'review-closed', subject: `review:${id}` };
    const facts = { period: review.period };
    await note({ communityId: streetId, personId: actor.personId, ...event, facts }, tx);
    return { id };
  });
}

async function refuseOutdated(review: Review, tx: Transaction): Promise<void> {
  const current = await figuresOf(review, tx);
  const appraisals = await appraisalsOf(review.id, {}, tx);
  const outdated = appraisals.filter((one) => isOutdated(one, current(one.personId)));
  const [first] = outdated;
  if (!first) return;
  const facts = { name: first.name, count: outdated.length };
  throw new Refusal('conflict', 'figures-changed', facts);
}

async function closeConfirmed({ id }: Review, by: number, tx: Transaction): Promise<void> {
  const closed = await change(
    sql`UPDATE staff_reviews SET state = 'closed', closed_by_id = ${by}, closed_at = ${now()}
         WHERE id = ${id} AND state = 'open'
           AND NOT EXISTS (SELECT 1 FROM appraisals
                            WHERE review_id = ${id} AND state <> 'confirmed')`,
    tx,
  );
  if (closed === 0) throw new Refusal('conflict', 'not-all-confirmed');
}
