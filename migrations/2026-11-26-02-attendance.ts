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

export const up: Migration = async (schema) => {
  // Attendance: more minutes than these are no longer the rule's, and count as an absence.
  await runAll(schema, ['ALTER TABLE set_rules ADD COLUMN minutes_max INTEGER']);
  await makeImports(schema);
  await makeDays(schema);
  await makeLeaves(schema);
};

async function makeImports(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('attendance_imports', {
    id,
    community_id: belongsTo('communities'),
    file_name: text(120),
    /** Of the bytes that were uploaded. */
    sha256: text(64),
    row_count: whole,
    /** The rows that were read: JSON, packed, in base64. */
    content: longText,
    /** JSON: what each column is, once that is known. */
    layout: optional(longText),
    state: { type: `VARCHAR(10) NOT NULL CHECK (state IN ('pending', 'booked', 'dropped'))` },
    /** Who counts as absent on days of which the file says nothing. */
    absentees: {
      type: `VARCHAR(6) NOT NULL DEFAULT 'open' CHECK (absentees IN ('open', 'listed', 'all'))`,
    },
    /** JSON: how many days were new, changed, and so on, when it was booked. */
    counts: { ...longText, defaultValue: '{}' },
    uploaded_by_id: belongsTo('persons'),
    uploaded_at: instant,
    booked_by_id: optional(belongsTo('persons')),
    booked_at: optional(instant),
    /** Whose own rows wait for somebody else: those of who booked the others. */
    left_out_id: optional(belongsTo('persons')),
    completed_by_id: optional(belongsTo('persons')),
    completed_at: optional(instant),
  });
  await schema.addIndex('attendance_imports', ['community_id', 'id']);
  await schema.addIndex('attendance_imports', ['community_id', 'sha256']);

  // What an office told once of a set of headings.
  await schema.createTable('attendance_mappings', {
    id,
    community_id: belongsTo('communities'),
    /** Digest of the headings, whatever their order. */
    headings: text(64),
    /** JSON: what stands under each heading. */
    roles: longText,
    set_by_id: belongsTo('persons'),
    set_at: instant,
  });
  await schema.addIndex('attendance_mappings', ['community_id', 'headings'], { unique: true });
}

async function makeDays(schema: QueryInterface): Promise<void> {
  // What the machine says of a person and a day, as it stands.
  await schema.createTable('attendance_days', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    day,
    /** Times of a day in Asia/Shanghai: `08:31`; both empty: no punch at all. */
    first_in: optional(text(5)),
    last_out: optional(text(5)),
    import_id: belongsTo('attendance_imports'),
  });
  await schema.addIndex('attendance_days', ['community_id', 'person_id', 'day'], { unique: true });
  await schema.addIndex('attendance_days', ['community_id', 'day']);

  // What assessors say of an arrival or a leaving; the last word stands, above the machine's.
  await schema.createTable('attendance_words', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    day,
    moment: { type: `VARCHAR(3) NOT NULL CHECK (moment IN ('in', 'out'))` },
    /** `late`, `early`, `absent`, or `none`: nothing that counts. */
    word: { type: `VARCHAR(6) NOT NULL CHECK (word IN ('late', 'early', 'absent', 'none'))` },
    note: text(200),
    said_by_id: belongsTo('persons'),
    said_at: instantOf(schema),
  });
  await schema.addIndex('attendance_words', ['community_id', 'person_id', 'day']);
  await appendOnly(schema, 'attendance_words');
}

const half = (column: string) => ({
  type: `VARCHAR(2) NOT NULL CHECK (${column} IN ('am', 'pm'))`,
});

async function makeLeaves(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('staff_leaves', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    kind: {
      type: `VARCHAR(12) NOT NULL CHECK (kind IN ('annual', 'personal', 'sick', 'family',
               'compensatory', 'other', 'trip', 'outing'))`,
    },
    from_on: day,
    from_half: half('from_half'),
    to_on: day,
    to_half: half('to_half'),
    /** Of an outing: times of its one day. */
    from_time: optional(text(5)),
    to_time: optional(text(5)),
    reason: text(200),
    state: {
      type: `VARCHAR(10) NOT NULL CHECK (state IN ('asked', 'approved', 'rejected', 'withdrawn',
               'revoked'))`,
    },
    /** Who asked: the person, or an assessor in their place. */
    asked_by_id: belongsTo('persons'),
    asked_at: instant,
    decided_by_id: optional(belongsTo('persons')),
    decided_at: optional(instant),
    decision_reason: optional(text(200)),
    /** Who withdrew or revoked it, when and why. */
    ended_by_id: optional(belongsTo('persons')),
    ended_at: optional(instant),
    end_reason: optional(text(200)),
  });
  await schema.addIndex('staff_leaves', ['community_id', 'person_id', 'from_on']);
  await schema.addIndex('staff_leaves', ['community_id', 'state', 'from_on']);
}

export const down: Migration = (schema) =>
  dropAll(schema, [
    'staff_leaves',
    'attendance_words',
    'attendance_days',
    'attendance_mappings',
    'attendance_imports',
  ]);
