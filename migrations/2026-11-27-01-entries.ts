import type { Migration } from '../src/base/migrator.ts';
import { runAll } from '../src/base/schema.ts';

/** Check-ins that somebody else enters: from a sign-in sheet, an activity, a file, by proxy. */
export const up: Migration = async (schema) => {
  await runAll(schema, [
    // Where the record came from, which its service record says as well.
    `ALTER TABLE check_ins ADD COLUMN source VARCHAR(10) NOT NULL DEFAULT 'photo'
       CHECK (source IN ('photo', 'sign-in', 'staff', 'imported'))`,
    // Measured from in to out; null: as many as the rule says for the quantity.
    `ALTER TABLE check_ins ADD COLUMN minutes INTEGER CHECK (minutes BETWEEN 0 AND 1440)`,
    // What it came with, entered and approved together: sheet:7, activity:3.
    'ALTER TABLE check_ins ADD COLUMN batch VARCHAR(40)',
    'CREATE INDEX check_ins_batch ON check_ins (batch) WHERE batch IS NOT NULL',
  ]);
};

export const down: Migration = async (schema) => {
  await runAll(schema, [
    'DROP INDEX check_ins_batch',
    'ALTER TABLE check_ins DROP COLUMN batch',
    'ALTER TABLE check_ins DROP COLUMN minutes',
    'ALTER TABLE check_ins DROP COLUMN source',
  ]);
};
