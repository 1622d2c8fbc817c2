import sql from 'sql-template-tag';
import { row } from '../base/db.ts';
import { pendingMigrations } from '../base/migrator.ts';
import { Refusal } from '../base/refusal.ts';
import { openApiOf } from './openapi.ts';
import { route } from './route.ts';
import type { Answer, Route } from './route.ts';

const json = (data: unknown): Answer => ({
  kind: 'file',
  type: 'application/json',
  body: JSON.stringify(data),
});

/** What a load balancer and an integrator ask. `table` is every route, these among them. */
export function serviceRoutes(table: () => readonly Route[]): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/healthz',
      door: 'public',
      bare: true,
      summary: 'The process lives',
      handle: () => Promise.resolve(json({ status: 'ok' })),
    }),
    route({
      method: 'get',
      path: '/readyz',
      door: 'public',
      bare: true,
      summary: 'The process can serve: migrated, and the database answers',
      handle: async () => {
        await row(sql`SELECT 1 AS one`);
        if ((await pendingMigrations()).length > 0) throw new Refusal('busy', 'not-migrated');
        return json({ status: 'ready' });
      },
    }),
    route({
      method: 'get',
      path: '/openapi.json',
      door: 'public',
      bare: true,
      summary: 'This document',
      handle: () => Promise.resolve(json(openApiOf(table()))),
    }),
  ];
}
