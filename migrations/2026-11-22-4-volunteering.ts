import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
  belongsTo,
  day,
  dropAll,
  id,
  instantOf,
  optional,
  text,
  whole,
  yesNo,
} from '../src/base/schema.ts';

export const up: Migration = async (schema) => {
  await rules(schema);
  await checkIns(schema);
  await checkInDecisions(schema);
  await photos(schema);
  await serviceRecords(schema);
};

async function rules(schema: QueryInterface): Promise<void> {
  await schema.createTable('rules', {
    id,
    community_id: belongsTo('communities'),
    code: text(40),
    created_at: instantOf(schema),
  });
  await schema.addIndex('rules', ['community_id', 'code'], { unique: true });

  await schema.createTable('rule_versions', {
    id,
    rule_id: belongsTo('rules'),
    name: text(40),
    category: text(20),
    unit: text(10),
    /** For one unit; below zero takes points away. */
    points: whole,
    /** Caps count units, by the day of the event: 2 of an hour's rule are two hours. */
    cap_per_day: optional(whole),
    cap_per_week: optional(whole),
    cap_per_year: optional(whole),
    evidence: text(40),
    photo_required: yesNo(),
    counts_service_hours: yesNo(),
    minutes_per_unit: whole,
    effective_from: day,
    /** The last day, when it is known beforehand. */
    effective_to: optional(day),
    active: yesNo(true),
    created_by_id: optional(whole),
    created_at: instantOf(schema),
  });
  await schema.addIndex('rule_versions', ['rule_id', 'effective_from']);
  await appendOnly(schema, 'rule_versions');
}

async function checkIns(schema: QueryInterface): Promise<void> {
  await schema.createTable('check_ins', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    /** Of the person at that time. */
    household_id: optional(whole),
    rule_id: belongsTo('rules'),
    rule_version_id: belongsTo('rule_versions'),
    quantity: {
      type: 'INTEGER NOT NULL CONSTRAINT quantity_sensible CHECK (quantity BETWEEN 1 AND 24)',
    },
    occurred_on: day,
    place: text(80),
    note: text(500),
    state: text(12),
    /** Units that earned points, and the points; both empty until it is approved. */
    credited: optional(whole),
    points: optional(whole),
    /** The cap that left fewer units than were done: day, week or year. */
    capped: optional(text(4)),
    submitted_at: instantOf(schema),
    decided_at: optional(instantOf(schema)),
    decided_by_id: optional(whole),
    reason: optional(text(200)),
    entered_by_id: whole,
    reversed_at: optional(instantOf(schema)),
  });
  await schema.addIndex('check_ins', ['community_id', 'state', 'id']);
  await schema.addIndex('check_ins', ['person_id', 'rule_id', 'occurred_on']);
  await schema.addIndex('check_ins', ['person_id', 'id']);
  await schema.addIndex('check_ins', ['person_id', 'decided_at', 'id']);
}

async function checkInDecisions(schema: QueryInterface): Promise<void> {
  await schema.createTable('check_in_decisions', {
    id,
    check_in_id: belongsTo('check_ins'),
    person_id: whole,
    from_state: optional(text(12)),
    to_state: text(12),
    reason: optional(text(200)),
    at: instantOf(schema),
  });
  await schema.addIndex('check_in_decisions', ['check_in_id', 'id']);
  await appendOnly(schema, 'check_in_decisions');
}

async function photos(schema: QueryInterface): Promise<void> {
  await schema.createTable('photos', {
    id,
    community_id: belongsTo('communities'),
    check_in_id: belongsTo('check_ins'),
    key: text(80),
    thumb_key: text(80),
    sha256: text(64),
    fingerprint: text(16),
    band1: whole,
    band2: whole,
    band3: whole,
    band4: whole,
    width: whole,
    height: whole,
    /** What the camera's clock said, local text without zone: a hint for the reviewer. */
    captured_at: optional(text(19)),
    /** When another set of photos took its place; it stays as evidence. */
    replaced_at: optional(instantOf(schema)),
  });
  await schema.addIndex('photos', ['check_in_id', 'id']);
  await schema.addIndex('photos', ['community_id', 'sha256']);
  for (const band of ['band1', 'band2', 'band3', 'band4']) {
    await schema.addIndex('photos', ['community_id', band]);
  }

  await schema.createTable('photo_flags', {
    id,
    photo_id: belongsTo('photos'),
    other_photo_id: belongsTo('photos'),
    /** In how many of 64 bits the pictures differ; 'exact' when even the files are equal. */
    kind: text(5),
    distance: whole,
  });
  await schema.addIndex('photo_flags', ['photo_id', 'other_photo_id'], { unique: true });
}

async function serviceRecords(schema: QueryInterface): Promise<void> {
  await schema.createTable('service_records', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    check_in_id: belongsTo('check_ins'),
    /** 1 for an approval, -1 for its reversal. */
    actions: whole,
    minutes: whole,
    occurred_on: day,
    booked_at: instantOf(schema),
    cause: { ...text(40), unique: true },
  });
  await schema.addIndex('service_records', ['community_id', 'booked_at']);
  await schema.addIndex('service_records', ['community_id', 'occurred_on']);
  await schema.addIndex('service_records', ['check_in_id']);
  await appendOnly(schema, 'service_records');
}

export const down: Migration = (schema) =>
  dropAll(schema, [
    'service_records',
    'photo_flags',
    'photos',
    'check_in_decisions',
    'check_ins',
    'rule_versions',
    'rules',
  ]);
