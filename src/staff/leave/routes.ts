import { addDays, today } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { attachmentsOf, letRead, withAttachments } from '../attachments/attachments.ts';
import { attachmentUpload } from '../attachments/reading.ts';
import { calendarOf } from '../calendar/days.ts';
import { membersOf } from '../members/queries.ts';
import { mayAssess, mayDecideLeave, mayReadScore, mayWithdrawLeave } from '../policy.ts';
import { streetOf } from '../street.ts';
import { askLeave } from './asking.ts';
import { workingDaysOf } from './cover.ts';
import { approveLeave, rejectLeave, revokeLeave, withdrawLeave } from './deciding.ts';
import { leaveForm, ownQuery, reasonForm, requestsQuery } from './forms.ts';
import { leaveOf, leavesIn, leavesOf } from './queries.ts';
import type { LeaveState } from './queries.ts';
import { leaveColumns } from '../columns.ts';

letRead('leave', async (id, actor) => {
  const streetId = await streetOf(actor);
  const leave = await leaveOf(id, streetId);
  return mayReadScore(actor, streetId, leave.personId);
});

async function newPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  const mayAskForOthers = mayAssess(actor, streetId);
  const members = mayAskForOthers ? await membersOf(streetId) : [];
  const values = { fromOn: today(), fromHalf: 'am', toOn: today(), toHalf: 'pm' };
  const only = { members: members.filter(({ personId }) => personId !== actor.personId) };
  return page('staff/leaves/new', {}, { form: leaveForm, values, only });
}

async function requestsPage(
  actor: Actor,
  state: LeaveState = 'asked',
  before?: number,
): Promise<Answer> {
  const { items, next } = await leavesIn(await streetOf(actor), state, before);
  const more = next === null ? null : `state=${state}&${next}`;
  return page('staff/leaves/requests', { items, next: more, state });
}

async function showPage(actor: Actor, id: number): Promise<Answer> {
  const streetId = await streetOf(actor);
  const leave = await leaveOf(id, streetId);
  permit(mayReadScore(actor, streetId, leave.personId), 'read-leave');
  const span = { from: leave.fromOn, to: addDays(leave.toOn, 1) };
  const plans = await calendarOf(streetId, span);
  const isYearUnknown = [...plans.values()].some(({ why }) => why === 'unknown-year');
  const attachments = await attachmentsOf(`leave:${id}`);
  const data = { leave, workingDays: workingDaysOf(leave, plans), isYearUnknown, attachments };
  const mayDecide = mayDecideLeave(actor, streetId, leave);
  const only = {
    mayDecide: mayDecide && leave.state === 'asked',
    mayRevoke: mayDecide && leave.state === 'approved',
    mayWithdraw: mayWithdrawLeave(actor, leave) && leave.state === 'asked',
    isOwn: leave.personId === actor.personId,
  };
  return page('staff/leaves/show', data, { form: reasonForm, only });
}

const READERS = ['staff', 'assessor', 'leader', 'auditor'] as const;

/** Leaves, business trips and outings: asked for, and decided by a leader. */
export const leaveRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/leaves',
    door: ['staff'],
    summary: 'One’s own leaves, trips and outings',
    columns: leaveColumns,
    query: ownQuery,
    handle: async ({ actor, query }) => {
      const leaves = await leavesOf(await streetOf(actor), actor.personId, query.before);
      return page('staff/leaves/index', { ...leaves });
    },
  }),
  route({
    method: 'get',
    path: '/staff/leaves/new',
    door: ['staff', 'assessor'],
    summary: 'Form to ask for a leave',
    handle: ({ actor }) => newPage(actor),
  }),
  route({
    method: 'get',
    path: '/staff/leave-requests',
    door: ['assessor', 'leader', 'auditor'],
    summary: 'Leaves of the office that wait for a decision, or were decided',
    columns: leaveColumns,
    query: requestsQuery,
    handle: ({ actor, query }) => requestsPage(actor, query.state, query.before),
  }),
  route({
    method: 'post',
    path: '/staff/leaves',
    door: ['staff', 'assessor'],
    summary: 'Ask for a leave, a business trip or an outing',
    form: leaveForm,
    upload: { ...attachmentUpload, of: 'files' },
    again: ({ actor }) => newPage(actor),
    handle: async ({ actor, values, files, command }) => {
      const asked = await withAttachments(files, (read) => askLeave(actor, values, read, command));
      return created(`/staff/leaves/${asked.id}`, { leave: asked }, 'staff.leaves.said.asked');
    },
  }),
  route({
    method: 'get',
    path: '/staff/leaves/:id',
    door: READERS,
    summary: 'A leave with its decision and what is attached',
    handle: ({ actor, id }) => showPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/staff/leaves/:id/approval',
    door: ['leader'],
    summary: 'Approve a leave',
    handle: async ({ actor, id, command }) => {
      const leave = await approveLeave(actor, id, command);
      return done(`/staff/leaves/${id}`, { leave }, 'staff.leaves.said.approved');
    },
  }),
  route({
    method: 'post',
    path: '/staff/leaves/:id/rejection',
    door: ['leader'],
    summary: 'Reject a leave with a reason',
    form: reasonForm,
    again: ({ actor, id }) => showPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const leave = await rejectLeave(actor, id, values.reason, command);
      return done(`/staff/leaves/${id}`, { leave }, 'staff.leaves.said.rejected');
    },
  }),
  route({
    method: 'post',
    path: '/staff/leaves/:id/withdrawal',
    door: ['staff', 'assessor'],
    summary: 'Take back a leave that is not decided yet',
    handle: async ({ actor, id, command }) => {
      const leave = await withdrawLeave(actor, id, command);
      return done(`/staff/leaves/${id}`, { leave }, 'staff.leaves.said.withdrawn');
    },
  }),
  route({
    method: 'post',
    path: '/staff/leaves/:id/revocation',
    door: ['leader'],
    summary: 'Take back an approval with a reason',
    form: reasonForm,
    again: ({ actor, id }) => showPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const leave = await revokeLeave(actor, id, values.reason, command);
      return done(`/staff/leaves/${id}`, { leave }, 'staff.leaves.said.revoked');
    },
  }),
];
