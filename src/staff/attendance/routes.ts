import { monthOfDay, previousMonth, today } from '../../base/period.ts';
import type { Month } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { memberOf, membersOf } from '../members/queries.ts';
import { mayReadScore, mayReadScores } from '../policy.ts';
import { streetOf } from '../street.ts';
import { attendanceRules, enterAttendance, withdrawAttendance } from './entry.ts';
import { attendanceForm, monthQuery, withdrawalForm } from './forms.ts';
import { monthOf } from './month.ts';

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

const MONTHS_SHOWN = 12;

/** The months that may be chosen: this one and those before. */
function months(): Month[] {
  const shown = [monthOfDay(today())];
  while (shown.length < MONTHS_SHOWN) shown.push(previousMonth(shown.at(-1) as Month));
  return shown;
}

async function monthPage(
  actor: Actor,
  personId: number,
  month: Month = monthOfDay(today()),
): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScore(actor, streetId, personId), 'read-attendance');
  const { name, department, post } = await memberOf(personId, streetId);
  const days = await monthOf(streetId, personId, month);
  const only = {
    months: months(),
    isOwn: actor.personId === personId,
    maySeeAll: mayReadScores(actor, streetId),
  };
  const member = { personId, name, department, post };
  return page('staff/attendance/month', { month, member, days }, { only });
}

/** The days of staff members, and what an assessor enters of them by hand. */
export const attendanceRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/attendance',
    door: ['staff'],
    summary: 'One’s own attendance in a month, day by day',
    query: monthQuery,
    handle: ({ actor, query }) => monthPage(actor, actor.personId, query.month),
  }),
  route({
    method: 'get',
    path: '/staff/attendance/members/:id',
    door: ['assessor', 'leader', 'auditor'],
    summary: 'The attendance of a staff member in a month, day by day',
    query: monthQuery,
    handle: ({ actor, id, query }) => monthPage(actor, id, query.month),
  }),
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
