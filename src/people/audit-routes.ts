import Joi from 'joi';
import { page, route } from '../web/route.ts';
import type { Route } from '../web/route.ts';
import { auditedEvents, auditLines } from './audit-queries.ts';
import type { AuditFilter } from './audit-queries.ts';
import { auditColumns } from './columns.ts';

const auditQuery = Joi.object<AuditFilter, true>({
  event: Joi.string()
    .pattern(/^[a-z-]{1,40}$/)
    .empty(''),
  before: Joi.number().integer().min(1).max(2_147_483_647),
});

/** What staff did, for those who watch over it. */
export const auditRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/audit',
    door: ['auditor', 'administrator'],
    summary: 'What was done and by whom, newest first',
    columns: auditColumns,
    query: auditQuery,
    handle: async ({ actor, query }) => {
      const { items, next } = await auditLines(actor, query);
      const event = query.event ? `&event=${query.event}` : '';
      const data = { items, next: next === null ? null : `before=${next}${event}` };
      const only = { events: await auditedEvents(actor), event: query.event ?? '' };
      return page('people/audit/index', data, { only });
    },
  }),
];
