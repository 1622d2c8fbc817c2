import type { Migration } from '../src/base/migrator.ts';
import { appendOnly, belongsTo, dropAll, isPostgres, whole } from '../src/base/schema.ts';

/** A household may pool: its members earn in their own names and spend together. */
export const up: Migration = async (schema) => {
  const instant = isPostgres(schema) ? 'TIMESTAMP WITH TIME ZONE' : 'TEXT';
  // Since when it pools; null: everybody spends their own.
  await schema.sequelize.query(`ALTER TABLE households ADD COLUMN pooled_at ${instant}`);
  // What other members of the household gave to a redemption, each by a transfer of its own.
  await schema.createTable('redemption_shares', {
    redemption_id: { ...belongsTo('redemptions'), primaryKey: true },
    person_id: { ...belongsTo('persons'), primaryKey: true },
    points: whole,
  });
  await appendOnly(schema, 'redemption_shares');
};

export const down: Migration = async (schema) => {
  await dropAll(schema, ['redemption_shares']);
  await schema.sequelize.query('ALTER TABLE households DROP COLUMN pooled_at');
};
