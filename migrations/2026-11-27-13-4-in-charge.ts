import type { Migration } from '../src/base/migrator.ts';
import { instantOf, runAll } from '../src/base/schema.ts';

/** Who runs an activity on the day, and that who signed up confirmed what it asks for. */
export const up: Migration = async (schema) => {
  const instant = instantOf(schema).type as string;
  await runAll(schema, [
    // A resident of the community; null: its managers alone.
    'ALTER TABLE activities ADD COLUMN in_charge_id INTEGER REFERENCES persons (id)',
    // Null: nothing was asked for.
    `ALTER TABLE activity_participants ADD COLUMN confirmed_at ${instant}`,
  ]);
};

export const down: Migration = (schema) =>
  runAll(schema, [
    'ALTER TABLE activity_participants DROP COLUMN confirmed_at',
    'ALTER TABLE activities DROP COLUMN in_charge_id',
  ]);
