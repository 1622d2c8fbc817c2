import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import {
  belongsTo,
  day,
  dropAll,
  id,
  instantOf,
  optional,
  runAll,
  text,
  whole,
} from '../src/base/schema.ts';

/** Sign-in sheets: printed, filled in by hand, entered by one person and approved by another. */
export const up: Migration = async (schema) => {
  await makeSheets(schema);
  await makeLines(schema);
  await makeScans(schema);
};

async function makeSheets(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('sheets', {
    id,
    community_id: belongsTo('communities'),
    rule_id: belongsTo('rules'),
    rule_code: text(40),
    activity: text(60),
    place: text(80),
    occurred_on: day,
    /** open, handed-in, approved. */
    state: { ...text(10), defaultValue: 'open' },
    /** Control totals, counted on the paper before its lines are typed. */
    people_total: optional(whole),
    minutes_total: optional(whole),
    points_total: optional(whole),
    made_at: instant,
    made_by_id: belongsTo('persons'),
    handed_in_at: optional(instant),
    handed_in_by_id: optional(belongsTo('persons')),
    decided_at: optional(instant),
    decided_by_id: optional(belongsTo('persons')),
    /** Why it was returned to whoever entered it. */
    reason: optional(text(200)),
  });
  await runAll(schema, ['CREATE INDEX sheets_by_state ON sheets (community_id, state, id)']);
}

async function makeLines(schema: QueryInterface): Promise<void> {
  await schema.createTable('sheet_lines', {
    id,
    sheet_id: belongsTo('sheets'),
    person_id: belongsTo('persons'),
    units: whole,
    minutes: whole,
    entered_by_id: belongsTo('persons'),
    /** Since it was handed in. */
    check_in_id: optional(belongsTo('check_ins')),
  });
  await runAll(schema, [
    'CREATE UNIQUE INDEX sheet_lines_once ON sheet_lines (sheet_id, person_id)',
  ]);
}

async function makeScans(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('sheet_scans', {
    id,
    sheet_id: belongsTo('sheets'),
    key: text(120),
    thumb_key: text(120),
    sha256: text(64),
    added_at: instant,
    added_by_id: belongsTo('persons'),
  });
  await runAll(schema, ['CREATE INDEX sheet_scans_of ON sheet_scans (sheet_id, id)']);
}

export const down: Migration = (schema) =>
  dropAll(schema, ['sheet_scans', 'sheet_lines', 'sheets']);
