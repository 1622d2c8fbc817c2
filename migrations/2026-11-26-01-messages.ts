import type { Migration } from '../src/base/migrator.ts';
import { belongsTo, dropAll, id, instantOf, longText, optional, text } from '../src/base/schema.ts';

export const up: Migration = async (schema) => {
  const instant = instantOf(schema);
  await schema.createTable('messages', {
    id,
    community_id: belongsTo('communities'),
    /** Whom it is for. */
    person_id: belongsTo('persons'),
    /** A word under `messages.text`. */
    kind: text(40),
    /** JSON: what the sentence names; no phone and no ID number. */
    facts: { ...longText, defaultValue: '{}' },
    /** Where it leads: an address of our own. */
    href: text(120),
    created_at: instant,
    read_at: optional(instant),
  });
  await schema.addIndex('messages', ['person_id', 'id']);
};

export const down: Migration = (schema) => dropAll(schema, ['messages']);
