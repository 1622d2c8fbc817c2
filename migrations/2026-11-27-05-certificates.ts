import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
  belongsTo,
  day,
  dropAll,
  id,
  instantOf,
  longText,
  optional,
  runAll,
  text,
  whole,
} from '../src/base/schema.ts';

/** Certificates of service: asked for, issued once and for all, and withdrawn. */
export const up: Migration = async (schema) => {
  await makeCertificates(schema);
  await makeRequests(schema);
};

async function makeCertificates(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('certificates', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    /** The number: of each community a series for each year. */
    year: whole,
    serial: whole,
    /** By which anybody asks whether it is valid; nobody guesses it. */
    code: { ...text(12), unique: true },
    from_on: day,
    to_on: day,
    minutes: whole,
    issued_on: day,
    issued_at: instant,
    handler_id: belongsTo('persons'),
    /** JSON of all that stands on it but the person's name. */
    content: longText,
    digest: text(64),
  });
  await schema.addIndex('certificates', {
    fields: ['community_id', 'year', 'serial'],
    unique: true,
  });
  await schema.addIndex('certificates', ['person_id', 'id']);

  await schema.createTable('certificate_items', {
    certificate_id: { ...belongsTo('certificates'), primaryKey: true },
    check_in_id: { ...belongsTo('check_ins'), primaryKey: true },
  });
  await schema.addIndex('certificate_items', ['check_in_id']);

  await schema.createTable('certificate_withdrawals', {
    certificate_id: { ...belongsTo('certificates'), primaryKey: true },
    reason: text(200),
    by_id: belongsTo('persons'),
    at: instant,
  });
  for (const table of ['certificates', 'certificate_items', 'certificate_withdrawals']) {
    await appendOnly(schema, table);
  }
}

async function makeRequests(schema: QueryInterface): Promise<void> {
  await schema.createTable('certificate_requests', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    from_on: day,
    to_on: day,
    asked_at: instantOf(schema),
    certificate_id: optional(belongsTo('certificates')),
  });
  await runAll(schema, [
    `CREATE UNIQUE INDEX certificate_requests_open ON certificate_requests (person_id)
     WHERE certificate_id IS NULL`,
  ]);
}

export const down: Migration = (schema) =>
  dropAll(schema, [
    'certificate_requests',
    'certificate_withdrawals',
    'certificate_items',
    'certificates',
  ]);
