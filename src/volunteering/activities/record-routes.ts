import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { recordForm, REPORT_PHOTOS_MAX } from './forms.ts';
import { recordPage } from './pages.ts';
import { approveActivity, recordActivity } from './recording.ts';

const KEEPERS = ['manager'] as const;
/** Managers, and residents who are in charge of it. */
const RUNNERS = ['manager', 'resident'] as const;

/** What is written down afterwards, and approved. */
export const recordRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/activities/:id/record',
    door: RUNNERS,
    summary: 'Form to write down who was there, with a report and photos',
    handle: ({ actor, id }) => recordPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/activities/:id/record',
    door: RUNNERS,
    summary: 'Write down who was there and for how long',
    form: recordForm,
    upload: { field: 'photos', filesMax: REPORT_PHOTOS_MAX },
    again: ({ actor, id }) => recordPage(actor, id),
    handle: async ({ actor, id, values, files, command }) => {
      const record = await recordActivity(actor, id, values, files, command);
      return created(`/activities/${id}`, { record }, 'activities.said.recorded');
    },
  }),
  route({
    method: 'post',
    path: '/activities/:id/approval',
    door: KEEPERS,
    summary: 'Approve the whole record of an activity: hours and points are booked',
    handle: async ({ actor, id, command }) => {
      const approval = await approveActivity(actor, id, command);
      return done(`/activities/${id}`, { approval }, SAID[approval.left === 0 ? 'all' : 'some']);
    },
  }),
];

const SAID = {
  all: 'activities.said.approved',
  some: 'activities.said.approvedPartly',
} as const;
