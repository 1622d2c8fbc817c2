import Joi from 'joi';
import { LANGUAGES } from '../../web/i18n.ts';
import type { Language } from '../../web/i18n.ts';
import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { attachmentUpload } from '../attachments/reading.ts';
import { listQuery } from '../review/forms.ts';
import { decideDeed, enterDeed } from './deed.ts';
import { deedDecisionForm, deedForm, yearForm } from './forms.ts';
import { deedPage, deedsPage, newDeedPage, newYearPage, yearFile, yearPage } from './page.ts';
import { openYearReview } from './year.ts';
import { deedColumns } from '../columns.ts';

const READERS = ['assessor', 'leader', 'auditor'] as const;

const fileQuery = Joi.object<{ lang: Language }, true>({
  lang: Joi.string()
    .valid(...LANGUAGES)
    .default(LANGUAGES[0]),
});

const deedsQuery = Joi.object<{ year?: string }, true>({ year: Joi.string().pattern(/^2\d{3}$/) });

const yearRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/annuals/new',
    door: ['assessor'],
    summary: 'Form that opens the summary of a year',
    handle: ({ actor }) => newYearPage(actor),
  }),
  route({
    method: 'post',
    path: '/staff/annuals',
    door: ['assessor'],
    summary: 'Open the summary of a year',
    form: yearForm,
    again: ({ actor }) => newYearPage(actor),
    handle: async ({ actor, values, command }) => {
      const review = await openYearReview(actor, values, command);
      return created(`/staff/annuals/${review.id}`, { review }, 'staff.annual.said.opened');
    },
  }),
  route({
    method: 'get',
    path: '/staff/annuals/:id.xlsx',
    door: READERS,
    summary: 'The whole year as a workbook, one sheet for each department',
    query: fileQuery,
    handle: ({ actor, id, query }) => yearFile(actor, id, query.lang),
  }),
  route({
    method: 'get',
    path: '/staff/annuals/:id',
    door: READERS,
    summary: 'The summary of a year, by department',
    query: listQuery,
    handle: ({ actor, id, query }) => yearPage(actor, id, query),
  }),
];

const deedRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/deeds',
    door: READERS,
    summary: 'Special deeds of a year',
    columns: deedColumns,
    query: deedsQuery,
    handle: ({ actor, query }) => deedsPage(actor, query.year),
  }),
  route({
    method: 'get',
    path: '/staff/deeds/new',
    door: ['assessor'],
    summary: 'Form for a special deed',
    handle: ({ actor }) => newDeedPage(actor),
  }),
  route({
    method: 'post',
    path: '/staff/deeds',
    door: ['assessor'],
    summary: 'Enter a special deed with its evidence',
    form: deedForm,
    upload: attachmentUpload,
    again: ({ actor }) => newDeedPage(actor),
    handle: async ({ actor, values, files, command }) => {
      const deed = await enterDeed(actor, values, files, command);
      return created(`/staff/deeds/${deed.id}`, { deed }, 'staff.annual.said.deed');
    },
  }),
  route({
    method: 'get',
    path: '/staff/deeds/:id',
    door: ['staff', ...READERS],
    summary: 'A special deed with its evidence',
    handle: ({ actor, id }) => deedPage(actor, id),
  }),
  ...(['approval', 'rejection'] as const).map((decision) =>
    route({
      method: 'post',
      path: `/staff/deeds/:id/${decision}`,
      door: ['leader'],
      summary: decision === 'approval' ? 'Approve a special deed' : 'Reject a special deed',
      form: deedDecisionForm,
      again: ({ actor, id }) => deedPage(actor, id),
      handle: async ({ actor, id, values, command }) => {
        const state = decision === 'approval' ? 'approved' : 'rejected';
        const deed = await decideDeed(actor, id, state, values.reason, command);
        return done(`/staff/deeds/${id}`, { deed }, 'staff.annual.said.decided');
      },
    }),
  ),
];

/** The summary of a year (年底汇总), and the special deeds that it rests on. */
export const annualRoutes: readonly Route[] = [...yearRoutes, ...deedRoutes];
