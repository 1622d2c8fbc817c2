import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import {
  belongsTo,
  dropAll,
  id,
  instantOf,
  isPostgres,
  optional,
  refuseNoMore,
  refuseWhen,
  runAll,
  text,
  whole,
} from '../src/base/schema.ts';

/** What a counter needs: who confirmed what was handed over, PINs, opening hours, undoing. */
export const up: Migration = async (schema) => {
  const instant = isPostgres(schema) ? 'TIMESTAMP WITH TIME ZONE' : 'TEXT';
  await runAll(schema, [
    `ALTER TABLE redemptions ADD COLUMN ready_at ${instant}`,
    'ALTER TABLE redemptions ADD COLUMN ready_by_id INTEGER',
    `ALTER TABLE redemptions ADD COLUMN returned_at ${instant}`,
    'ALTER TABLE redemptions ADD COLUMN returned_by_id INTEGER',
    'CREATE INDEX redemptions_settled ON redemptions (community_id, settled_at)',
  ]);

  await schema.createTable('pins', {
    person_id: { ...belongsTo('persons'), primaryKey: true },
    hash: text(200),
    set_at: instantOf(schema),
    set_by_id: belongsTo('persons'),
  });

  await createConfirmations(schema);
  await createOpeningTimes(schema);
};

async function createConfirmations(schema: QueryInterface): Promise<void> {
  // How a person agreed to what was handed over without a reservation.
  await schema.createTable('confirmations', {
    redemption_id: { ...belongsTo('redemptions'), primaryKey: true },
    /** code, pin, signature or clerk. */
    kind: text(10),
    /** The person, or the second clerk. */
    confirmed_by_id: belongsTo('persons'),
    /** Lines of an SVG path in a field of 600 × 200. */
    signature: { type: 'TEXT' },
    at: instantOf(schema),
  });
  // A signature may be taken away when its person is erased; nothing else changes.
  await refuseWhen(
    schema,
    'confirmations',
    'UPDATE',
    `NEW.signature IS NOT NULL OR NEW.redemption_id <> OLD.redemption_id OR NEW.kind <> OLD.kind
       OR NEW.confirmed_by_id <> OLD.confirmed_by_id OR NEW.at <> OLD.at`,
  );
  await refuseWhen(schema, 'confirmations', 'DELETE', '1 = 1');
}

/** None of a community: always open. */
async function createOpeningTimes(schema: QueryInterface): Promise<void> {
  await schema.createTable('opening_times', {
    id,
    community_id: belongsTo('communities'),
    /** week: each such weekday (1 is Monday); month: that day of each month; day: that day alone. */
    kind: text(5),
    number: optional(whole),
    day: { type: 'DATE' },
    /** 09:00; null: closed on that day. */
    opens_at: optional(text(5)),
    closes_at: optional(text(5)),
  });
  await schema.addIndex('opening_times', ['community_id', 'kind']);
}

export const down: Migration = async (schema) => {
  await refuseNoMore(schema, 'confirmations', 'UPDATE');
  await refuseNoMore(schema, 'confirmations', 'DELETE');
  await dropAll(schema, ['opening_times', 'confirmations', 'pins']);
  await schema.sequelize.query('DROP INDEX redemptions_settled');
  for (const column of ['returned_by_id', 'returned_at', 'ready_by_id', 'ready_at']) {
    await schema.sequelize.query(`ALTER TABLE redemptions DROP COLUMN ${column}`);
  }
};
