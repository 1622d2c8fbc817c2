import type { Migration } from '../src/base/migrator.ts';
import { appendOnly, belongsTo, day, dropAll, id, instantOf, text } from '../src/base/schema.ts';

/** How a person agreed that somebody else enters an action for them. */
export const up: Migration = async (schema) => {
  await schema.createTable('check_in_consents', {
    id,
    check_in_id: { ...belongsTo('check_ins'), unique: true },
    /** in-person, by-phone, on-paper */
    way: text(10),
    given_on: day,
    /** Who says so: who entered the action. */
    witness_id: belongsTo('persons'),
    noted_at: instantOf(schema),
  });
  await schema.addIndex('check_in_consents', ['witness_id', 'id']);
  await appendOnly(schema, 'check_in_consents');
};

export const down: Migration = (schema) => dropAll(schema, ['check_in_consents']);
