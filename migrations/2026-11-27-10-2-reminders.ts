import type { Migration } from '../src/base/migrator.ts';
import { isPostgres, runAll } from '../src/base/schema.ts';

/** That a person was reminded of a reservation, which is done once. */
export const up: Migration = (schema) =>
  runAll(schema, [
    `ALTER TABLE redemptions ADD COLUMN reminded_at
      ${isPostgres(schema) ? 'TIMESTAMP WITH TIME ZONE' : 'TEXT'}`,
  ]);

export const down: Migration = (schema) =>
  runAll(schema, ['ALTER TABLE redemptions DROP COLUMN reminded_at']);
