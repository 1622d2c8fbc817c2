import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import { isMonth, monthOfDay } from '../../base/period.ts';
import type { Day, Month } from '../../base/period.ts';
import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { hoursForm, overrideForm } from './forms.ts';
import { setHours, withdrawHours } from './hours.ts';
import { setOverride, withdrawOverride } from './overrides.ts';
import { hoursPage, monthPage, newOverridePage, yearPage } from './pages.ts';

const READERS = ['staff', 'assessor', 'leader', 'auditor', 'administrator'] as const;
const KEEPERS = ['assessor', 'administrator'] as const;

const monthQuery = Joi.object<{ month?: Month }, true>({
  month: Joi.string()
    .pattern(/^20/)
    .custom((text: string, helpers) => (isMonth(text) ? text : helpers.error('any.invalid'))),
});

const yearQuery = Joi.object<{ year?: number }, true>({
  year: Joi.number().integer().min(2000).max(2099),
});

const dayQuery = Joi.object<{ day?: Day }, true>({ day: dayField });

const monthOf = (day: Day): string => `/staff/calendar?month=${monthOfDay(day)}`;

/** The days and hours that an office works. */
export const calendarRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/calendar',
    door: READERS,
    summary: 'Working calendar of a month',
    query: monthQuery,
    handle: ({ actor, query }) => monthPage(actor, query.month),
  }),
  route({
    method: 'get',
    path: '/staff/calendar/year',
    door: READERS,
    summary: 'Working calendar of a year on one sheet',
    query: yearQuery,
    handle: ({ actor, query }) => yearPage(actor, query.year),
  }),
  route({
    method: 'get',
    path: '/staff/calendar/overrides/new',
    door: KEEPERS,
    summary: 'Page for days that the office works or rests against the calendar',
    query: dayQuery,
    handle: ({ actor, query }) => newOverridePage(actor, query.day),
  }),
  route({
    method: 'post',
    path: '/staff/calendar/overrides',
    door: KEEPERS,
    summary: 'Set days that the office works or rests against the calendar',
    form: overrideForm,
    again: ({ actor }) => newOverridePage(actor),
    handle: async ({ actor, values, command }) => {
      const set = await setOverride(actor, values, command);
      return created(monthOf(set.days[0] ?? ''), set, 'staff.calendar.said.overridden');
    },
  }),
  route({
    method: 'post',
    path: '/staff/calendar/overrides/:id/withdrawal',
    door: KEEPERS,
    summary: 'Let the calendar count again for a day',
    handle: async ({ actor, id, command }) => {
      const withdrawn = await withdrawOverride(actor, id, command);
      return done(monthOf(withdrawn.day), withdrawn, 'staff.calendar.said.withdrawn');
    },
  }),
  route({
    method: 'get',
    path: '/staff/calendar/hours',
    door: READERS,
    summary: 'Working hours, season by season',
    handle: ({ actor }) => hoursPage(actor),
  }),
  route({
    method: 'post',
    path: '/staff/calendar/hours',
    door: KEEPERS,
    summary: 'Set the working hours from a day on',
    form: hoursForm,
    again: ({ actor }) => hoursPage(actor),
    handle: async ({ actor, values, command }) =>
      created(
        '/staff/calendar/hours',
        await setHours(actor, values, command),
        'staff.calendar.said.hoursSet',
      ),
  }),
  route({
    method: 'post',
    path: '/staff/calendar/hours/:id/withdrawal',
    door: KEEPERS,
    summary: 'Take back working hours; those before hold on',
    handle: async ({ actor, id, command }) =>
      done(
        '/staff/calendar/hours',
        await withdrawHours(actor, id, command),
        'staff.calendar.said.hoursWithdrawn',
      ),
  }),
];
