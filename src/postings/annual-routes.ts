import { done, route } from '../web/route.ts';
import type { Route } from '../web/route.ts';
import { postYear, settleYear } from './annual-verbs.ts';

/** The posting of a year's grades, from the page of the annual summary. */
export const annualPostingRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/staff/annuals/:id/posting',
    door: ['leader'],
    summary: 'Post the grades of a year inside the office',
    handle: async ({ actor, id, command }) => {
      const posting = await postYear(actor, id, command);
      return done(`/staff/annuals/${id}`, { posting }, 'staff.annual.said.posted');
    },
  }),
  route({
    method: 'post',
    path: '/staff/annuals/:id/settlement',
    door: ['leader'],
    summary: 'End the posting of a year: final, or open to be corrected',
    handle: async ({ actor, id, command }) => {
      const { outcome } = await settleYear(actor, id, command);
      const said = outcome === 'final' ? 'staff.annual.said.final' : 'staff.annual.said.objected';
      return done(`/staff/annuals/${id}`, { outcome }, said);
    },
  }),
];
