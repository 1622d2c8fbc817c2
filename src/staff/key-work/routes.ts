import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { attachmentUpload } from '../attachments/reading.ts';
import { showAt } from '../evidence.ts';
import { reasonForm } from '../proposals/forms.ts';
import { confirmationForm, extensionForm, resultForm, taskForm, taskQuery } from './forms.ts';
import { newTaskPage, taskPage, tasksPage } from './pages.ts';
import { confirmTask, reportTask, returnTask } from './result.ts';
import { cancelTask, extendTask, setTask } from './tasks.ts';
import { taskColumns } from '../columns.ts';

const addressOf = (id: number): string => `/staff/key-work/${id}`;
const EVERYBODY = ['staff', 'assessor', 'leader', 'auditor'] as const;
const SETTERS = ['assessor', 'leader'] as const;

showAt('task', addressOf);

const settingRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/key-work',
    door: EVERYBODY,
    summary: 'Central tasks: the office’s, or one’s own',
    columns: taskColumns,
    query: taskQuery,
    handle: ({ actor, query }) => tasksPage(actor, query),
  }),
  route({
    method: 'get',
    path: '/staff/key-work/new',
    door: SETTERS,
    summary: 'Form for a central task',
    handle: ({ actor }) => newTaskPage(actor),
  }),
  route({
    method: 'post',
    path: '/staff/key-work',
    door: SETTERS,
    summary: 'Set a central task with owner, members and deadline',
    form: taskForm,
    again: ({ actor }) => newTaskPage(actor),
    handle: async ({ actor, values, command }) => {
      const made = await setTask(actor, values, command);
      return created(addressOf(made.id), made, 'staff.key-work.said.made');
    },
  }),
  route({
    method: 'post',
    path: '/staff/key-work/:id/extension',
    door: SETTERS,
    summary: 'Extend the deadline of a task, with a reason, before it is over',
    form: extensionForm,
    again: ({ actor, id }) => taskPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const extended = await extendTask(actor, id, values, command);
      return done(addressOf(id), extended, 'staff.key-work.said.extended');
    },
  }),
  route({
    method: 'post',
    path: '/staff/key-work/:id/cancellation',
    door: SETTERS,
    summary: 'End a task that is no longer to be done',
    form: reasonForm,
    handle: async ({ actor, id, values, command }) => {
      const ended = await cancelTask(actor, id, values.reason, command);
      return done(addressOf(id), ended, 'staff.key-work.said.cancelled');
    },
  }),
];

/** Central tasks: set, extended, reported by their owner, confirmed by a second person. */
export const taskRoutes: readonly Route[] = [
  ...settingRoutes,
  route({
    method: 'get',
    path: '/staff/key-work/:id',
    door: EVERYBODY,
    summary: 'A central task with its members, result and steps',
    handle: ({ actor, id }) => taskPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/staff/key-work/:id/report',
    door: ['staff'],
    summary: 'Report the result of a task that one leads, with evidence',
    form: resultForm,
    upload: attachmentUpload,
    again: ({ actor, id }) => taskPage(actor, id),
    handle: async ({ actor, id, values, files, command }) => {
      const reported = await reportTask(actor, id, values.result, files, command);
      return done(addressOf(id), reported, 'staff.key-work.said.reported');
    },
  }),
  route({
    method: 'post',
    path: '/staff/key-work/:id/confirmation',
    door: SETTERS,
    summary: 'Confirm the result of a task and who took part, which books the additions',
    form: confirmationForm,
    again: ({ actor, id }) => taskPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const confirmed = await confirmTask(actor, id, values.tookPart, command);
      return done(addressOf(id), confirmed, 'staff.key-work.said.done');
    },
  }),
  route({
    method: 'post',
    path: '/staff/key-work/:id/return',
    door: SETTERS,
    summary: 'Send a reported task back, with a reason',
    form: reasonForm,
    handle: async ({ actor, id, values, command }) => {
      const returned = await returnTask(actor, id, values.reason, command);
      return done(addressOf(id), returned, 'staff.key-work.said.returned');
    },
  }),
];
