import type { Migration } from '../src/base/migrator.ts';
import { instantOf, runAll } from '../src/base/schema.ts';

/** A certificate that was asked for may be declined, with a reason; then it may be asked for again. */
export const up: Migration = async (schema) => {
  const instant = instantOf(schema).type as string;
  await runAll(schema, [
    `ALTER TABLE certificate_requests ADD COLUMN declined_at ${instant}`,
    'ALTER TABLE certificate_requests ADD COLUMN declined_by_id INTEGER REFERENCES persons (id)',
    'ALTER TABLE certificate_requests ADD COLUMN reason VARCHAR(200)',
    'DROP INDEX certificate_requests_open',
    `CREATE UNIQUE INDEX certificate_requests_open ON certificate_requests (person_id)
      WHERE certificate_id IS NULL AND declined_at IS NULL`,
  ]);
};

export const down: Migration = (schema) =>
  runAll(schema, [
    'DROP INDEX certificate_requests_open',
    'DELETE FROM certificate_requests WHERE declined_at IS NOT NULL',
    'ALTER TABLE certificate_requests DROP COLUMN reason',
    'ALTER TABLE certificate_requests DROP COLUMN declined_by_id',
    'ALTER TABLE certificate_requests DROP COLUMN declined_at',
    `CREATE UNIQUE INDEX certificate_requests_open ON certificate_requests (person_id)
      WHERE certificate_id IS NULL`,
  ]);
