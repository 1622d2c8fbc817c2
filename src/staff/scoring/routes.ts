import { route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { quarterQuery, sheetQuery } from './forms.ts';
import { fileQuery, scorePage, sheetFile, sheetPage } from './pages.ts';
import { scoreColumns } from '../columns.ts';

/** What each staff member has, and what stands behind it. */
export const scoreRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/scores',
    door: ['assessor', 'leader', 'auditor'],
    summary: 'Scores of all staff members in a quarter',
    columns: scoreColumns,
    query: sheetQuery,
    handle: ({ actor, query }) => sheetPage(actor, query),
  }),
  route({
    method: 'get',
    path: '/staff/scores.csv',
    door: ['assessor', 'leader', 'auditor'],
    summary: 'Scores of all staff members in a quarter, as a file for a spreadsheet',
    query: fileQuery,
    handle: ({ actor, query }) => sheetFile(actor, query.lang, query.quarter),
  }),
  route({
    method: 'get',
    path: '/staff/scores/:id',
    door: ['assessor', 'leader', 'auditor'],
    summary: 'The score of a staff member in a quarter, with its entries',
    query: quarterQuery,
    handle: ({ actor, id, query }) => scorePage(actor, id, query.quarter),
  }),
  route({
    method: 'get',
    path: '/staff/score',
    door: ['staff'],
    summary: 'One’s own score in a quarter, with its entries',
    query: quarterQuery,
    handle: ({ actor, query }) => scorePage(actor, actor.personId, query.quarter),
  }),
];
