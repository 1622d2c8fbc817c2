import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
  belongsTo,
  dropAll,
  id,
  instantOf,
  longText,
  optional,
  text,
  whole,
} from '../src/base/schema.ts';

export const up: Migration = async (schema) => {
  const instant = instantOf(schema);
  await schema.createTable('imports', {
    id,
    community_id: belongsTo('communities'),
    kind: text(20),
    file_name: text(120),
    /** Of the bytes that were uploaded. */
    sha256: text(64),
    row_count: whole,
    /** The rows that were read, and later those that were not booked: JSON, packed, in base64. */
    content: longText,
    /** JSON: what each column is, once that is known. */
    layout: optional(longText),
    state: { type: `VARCHAR(10) NOT NULL CHECK (state IN ('pending', 'booked', 'dropped'))` },
    /** JSON: how many rows were new, known and wrong, when it was decided. */
    counts: { ...longText, defaultValue: '{}' },
    uploaded_by_id: belongsTo('persons'),
    uploaded_at: instant,
    decided_by_id: optional(belongsTo('persons')),
    decided_at: optional(instant),
  });
  await schema.addIndex('imports', ['community_id', 'id']);
  await schema.addIndex('imports', ['community_id', 'sha256']);

  // A person has points of before once, in whatever file they stand.
  await schema.createTable('opening_balances', {
    person_id: { ...belongsTo('persons'), primaryKey: true },
    community_id: belongsTo('communities'),
    import_id: belongsTo('imports'),
    row: whole,
    points: whole,
  });
  await schema.addIndex('opening_balances', ['community_id', 'import_id']);
  await appendOnly(schema, 'opening_balances');
};

export const down: Migration = (schema) => dropAll(schema, ['opening_balances', 'imports']);
