import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
  belongsTo,
  dropAll,
  id,
  instantOf,
  optional,
  text,
  whole,
} from '../src/base/schema.ts';

export const up: Migration = async (schema) => {
  // Evidence: what was once attached is neither changed nor taken away.
  await schema.createTable('attachments', {
    id,
    community_id: belongsTo('communities'),
    /** What it stands behind: `discipline:4`, `leave:2`, `task:5`. */
    subject: text(60),
    kind: { type: `VARCHAR(10) NOT NULL CHECK (kind IN ('photo', 'document'))` },
    key: { ...text(80), unique: true },
    thumb_key: optional(text(80)),
    /** Of the bytes that were uploaded. */
    sha256: text(64),
    size: whole,
    width: optional(whole),
    height: optional(whole),
    added_by_id: belongsTo('persons'),
    added_at: instantOf(schema),
  });
  await schema.addIndex('attachments', ['subject']);
  await appendOnly(schema, 'attachments');
};

export const down: Migration = (schema) => dropAll(schema, ['attachments']);
