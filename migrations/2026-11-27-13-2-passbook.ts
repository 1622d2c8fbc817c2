import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
  belongsTo,
  dropAll,
  id,
  instantOf,
  runAll,
  whole,
} from '../src/base/schema.ts';

/** What was printed into a person's passbook, so that the next print continues there. */
export const up: Migration = async (schema) => {
  await schema.createTable('passbook_pages', {
    id,
    person_id: belongsTo('persons'),
    /** From 1, without gaps. */
    number: whole,
    printed_at: instantOf(schema),
    printed_by_id: belongsTo('persons'),
  });
  await schema.addIndex('passbook_pages', ['person_id', 'number'], { unique: true });

  await schema.createTable('passbook_lines', {
    id,
    page_id: belongsTo('passbook_pages'),
    person_id: belongsTo('persons'),
    transfer_id: belongsTo('transfers'),
    /** Signed, and what was available after it. */
    points: whole,
    balance: whole,
  });
  await runAll(schema, [
    // A transfer stands in a passbook once.
    `CREATE UNIQUE INDEX passbook_lines_once ON passbook_lines (person_id, transfer_id)`,
    `CREATE INDEX passbook_lines_page ON passbook_lines (page_id, id)`,
  ]);
  for (const table of ['passbook_pages', 'passbook_lines']) await appendOnly(schema, table);
};

export const down: Migration = (schema) => dropAll(schema, ['passbook_lines', 'passbook_pages']);
