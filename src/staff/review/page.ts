import { addDays, today } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { figuresOf } from '../appraisals/figures.ts';
import { sheetsPage, shownTo } from '../appraisals/page.ts';
import { appraisalsOf, ownAppraisals, WAITING } from '../appraisals/queries.ts';
import { topsMax } from '../appraisals/quota.ts';
import { progressOf, reviewOf, reviewsOf } from '../appraisals/reviews.ts';
import { isTold } from '../appraisals/signature.ts';
import { departmentsOf } from '../members/queries.ts';
import { mayAssess, mayLead, mayReadScores } from '../policy.ts';
import { streetOf } from '../street.ts';
import { reviewForm } from './forms.ts';
import type { ListQuery } from './forms.ts';
import { quartersToReview } from './opening.ts';
import { stillOpen } from './still-open.ts';
import './warnings.ts';

const SUMMARY_DAYS = 7;

/** One's own appraisals, and for who sees all the reviews of the office. */
export async function reviewsPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  const seesAll = mayReadScores(actor, streetId);
  const own = (await ownAppraisals(streetId, actor.personId)).map((one) => ({
    ...{ id: one.id, kind: one.kind, period: one.period, dueOn: one.dueOn },
    ...{ summaryAt: one.summaryAt, signedAt: one.signedAt },
    grade: isTold(one) ? one.grade : null,
    mayWrite: one.state !== 'confirmed' && today() <= one.dueOn,
    maySign: isTold(one) && one.signedAt === null,
  }));
  const quarters = seesAll ? await reviewsOf(streetId, 'quarter') : [];
  const years = seesAll ? await reviewsOf(streetId, 'year') : [];
  const only = { seesAll, mayOpen: mayAssess(actor, streetId) };
  return page('staff/review/index', { own, quarters, years }, { only });
}

/** The form that opens a review, with what of the quarter is not decided yet. */
export async function newReviewPage(actor: Actor, quarter?: string): Promise<Answer> {
  const streetId = await streetOf(actor);
  const quarters = await quartersToReview(streetId);
  const chosen = quarter ?? quarters[0];
  const open = chosen === undefined ? [] : await stillOpen(streetId, chosen);
  const values = { quarter: chosen, dueOn: addDays(today(), SUMMARY_DAYS) };
  return page(
    'staff/review/new',
    {},
    { form: reviewForm, values, only: { quarters, open, chosen } },
  );
}

/** A review by department, with the state of each appraisal and what waits. */
export async function reviewPage(
  actor: Actor,
  id: number,
  { department, waiting }: ListQuery = {},
): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScores(actor, streetId), 'read-appraisal');
  const review = await reviewOf(streetId, 'quarter', id);
  const current = await figuresOf(review);
  const appraisals = await appraisalsOf(id, { department, waiting });
  const items = appraisals.map((one) => shownTo(actor, one, current(one.personId)));
  const progress = await progressOf(review);
  const only = {
    departments: await departmentsOf(streetId),
    department: department ?? null,
    waiting: waiting ?? null,
    waits: WAITING,
    topsMax: topsMax(review),
    open: review.state === 'open' ? await stillOpen(streetId, review.period) : [],
    mayClose: mayLead(actor, streetId) && review.state === 'open',
    mayMove: mayAssess(actor, streetId) && review.state === 'open',
    holdsMeeting: mayAssess(actor, streetId) || mayLead(actor, streetId),
  };
  return page('staff/review/show', { review, progress, items, next: null }, { only });
}

/** The official sheets of a review, or of one department in it. */
export async function reviewSheets(
  actor: Actor,
  id: number,
  { department, waiting }: ListQuery,
): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScores(actor, streetId), 'read-appraisal');
  await reviewOf(streetId, 'quarter', id);
  const appraisals = await appraisalsOf(id, { department, waiting });
  return sheetsPage(actor, appraisals, `/staff/reviews/${id}`);
}
