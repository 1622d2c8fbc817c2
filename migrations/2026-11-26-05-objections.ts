import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
  belongsTo,
  dropAll,
  id,
  instantOf,
  optional,
  runAll,
  text,
  yesNo,
} from '../src/base/schema.ts';

/** Postings of the staff and of a year's proposals, and objections to what is posted. */
export const up: Migration = async (schema) => {
  const instant = instantOf(schema);
  // JSON: what a line says besides the figures that all kinds have; part of the digest where it is.
  await runAll(schema, ['ALTER TABLE posting_lines ADD COLUMN details TEXT']);

  await schema.createTable('objections', {
    id,
    community_id: belongsTo('communities'),
    posting_id: belongsTo('postings'),
    /** Whose line it is about. */
    person_id: belongsTo('persons'),
    made_by_id: belongsTo('persons'),
    reasons: text(500),
    made_at: instant,
  });
  await schema.addIndex('objections', ['posting_id', 'made_by_id']);
  await schema.addIndex('objections', ['community_id', 'id']);
  await schema.addIndex('objections', ['made_by_id', 'id']);

  // An objection is open until its row stands here: decided once, and never otherwise.
  await schema.createTable('objection_decisions', {
    objection_id: { ...belongsTo('objections'), primaryKey: true },
    upheld: yesNo(),
    /** Why it was decided so. */
    answer: text(500),
    /** What follows, of one that was upheld. */
    correction: optional(text(200)),
    /** What was booked for it, if that was done by then. */
    transfer_id: optional(belongsTo('transfers')),
    decided_by_id: belongsTo('persons'),
    decided_at: instant,
  });
  await appendOnly(schema, 'objections');
  await appendOnly(schema, 'objection_decisions');
};

export const down: Migration = async (schema) => {
  await dropAll(schema, ['objection_decisions', 'objections']);
  await runAll(schema, ['ALTER TABLE posting_lines DROP COLUMN details']);
};
