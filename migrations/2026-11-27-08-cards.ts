import type { Migration } from '../src/base/migrator.ts';
import {
  belongsTo,
  dropAll,
  id,
  instantOf,
  optional,
  refuseNoMore,
  refuseWhen,
  runAll,
  text,
  whole,
} from '../src/base/schema.ts';

/** Cards of people, one after another; the number that stands is that of `persons.card_number`. */
export const up: Migration = async (schema) => {
  const instant = instantOf(schema);
  await schema.createTable('cards', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    number: text(20),
    issued_at: instant,
    /** Null: it was there before cards were kept. */
    issued_by_id: optional(whole),
    ended_at: optional(instant),
    ended_by_id: optional(whole),
    /** lost, replaced by another, or handed back. */
    ended_because: optional(text(10)),
  });
  await runAll(schema, [
    'CREATE UNIQUE INDEX cards_number ON cards (number)',
    'CREATE UNIQUE INDEX cards_of_person ON cards (person_id) WHERE ended_at IS NULL',
    'CREATE INDEX cards_history ON cards (person_id, id)',
    `INSERT INTO cards (community_id, person_id, number, issued_at)
       SELECT community_id, id, card_number, created_at FROM persons
        WHERE card_number IS NOT NULL ORDER BY id`,
  ]);
  // A card that has ended never stands again.
  await refuseWhen(schema, 'cards', 'UPDATE', 'OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL');
  await refuseWhen(schema, 'cards', 'DELETE', '1 = 1');
};

export const down: Migration = async (schema) => {
  await refuseNoMore(schema, 'cards', 'UPDATE');
  await refuseNoMore(schema, 'cards', 'DELETE');
  await dropAll(schema, ['cards']);
};
