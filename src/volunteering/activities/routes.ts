import { created, done, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { announceActivity, cancelActivity, createActivity, reviseActivity } from './announcing.ts';
import { deskRoutes } from './desk-routes.ts';
import { activityForm, cancelForm, inChargeForm, whomForm } from './forms.ts';
import { putInCharge } from './in-charge.ts';
import { editPage, listPage, newPage, showPage } from './pages.ts';
import { activityPhoto } from './photos.ts';
import { recordRoutes } from './record-routes.ts';
import { signUp, withdrawSignUp } from './sign-up.ts';
import { activityColumns } from '../columns.ts';

const KEEPERS = ['manager'] as const;
const VOLUNTEERS = ['resident', 'manager'] as const;

/** What managers announce. */
const announcingRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/activities/new',
    door: KEEPERS,
    summary: 'Form for a new activity',
    handle: ({ actor }) => newPage(actor),
  }),
  route({
    method: 'post',
    path: '/activities',
    door: KEEPERS,
    summary: 'Write an activity down as a draft',
    form: activityForm,
    again: ({ actor }) => newPage(actor),
    handle: async ({ actor, values, command }) => {
      const activity = await createActivity(actor, actor.communityId, values, command);
      return created(`/activities/${activity.id}`, { activity }, 'activities.said.created');
    },
  }),
  route({
    method: 'get',
    path: '/activities/:id/edit',
    door: KEEPERS,
    summary: 'Form to change an activity that has not begun',
    handle: ({ actor, id }) => editPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/activities/:id',
    door: KEEPERS,
    summary: 'Change an activity that has not begun, and tell who signed up',
    form: activityForm,
    again: ({ actor, id }) => editPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const activity = await reviseActivity(actor, id, values, command);
      return done(`/activities/${id}`, { activity }, 'activities.said.revised');
    },
  }),
  route({
    method: 'post',
    path: '/activities/:id/in-charge',
    door: KEEPERS,
    summary: 'Put somebody of the community in charge of an activity',
    form: inChargeForm,
    again: ({ actor, id, values }) => showPage(actor, id, values),
    handle: async ({ actor, id, values, command }) => {
      const activity = await putInCharge(actor, id, values, command);
      return done(`/activities/${id}`, { activity }, 'activities.said.inCharge');
    },
  }),
  route({
    method: 'post',
    path: '/activities/:id/announcement',
    door: KEEPERS,
    summary: 'Announce an activity and open its sign-up',
    handle: async ({ actor, id, command }) => {
      const activity = await announceActivity(actor, id, command);
      return done(`/activities/${id}`, { activity }, 'activities.said.announced');
    },
  }),
  route({
    method: 'post',
    path: '/activities/:id/cancellation',
    door: KEEPERS,
    summary: 'Call an activity off and tell all who signed up',
    form: cancelForm,
    again: ({ actor, id }) => showPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const activity = await cancelActivity(actor, id, values.reason, command);
      return done(`/activities/${id}`, { activity }, 'activities.said.cancelled');
    },
  }),
];

/** What everybody reads. */
const readingRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/activities',
    door: 'public',
    summary: 'Activities that are coming, and the last ones',
    columns: activityColumns,
    shared: true,
    handle: ({ visitor, communityId }) => listPage(visitor, communityId),
  }),
  route({
    method: 'get',
    path: '/activities/:id',
    door: 'public',
    summary: 'One activity: what, where, when, for whom; afterwards its report',
    shared: true,
    handle: ({ visitor, id }) => showPage(visitor, id),
  }),
  route({
    method: 'get',
    path: '/activities/photos/:id',
    door: 'public',
    summary: 'A photo of an activity’s report',
    handle: ({ id }) => photoAnswer(id, 'key'),
  }),
  route({
    method: 'get',
    path: '/activities/photos/:id/thumb',
    door: 'public',
    summary: 'A small picture of such a photo',
    handle: ({ id }) => photoAnswer(id, 'thumbKey'),
  }),
];

// The picture under an address never changes.
const DAY_SECONDS = 86_400;

const photoAnswer = async (id: number, size: 'key' | 'thumbKey'): Promise<Answer> => ({
  kind: 'file',
  type: 'image/webp',
  body: await activityPhoto(id, size),
  publicFor: DAY_SECONDS,
});

/** What residents do, for themselves or for those who live with them. */
const signUpRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/activities/:id/sign-ups',
    door: VOLUNTEERS,
    summary: 'Sign up oneself or somebody of one’s home; a manager anybody',
    form: whomForm,
    again: ({ actor, id }) => showPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const signedUp = await signUp(
        actor,
        id,
        values.personId ?? actor.personId,
        command,
        values.confirmed,
      );
      const said = signedUp.state === 'waiting' ? 'waiting' : 'signedUp';
      return created(`/activities/${id}`, { signUp: signedUp }, SAID[said]);
    },
  }),
  route({
    method: 'post',
    path: '/activities/:id/withdrawals',
    door: VOLUNTEERS,
    summary: 'Give a place up; the first who waits moves up',
    form: whomForm,
    again: ({ actor, id }) => showPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const withdrawn = await withdrawSignUp(actor, id, values.personId ?? actor.personId, command);
      return done(`/activities/${id}`, { withdrawn }, 'activities.said.withdrawn');
    },
  }),
];

const SAID = {
  waiting: 'activities.said.waiting',
  signedUp: 'activities.said.signedUp',
} as const;

export const activityRoutes: readonly Route[] = [
  ...announcingRoutes,
  ...readingRoutes,
  ...signUpRoutes,
  ...deskRoutes,
  ...recordRoutes,
];
