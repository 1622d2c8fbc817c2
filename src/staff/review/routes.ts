import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { deadlineForm } from '../appraisals/forms.ts';
import { closeReview } from './closing.ts';
import { listQuery, newQuery, reviewForm } from './forms.ts';
import { moveSummaryDeadline, openQuarterReview } from './opening.ts';
import { newReviewPage, reviewPage, reviewSheets, reviewsPage } from './page.ts';

const READERS = ['assessor', 'leader', 'auditor'] as const;

/** The review of a quarter (季度点评), from its opening to its end. */
export const reviewRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/reviews',
    door: ['staff', ...READERS],
    summary: 'One’s own appraisals, and the reviews of the office',
    handle: ({ actor }) => reviewsPage(actor),
  }),
  route({
    method: 'get',
    path: '/staff/reviews/new',
    door: ['assessor'],
    summary: 'Form that opens the review of a quarter',
    query: newQuery,
    handle: ({ actor, query }) => newReviewPage(actor, query.quarter),
  }),
  route({
    method: 'post',
    path: '/staff/reviews',
    door: ['assessor'],
    summary: 'Open the review of a quarter that is over',
    form: reviewForm,
    again: ({ actor }) => newReviewPage(actor),
    handle: async ({ actor, values, command }) => {
      const review = await openQuarterReview(actor, values, command);
      return created(`/staff/reviews/${review.id}`, { review }, 'staff.review.said.opened');
    },
  }),
  route({
    method: 'get',
    path: '/staff/reviews/:id',
    door: READERS,
    summary: 'The review of a quarter, by department',
    query: listQuery,
    handle: ({ actor, id, query }) => reviewPage(actor, id, query),
  }),
  route({
    method: 'get',
    path: '/staff/reviews/:id/print',
    door: READERS,
    summary: 'The official sheets of a review or of a department, for A4',
    query: listQuery,
    handle: ({ actor, id, query }) => reviewSheets(actor, id, query),
  }),
  route({
    method: 'post',
    path: '/staff/reviews/:id/deadline',
    door: ['assessor'],
    summary: 'Move the last day for self-summaries',
    form: deadlineForm,
    again: ({ actor, id }) => reviewPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const review = await moveSummaryDeadline(actor, id, values.dueOn, command);
      return done(`/staff/reviews/${id}`, { review }, 'staff.review.said.moved');
    },
  }),
  route({
    method: 'post',
    path: '/staff/reviews/:id/closing',
    door: ['leader'],
    summary: 'Close a review whose appraisals are all confirmed, and its quarter',
    handle: async ({ actor, id, command }) => {
      const review = await closeReview(actor, id, command);
      return done(`/staff/reviews/${id}`, { review }, 'staff.review.said.closed');
    },
  }),
];
