import { monthOfDay, today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { found, permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { membersOf } from '../members/queries.ts';
import { mayAssess } from '../policy.ts';
import { assignDuty, cancelDuty, changeDuty } from './assignment.ts';
import { dayQuery, dutyForm } from './forms.ts';
import { dutyOf, shiftsOf } from './queries.ts';

/** Whom and which shifts an assessor may choose from. */
async function choices(actor: Actor, day: Day): Promise<Record<'members' | 'shifts', unknown>> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  const shifts = await shiftsOf(streetId);
  return {
    members: await membersOf(streetId, { from: day, until: day }),
    shifts: shifts.filter(({ retiredAt }) => retiredAt === null),
  };
}

async function newPage(actor: Actor, day: Day): Promise<Answer> {
  const only = { ...(await choices(actor, day)), month: monthOfDay(day) };
  return page('staff/duty/assignments/new', {}, { form: dutyForm, values: { day }, only });
}

async function editPage(actor: Actor, id: number): Promise<Answer> {
  const duty = await dutyOf(id, actor.communityId);
  found(duty.state === 'assigned' ? duty : null, 'duty');
  const { personId, shiftId, day } = duty;
  const only = { ...(await choices(actor, day)), month: monthOfDay(day) };
  const values = { personId, shiftId, day };
  return page('staff/duty/assignments/edit', { duty }, { form: dutyForm, values, only });
}

const backTo = (day: Day): string => `/staff/duties?month=${monthOfDay(day)}`;

/** Duties that an assessor adds, changes and takes off by hand. */
export const assignmentRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/duties/new',
    door: ['assessor'],
    summary: 'Form for putting somebody on duty',
    query: dayQuery,
    handle: ({ actor, query }) => newPage(actor, query.day ?? today()),
  }),
  route({
    method: 'post',
    path: '/staff/duties',
    door: ['assessor'],
    summary: 'Put somebody on duty',
    form: dutyForm,
    again: ({ actor }) => newPage(actor, today()),
    handle: async ({ actor, values, command }) => {
      const duty = await assignDuty(actor, values, command);
      return created(backTo(duty.day), { duty }, 'staff.duty.said.assigned');
    },
  }),
  route({
    method: 'get',
    path: '/staff/duties/:id/edit',
    door: ['assessor'],
    summary: 'Form for changing a duty',
    handle: ({ actor, id }) => editPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/staff/duties/:id',
    door: ['assessor'],
    summary: 'Change who is on duty, in which shift, on which day',
    form: dutyForm,
    again: ({ actor, id }) => editPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const duty = await changeDuty(actor, id, values, command);
      return done(backTo(duty.day), { duty }, 'staff.duty.said.changed');
    },
  }),
  route({
    method: 'post',
    path: '/staff/duties/:id/cancellation',
    door: ['assessor'],
    summary: 'Take a duty off the roster',
    handle: async ({ actor, id, command }) => {
      const duty = await cancelDuty(actor, id, command);
      return done(backTo(duty.day), { duty }, 'staff.duty.said.cancelled');
    },
  }),
];
