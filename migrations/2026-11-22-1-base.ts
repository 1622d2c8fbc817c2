import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
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
  await schema.createTable('idempotency_keys', {
    person_id: { ...whole, primaryKey: true },
    key: { ...text(200), primaryKey: true },
    digest: text(64),
    answer: optional(longText),
    created_at: instant,
  });
  await schema.addIndex('idempotency_keys', ['created_at']);

  await schema.createTable('sessions', {
    sid: { ...text(64), primaryKey: true },
    data: longText,
    expires_at: instant,
  });
  await schema.addIndex('sessions', ['expires_at']);

  await schema.createTable('attempts', {
    key: { ...text(80), primaryKey: true },
    count: whole,
    expires_at: instant,
  });

  await schema.createTable('audit_events', {
    id,
    community_id: optional(whole),
    person_id: optional(whole),
    name: text(40),
    subject: text(60),
    facts: longText,
    at: instant,
  });
  await schema.addIndex('audit_events', ['community_id', 'id']);
  await appendOnly(schema, 'audit_events');
};

export const down: Migration = (schema) =>
  dropAll(schema, ['audit_events', 'attempts', 'sessions', 'idempotency_keys']);
