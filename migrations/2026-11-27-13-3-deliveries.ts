import type { Migration } from '../src/base/migrator.ts';
import {
  belongsTo,
  dropAll,
  id,
  instantOf,
  optional,
  runAll,
  text,
  whole,
} from '../src/base/schema.ts';

/** Reserved goods that are brought to somebody's door. */
export const up: Migration = async (schema) => {
  const instant = instantOf(schema);
  await schema.createTable('deliveries', {
    id,
    community_id: belongsTo('communities'),
    redemption_id: belongsTo('redemptions'),
    /** asked, assigned, stated; delivered, undelivered, withdrawn */
    state: text(11),
    /** For helper and shopkeeper only; erased when the delivery ends. */
    address: optional(text(200)),
    asked_by_id: whole,
    asked_at: instant,
    helper_id: optional(whole),
    /** code, signature, statement */
    proof: optional(text(9)),
    /** Why it was not delivered. */
    reason: optional(text(200)),
    /** Who confirmed the helper's statement, or ended it. */
    ended_by_id: optional(whole),
    ended_at: optional(instant),
  });
  await schema.addIndex('deliveries', ['community_id', 'state', 'id']);
  await schema.addIndex('deliveries', ['helper_id', 'state', 'id']);
  await runAll(schema, [
    `CREATE UNIQUE INDEX deliveries_open ON deliveries (redemption_id)
      WHERE state IN ('asked', 'assigned', 'stated')`,
  ]);
};

export const down: Migration = (schema) => dropAll(schema, ['deliveries']);
