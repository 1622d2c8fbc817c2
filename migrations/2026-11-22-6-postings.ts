import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
  belongsTo,
  day,
  dropAll,
  id,
  instantOf,
  text,
  whole,
} from '../src/base/schema.ts';

export const up: Migration = async (schema) => {
  await schema.createTable('postings', {
    id,
    community_id: belongsTo('communities'),
    kind: text(12),
    /** The ISO week: 2026-W47. */
    period: text(10),
    /** The year and number of that week, as they stand in the posting's number. */
    year: whole,
    week: whole,
    number: text(60),
    opens_on: day,
    /** The last day of the window. */
    closes_on: day,
    frozen_at: instantOf(schema),
    issued: whole,
    redeemed: whole,
    outstanding: whole,
    digest: text(64),
    /** The digest of the community's posting before this one; empty for its first. */
    previous_digest: { ...text(64), defaultValue: '' },
  });
  await schema.addIndex('postings', ['community_id', 'kind', 'period'], { unique: true });
  // Two postings that follow the same one would make two chains.
  await schema.addIndex('postings', ['community_id', 'kind', 'previous_digest'], { unique: true });

  await schema.createTable('posting_lines', {
    posting_id: { ...belongsTo('postings'), primaryKey: true },
    person_id: { ...belongsTo('persons'), primaryKey: true },
    earned: whole,
    deducted: whole,
    net: whole,
    actions: whole,
    minutes: whole,
  });
  await appendOnly(schema, 'postings');
  await appendOnly(schema, 'posting_lines');
};

export const down: Migration = (schema) => dropAll(schema, ['posting_lines', 'postings']);
