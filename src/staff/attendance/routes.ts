import { today } from '../../base/period.ts';
import type { Actor } from '../../people/index.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { membersOf } from '../members/queries.ts';
import { streetOf } from '../street.ts';
import { attendanceRules, enterAttendance, withdrawAttendance } from './entry.ts';
import { attendanceForm, withdrawalForm } from './forms.ts';

async function newPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  const members = await membersOf(streetId);
  const rules = await attendanceRules(streetId, today());
  const only = {
    members: members.filter(({ personId }) => personId !== actor.personId),
    rules: rules.map(({ code, name }) => ({ code, name })),
  };
  const extras = { form: attendanceForm, values: { occurredOn: today() }, only };
  return page('staff/attendance/new', {}, extras);
}

/** Attendance that an assessor enters by hand. */
export const attendanceRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/attendance/new',
    door: ['assessor'],
    summary: 'Form for attendance',
    handle: ({ actor }) => newPage(actor),
  }),
  route({
    method: 'post',
    path: '/staff/attendance',
    door: ['assessor'],
    summary: 'Enter a late arrival, an early leave or an absence',
    form: attendanceForm,
    again: ({ actor }) => newPage(actor),
    handle: async ({ actor, values, command }) => {
      const entered = await enterAttendance(actor, values, command);
      return created(
        `/staff/scores/${entered.personId}`,
        { ...entered },
        'staff.attendance.said.entered',
      );
    },
  }),
  route({
    method: 'post',
    path: '/staff/incidents/:id/withdrawal',
    door: ['assessor'],
    summary: 'Withdraw an attendance entry',
    form: withdrawalForm,
    handle: async ({ actor, id, values, command }) => {
      const withdrawn = await withdrawAttendance(actor, id, values.reason, command);
      return done(
        `/staff/scores/${withdrawn.personId}`,
        { ...withdrawn },
        'staff.attendance.said.withdrawn',
      );
    },
  }),
];
