import type { Migration } from '../src/base/migrator.ts';
import {
  belongsTo,
  dropAll,
  id,
  instantOf,
  longText,
  optional,
  text,
  whole,
  yesNo,
} from '../src/base/schema.ts';

/** Messages that also go out of the house: where to, to whom they may, and how each went. */
export const up: Migration = async (schema) => {
  const instant = instantOf(schema);
  await schema.createTable('webhooks', {
    community_id: { ...belongsTo('communities'), primaryKey: true },
    url: text(300),
    /** Signs every delivery, so it is kept as it is; pages show it once. */
    secret: text(80),
    enabled: yesNo(),
    /** Whether the phone number goes along, of people who agreed. */
    with_phone: yesNo(),
    /** JSON: the topics that are sent. */
    topics: longText,
    /** Since when the administrators know that it does not answer. */
    warned_at: optional(instant),
  });

  // No row is no consent: nothing of that topic leaves the house for this person.
  await schema.createTable('message_choices', {
    person_id: { ...belongsTo('persons'), primaryKey: true },
    /** JSON: topics that may be sent out. */
    topics: longText,
    phone: yesNo(),
    chosen_at: instant,
  });

  await schema.createTable('webhook_deliveries', {
    id,
    /** The same at every try, so that the receiver can drop repeats. */
    key: { ...text(40), unique: true },
    community_id: belongsTo('communities'),
    /** Null: a trial by an administrator. */
    message_id: optional(belongsTo('messages')),
    /** waiting, sent, failed, or dropped: consent was taken back before it went. */
    state: text(10),
    tries: { ...whole, defaultValue: 0 },
    next_try_at: instant,
    /** HTTP status of the last try; null: no answer. */
    last_status: optional(whole),
    created_at: instant,
    settled_at: optional(instant),
  });
  await schema.addIndex('webhook_deliveries', ['state', 'next_try_at']);
  await schema.addIndex('webhook_deliveries', ['community_id', 'id']);
  await schema.addIndex('webhook_deliveries', ['message_id']);
};

export const down: Migration = (schema) =>
  dropAll(schema, ['webhook_deliveries', 'message_choices', 'webhooks']);
