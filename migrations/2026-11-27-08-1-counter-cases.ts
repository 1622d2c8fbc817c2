import type { Migration } from '../src/base/migrator.ts';
import {
  belongsTo,
  dropAll,
  id,
  instantOf,
  longText,
  optional,
  refuseNoMore,
  refuseWhen,
  text,
} from '../src/base/schema.ts';

/** What was handed over without network and could not be booked: kept until a manager settles it. */
export const up: Migration = async (schema) => {
  await schema.createTable('counter_cases', {
    id,
    community_id: belongsTo('communities'),
    /** The idempotency key of the hand-over, made at the counter. */
    key: text(200),
    by_id: belongsTo('persons'),
    person_id: belongsTo('persons'),
    taken_at: instantOf(schema),
    received_at: instantOf(schema),
    /** [{ good, name, points, quantity }] as it was when it came in. */
    lines: longText,
    /** What the person drew; taken away in time, as that of a confirmation is. */
    signature: optional(longText),
    /** Why it was not booked: the code of the refusal, and its facts. */
    refusal: text(60),
    facts: longText,
    /** booked, written-off or brought-back; null while it waits. */
    outcome: optional(text(20)),
    note: optional(text(200)),
    settled_at: optional(instantOf(schema)),
    settled_by_id: optional(belongsTo('persons')),
    redemption_id: optional(belongsTo('redemptions')),
  });
  await schema.addIndex('counter_cases', ['by_id', 'key'], { unique: true });
  await schema.addIndex('counter_cases', ['community_id', 'outcome', 'id']);
  // Settled once; what happened at the counter is never told otherwise. A signature may be taken away.
  await refuseWhen(
    schema,
    'counter_cases',
    'UPDATE',
    `(OLD.outcome IS NOT NULL AND (NEW.outcome IS NULL OR NEW.outcome <> OLD.outcome
         OR NEW.note <> OLD.note OR NEW.settled_at <> OLD.settled_at
         OR NEW.settled_by_id <> OLD.settled_by_id))
       OR NEW.key <> OLD.key OR NEW.by_id <> OLD.by_id OR NEW.person_id <> OLD.person_id OR NEW.community_id <> OLD.community_id
       OR NEW.taken_at <> OLD.taken_at OR NEW.received_at <> OLD.received_at
       OR NEW.lines <> OLD.lines
       OR (NEW.signature IS NOT NULL AND (OLD.signature IS NULL OR NEW.signature <> OLD.signature))
       OR NEW.refusal <> OLD.refusal OR NEW.facts <> OLD.facts`,
  );
  await refuseWhen(schema, 'counter_cases', 'DELETE', '1 = 1');
};

export const down: Migration = async (schema) => {
  await refuseNoMore(schema, 'counter_cases', 'UPDATE');
  await refuseNoMore(schema, 'counter_cases', 'DELETE');
  await dropAll(schema, ['counter_cases']);
};
