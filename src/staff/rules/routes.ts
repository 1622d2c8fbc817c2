import { route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { draftRoutes } from './draft-routes.ts';
import { comparisonPage, listPage, setPage } from './pages.ts';

/** The rules that staff are judged by, and the drafts of those to come. */
export const ruleRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/rules',
    door: ['staff', 'assessor', 'leader', 'auditor', 'administrator'],
    summary: 'Sets of rules for the scoring of staff',
    handle: ({ actor }) => listPage(actor),
  }),
  ...draftRoutes,
  route({
    method: 'get',
    path: '/staff/rules/:id',
    door: ['staff', 'assessor', 'leader', 'auditor', 'administrator'],
    summary: 'A set of rules for the scoring of staff',
    handle: ({ actor, id }) => setPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/staff/rules/:id/comparison',
    door: ['assessor', 'leader', 'auditor', 'administrator'],
    summary: 'What a draft changes in the rules in force',
    handle: ({ actor, id }) => comparisonPage(actor, id),
  }),
];
