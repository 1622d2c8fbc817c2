import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today, yearDays } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { GRADES, NO_GRADE } from '../appraisals/grades.ts';
import { insertReview } from '../appraisals/opening.ts';
import { appraisalsOf } from '../appraisals/queries.ts';
import type { Appraisal } from '../appraisals/queries.ts';
import { reviewOf } from '../appraisals/reviews.ts';
import type { Review } from '../appraisals/reviews.ts';
import { workingDaysAfter } from '../calendar/days.ts';
import { mayAssess, mayLead } from '../policy.ts';
import { settingsOf } from '../settings/settings.ts';
import type { NewYearReview } from './forms.ts';

/**
 * Opens the summary of a year, from October of it on, and tells all who belonged to the office.
 * Refuses `open-review`, `year-too-early`, `day-past`, `nobody-to-review`, `review-there`.
 */
export async function openYearReview(
  actor: Actor,
  { year, dueOn }: NewYearReview,
  command: Command,
): Promise<{ id: number; people: number }> {
  permit(mayAssess(actor, actor.communityId), 'open-review');
  return once(command, 'open-year-review', { year, dueOn }, async (tx) => {
    if (today() < `${year}-10-01`)
      throw new Refusal('conflict', 'year-too-early', { year }, 'year');
    const span = yearDays(`${year}-01-01`);
    return insertReview(actor, { kind: 'year', period: String(year), span, dueOn }, tx);
  });
}

type YearGrade = Exclude<(typeof GRADES)['year'][number], typeof NO_GRADE>;
type Graded = Appraisal & { readonly grade: YearGrade };

const hasGrade = (one: Appraisal): one is Graded =>
  GRADES.year.some((grade) => grade === one.grade && grade !== NO_GRADE);

/** What is to be posted of a year: those who have a grade, and the last day of the posting. */
export interface YearToPost {
  readonly year: number;
  readonly appraisals: readonly Graded[];
  readonly closesOn: Day;
}

/**
 * Makes a year whose appraisals are all confirmed ready to be posted, from today on for as many
 * working days as the settings say, five at least. For the verb that posts it. Refuses
 * `lead-review`, `no-review`, `not-all-confirmed`, `review-not-open`, `year-unknown`.
 */
export async function beginYearPosting(
  actor: Actor,
  id: number,
  tx: Transaction,
): Promise<YearToPost> {
  const streetId = actor.communityId;
  permit(mayLead(actor, streetId), 'lead-review');
  const review = await reviewOf(streetId, 'year', id, tx);
  if (review.state !== 'open') throw new Refusal('conflict', 'review-not-open');
  const all = await appraisalsOf(id, {}, tx);
  if (all.some(({ state }) => state !== 'confirmed')) {
    throw new Refusal('conflict', 'not-all-confirmed');
  }
  const { annualPostingDays } = await settingsOf(streetId, tx);
  const closesOn = await workingDaysAfter(streetId, today(), annualPostingDays, tx);
  const begun = await change(
    sql`UPDATE staff_reviews SET state = 'posted', posted_until = ${closesOn}
         WHERE id = ${id} AND state = 'open'
           AND NOT EXISTS (SELECT 1 FROM appraisals
                            WHERE review_id = ${id} AND state <> 'confirmed')`,
    tx,
  );
  if (begun === 0) throw new Refusal('conflict', 'not-all-confirmed');
  return { year: Number(review.period), appraisals: all.filter(hasGrade), closesOn };
}

/**
 * Ends the posting of a year, for the verb that knows how it went: without an objection upheld the
 * summary is final and everybody is told; else it is open again, to be corrected and posted anew.
 * Refuses `lead-review`, `no-review`, `review-not-posted`.
 */
export async function endYearPosting(
  actor: Actor,
  id: number,
  outcome: 'final' | 'objected',
  tx: Transaction,
): Promise<void> {
  const streetId = actor.communityId;
  permit(mayLead(actor, streetId), 'lead-review');
  const review = await reviewOf(streetId, 'year', id, tx);
  const ended = await change(
    outcome === 'final'
      ? sql`UPDATE staff_reviews SET state = 'closed', closed_by_id = ${actor.personId},
                   closed_at = ${now()}
             WHERE id = ${id} AND state = 'posted'`
      : sql`UPDATE staff_reviews SET state = 'open', posted_until = NULL
             WHERE id = ${id} AND state = 'posted'`,
    tx,
  );
  if (ended === 0) throw new Refusal('conflict', 'review-not-posted');
  if (outcome === 'final') await tellYear(review, tx);
  const event = {
    name: outcome === 'final' ? 'year-final' : 'year-taken-back',
    subject: `review:${id}`,
  };
  const facts = { period: review.period };
  await note({ communityId: streetId, personId: actor.personId, ...event, facts }, tx);
}

/** The year of a review, for the verb that asks after its posting. Refuses `no-review`. */
export const yearOfReview = async (
  streetId: number,
  id: number,
  tx: Transaction,
): Promise<number> => Number((await reviewOf(streetId, 'year', id, tx)).period);

async function tellYear({ id, streetId, period }: Review, tx: Transaction): Promise<void> {
  const all = await appraisalsOf(id, {}, tx);
  const messages = all.map(({ id: appraisalId, personId }) => ({
    communityId: streetId,
    personId,
    kind: 'year-grade-final',
    facts: { period },
    href: `/staff/appraisals/${appraisalId}`,
  }));
  await tell(messages, tx);
}
