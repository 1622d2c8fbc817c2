import { backTo } from '../web/back.ts';
import { created, done, page, route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import type { Actor } from '../people/index.ts';
import { approveCheckIn, approveCheckIns } from './approval.ts';
import { queueSummary, waitingBatches } from './check-in-queries.ts';
import { checkInPage } from './check-in-routes.ts';
import { entryOf } from './contests/queries.ts';
import { rejectCheckIn, returnCheckIn } from './decision.ts';
import { backForm, queueQuery, reasonForm, reversalForm, reviewsForm } from './forms.ts';
import type { QueueQuery, ReasonForm } from './forms.ts';
import { publicRule } from './rule-queries.ts';
import { reverseTransfer, takeBackCheckIn } from './reversal.ts';
import { reviewQueue } from './review-queue.ts';
import { transferStory } from './transfer-queries.ts';
import { checkInColumns } from './columns.ts';

/** Where a form leads after a decision: back to the queue, or to the check-in. */
const afterwards = (back: string | undefined, id: number): string =>
  back ? backTo(back) : `/check-ins/${id}`;

const reasonIn = ({ ready, reason }: ReasonForm): string => ready ?? reason ?? '';

async function queuePage(actor: Actor, query: QueueQuery): Promise<Answer> {
  const { items, next } = await reviewQueue(actor, query);
  const more = new URLSearchParams({ after: String(next), limit: String(query.limit) });
  return page(
    'volunteering/reviews/index',
    { items, next: next === null ? null : more.toString() },
    {
      scripts: ['review'],
      only: {
        summary: await queueSummary(actor.communityId),
        batches: query.after === undefined ? await waitingBatches(actor.communityId) : [],
      },
    },
  );
}

async function transferPage(actor: Actor, id: number): Promise<Answer> {
  const { transfer, rule, checkIn, mayReverse } = await transferStory(actor, id);
  const { enteredBy, mayContest, contestId } = await entryOf(actor, id);
  return page(
    'volunteering/transfers/show',
    { transfer, rule: rule && publicRule(rule), checkIn },
    { form: reversalForm, only: { mayReverse, enteredBy, mayContest, contestId } },
  );
}

/** What managers decide, and the page that explains a number. */
export const reviewRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/reviews',
    door: ['manager', 'auditor'],
    summary: 'The queue of undecided check-ins, oldest first',
    columns: checkInColumns,
    query: queueQuery,
    handle: ({ actor, query }) => queuePage(actor, query),
  }),
  route({
    method: 'post',
    path: '/reviews',
    door: ['manager'],
    summary: 'Approve up to 500 check-ins at once',
    form: reviewsForm,
    again: ({ actor }) => queuePage(actor, { limit: 20 }),
    handle: async ({ actor, values, command }) => {
      const reviews = await approveCheckIns(actor, values.approve, command);
      const said = reviews.refused.length === 0 ? 'approvedAll' : 'approvedSome';
      return done(backTo(values.back ?? '/reviews'), { ...reviews }, `volunteering.said.${said}`);
    },
  }),
  route({
    method: 'post',
    path: '/check-ins/:id/approval',
    door: ['manager'],
    summary: 'Approve a check-in and book its points',
    form: backForm,
    again: ({ actor, id }) => checkInPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const checkIn = await approveCheckIn(actor, id, command);
      return done(afterwards(values.back, id), { checkIn }, 'volunteering.said.approved');
    },
  }),
  route({
    method: 'post',
    path: '/check-ins/:id/rejection',
    door: ['manager'],
    summary: 'Reject a check-in with a reason',
    form: reasonForm,
    again: ({ actor, id }) => checkInPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const checkIn = await rejectCheckIn(actor, id, reasonIn(values), command);
      return done(afterwards(values.back, id), { checkIn }, 'volunteering.said.rejected');
    },
  }),
  route({
    method: 'post',
    path: '/check-ins/:id/return',
    door: ['manager'],
    summary: 'Return a check-in for more',
    form: reasonForm,
    again: ({ actor, id }) => checkInPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const checkIn = await returnCheckIn(actor, id, reasonIn(values), command);
      return done(afterwards(values.back, id), { checkIn }, 'volunteering.said.returned');
    },
  }),
  route({
    method: 'post',
    path: '/check-ins/:id/reversal',
    door: ['manager'],
    summary: 'Take an approved check-in back, its hours and its points if it earned any',
    form: reversalForm,
    again: ({ actor, id }) => checkInPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const checkIn = await takeBackCheckIn(actor, id, values.reason, command);
      return done(`/check-ins/${id}`, { checkIn }, 'volunteering.said.takenBack');
    },
  }),
  route({
    method: 'get',
    path: '/transfers/:id',
    door: ['resident', 'manager', 'auditor'],
    summary: 'One transfer, and what explains it',
    handle: ({ actor, id }) => transferPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/transfers/:id/reversal',
    door: ['manager'],
    summary: 'Undo an award or a deduction by a linked transfer',
    form: reversalForm,
    again: ({ actor, id }) => transferPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const transfer = await reverseTransfer(actor, id, values.reason, command);
      return created(`/transfers/${id}`, { transfer }, 'volunteering.said.reversed');
    },
  }),
];
