import { searchForm } from '../../people/index.ts';
import { done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { addWalkIn, correctMinutes, signByCode, signByTap } from './attendance.ts';
import { codeForm, codeQuery, correctionForm, tapForm, walkInForm } from './forms.ts';
import { attendancePage, deskPage, peopleFound } from './pages.ts';

/** Managers, and residents who are in charge of it. */
const RUNNERS = ['manager', 'resident'] as const;
const VOLUNTEERS = ['resident', 'manager'] as const;

/** Signing oneself in and out by the code on the organiser's screen. */
const codeRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/activities/:id/attendance',
    door: VOLUNTEERS,
    summary: 'Where one signs in and out; the QR code on the screen leads here',
    query: codeQuery,
    handle: ({ actor, id, query }) => attendancePage(actor, id, query.code),
  }),
  route({
    method: 'post',
    path: '/activities/:id/arrivals',
    door: VOLUNTEERS,
    summary: 'Sign in by the code on the screen',
    form: codeForm,
    again: ({ actor, id }) => attendancePage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const arrival = await signByCode(actor, id, 'arrival', values.code, command);
      return done(`/activities/${id}/attendance`, { arrival }, 'activities.said.arrived');
    },
  }),
  route({
    method: 'post',
    path: '/activities/:id/departures',
    door: VOLUNTEERS,
    summary: 'Sign out by the code on the screen',
    form: codeForm,
    again: ({ actor, id }) => attendancePage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const departure = await signByCode(actor, id, 'departure', values.code, command);
      return done(`/activities/${id}/attendance`, { departure }, 'activities.said.left');
    },
  }),
];

/** What the organiser does on the day. */
export const deskRoutes: readonly Route[] = [
  ...codeRoutes,
  route({
    method: 'get',
    path: '/activities/:id/desk',
    door: [...RUNNERS, 'auditor'],
    summary: 'The organiser’s screen: a code that changes, and the list to tap on',
    handle: ({ actor, id, origin }) => deskPage(actor, id, origin),
  }),
  route({
    method: 'post',
    path: '/activities/:id/desk/arrivals',
    door: RUNNERS,
    summary: 'Sign somebody in by a tap',
    form: tapForm,
    again: ({ actor, id, origin }) => deskPage(actor, id, origin),
    handle: async ({ actor, id, values, command }) => {
      const arrival = await signByTap(actor, id, 'arrival', values.personId, command);
      return done(`/activities/${id}/desk`, { arrival });
    },
  }),
  route({
    method: 'post',
    path: '/activities/:id/desk/departures',
    door: RUNNERS,
    summary: 'Sign somebody out by a tap',
    form: tapForm,
    again: ({ actor, id, origin }) => deskPage(actor, id, origin),
    handle: async ({ actor, id, values, command }) => {
      const departure = await signByTap(actor, id, 'departure', values.personId, command);
      return done(`/activities/${id}/desk`, { departure });
    },
  }),
  route({
    method: 'post',
    path: '/activities/:id/desk/searches',
    door: RUNNERS,
    summary: 'Find somebody who came without having signed up',
    keyless: true,
    form: searchForm,
    again: ({ actor, id, origin }) => deskPage(actor, id, origin),
    handle: async ({ actor, id, values, origin }) =>
      deskPage(actor, id, origin, await peopleFound(actor, id, values.q)),
  }),
  route({
    method: 'post',
    path: '/activities/:id/desk/walk-ins',
    door: RUNNERS,
    summary: 'Add somebody who came, perhaps in the place of another',
    form: walkInForm,
    again: ({ actor, id, origin }) => deskPage(actor, id, origin),
    handle: async ({ actor, id, values, command }) => {
      const arrival = await addWalkIn(actor, id, values, command);
      return done(`/activities/${id}/desk`, { arrival }, 'activities.said.walkedIn');
    },
  }),
  route({
    method: 'post',
    path: '/activities/:id/desk/corrections',
    door: RUNNERS,
    summary: 'Set somebody’s minutes right, with a reason',
    form: correctionForm,
    again: ({ actor, id, origin }) => deskPage(actor, id, origin),
    handle: async ({ actor, id, values, command }) => {
      const correction = await correctMinutes(actor, id, values, command);
      return done(`/activities/${id}/desk`, { correction }, 'activities.said.corrected');
    },
  }),
];
