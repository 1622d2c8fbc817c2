import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { attachmentUpload } from '../attachments/reading.ts';
import { appealIncident, showNotice, withdrawAppeal } from './appealing.ts';
import { decideAppeal } from './decision.ts';
import { appealDecisionForm, appealForm, appealQuery, showingForm } from './forms.ts';
import { appealPage, appealsPage, newAppealPage, noticePage, noticesPage } from './pages.ts';
import { appealColumns, noticeColumns } from '../columns.ts';

const EVERYBODY = ['staff', 'assessor', 'leader', 'auditor'] as const;
const addressOf = (id: number): string => `/staff/appeals/${id}`;

const readRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/appeals',
    door: EVERYBODY,
    summary: 'Appeals: those that one may decide, and one’s own',
    columns: appealColumns,
    query: appealQuery,
    handle: ({ actor, query }) => appealsPage(actor, query),
  }),
  route({
    method: 'get',
    path: '/staff/incidents/:id/appeal',
    door: ['staff'],
    summary: 'Form to appeal what was booked for oneself',
    handle: ({ actor, id }) => newAppealPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/appeals/:id',
    door: EVERYBODY,
    summary: 'An appeal with its reasons, attachments and steps',
    handle: ({ actor, id }) => appealPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/appeals/:id/notice',
    door: EVERYBODY,
    summary: 'The formal notice that clears a person',
    handle: ({ actor, id }) => noticePage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/notices',
    door: EVERYBODY,
    summary: 'The notices that are shown inside the office',
    columns: noticeColumns,
    handle: ({ actor }) => noticesPage(actor),
  }),
];

/** Appeals against what was booked, and the notices that clear people. */
export const appealRoutes: readonly Route[] = [
  ...readRoutes,
  route({
    method: 'post',
    path: '/staff/incidents/:id/appeal',
    door: ['staff'],
    summary: 'Appeal what was booked for oneself, with reasons and attachments',
    form: appealForm,
    upload: attachmentUpload,
    again: ({ actor, id }) => newAppealPage(actor, id),
    handle: async ({ actor, id, values, files, command }) => {
      const made = await appealIncident(actor, id, values.reasons, files, command);
      return created(addressOf(made.id), made, 'staff.appeals.said.made');
    },
  }),
  route({
    method: 'post',
    path: '/staff/appeals/:id/withdrawal',
    door: ['staff'],
    summary: 'Take back one’s own appeal while it is undecided',
    handle: async ({ actor, id, command }) => {
      const withdrawn = await withdrawAppeal(actor, id, command);
      return done(addressOf(id), withdrawn, 'staff.appeals.said.withdrawn');
    },
  }),
  route({
    method: 'post',
    path: '/staff/appeals/:id/decision',
    door: ['assessor', 'leader'],
    summary: 'Uphold, correct or clear what was appealed, with a reason',
    form: appealDecisionForm,
    again: ({ actor, id }) => appealPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const decided = await decideAppeal(actor, id, values, command);
      return done(addressOf(id), decided, `staff.appeals.said.${decided.state}`);
    },
  }),
  route({
    method: 'post',
    path: '/staff/appeals/:id/showing',
    door: ['staff'],
    summary: 'Show the notice that clears oneself inside the office, or no longer',
    form: showingForm,
    handle: async ({ actor, id, values, command }) => {
      const set = await showNotice(actor, id, values.shown, command);
      const said = set.shown ? 'staff.appeals.said.shown' : 'staff.appeals.said.hidden';
      return done(`${addressOf(id)}/notice`, set, said);
    },
  }),
];
