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
  text,
  whole,
  yesNo,
} from '../src/base/schema.ts';

export const up: Migration = async (schema) => {
  await makeAttachments(schema);
  await makeTasks(schema);
  await makeRecords(schema);
};

async function makeAttachments(schema: QueryInterface): Promise<void> {
  // Evidence: what was once attached is neither changed nor taken away.
  await schema.createTable('attachments', {
    id,
    community_id: belongsTo('communities'),
    /** What it stands behind: `discipline:4`, `leave:2`, `task:5`. */
    subject: text(60),
    kind: { type: `VARCHAR(10) NOT NULL CHECK (kind IN ('photo', 'document'))` },
    key: { ...text(80), unique: true },
    thumb_key: optional(text(80)),
    /** Of the bytes that were uploaded. */
    sha256: text(64),
    size: whole,
    width: optional(whole),
    height: optional(whole),
    added_by_id: belongsTo('persons'),
    added_at: instantOf(schema),
  });
  await schema.addIndex('attachments', ['subject']);
  await appendOnly(schema, 'attachments');
}

async function makeTasks(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('staff_tasks', {
    id,
    community_id: belongsTo('communities'),
    kind: { type: `VARCHAR(10) NOT NULL CHECK (kind IN ('central', 'key', 'assigned'))` },
    title: text(80),
    description: longText,
    owner_id: belongsTo('persons'),
    deadline: day,
    /** What the owner and what the members are given when it is done in time. */
    led_code: text(30),
    joined_code: text(30),
    state: {
      type: `VARCHAR(10) NOT NULL CHECK (state IN ('open', 'reported', 'accepted', 'cancelled'))`,
    },
    /** Said by who works on it: it cannot go on without help. */
    stuck: yesNo(),
    made_by_id: belongsTo('persons'),
    made_at: instant,
    /** The day of the last report of a result, and what it says. */
    reported_on: optional(day),
    result: optional(longText),
    /** Who accepted or cancelled it. */
    decided_by_id: optional(belongsTo('persons')),
    decided_at: optional(instant),
  });
  await schema.addIndex('staff_tasks', ['community_id', 'state', 'deadline']);
  await schema.addIndex('staff_tasks', ['owner_id', 'state']);

  await schema.createTable('staff_task_members', {
    task_id: { ...belongsTo('staff_tasks'), primaryKey: true },
    person_id: { ...belongsTo('persons'), primaryKey: true },
  });
  await schema.addIndex('staff_task_members', ['person_id']);
  await appendOnly(schema, 'staff_task_members');

  await schema.createTable('staff_task_notes', {
    id,
    task_id: belongsTo('staff_tasks'),
    /** What was done by it: `progress`, `stuck`, `report`, `return`, `extension`, … */
    kind: text(12),
    note: text(1000),
    by_id: belongsTo('persons'),
    at: instant,
  });
  await schema.addIndex('staff_task_notes', ['task_id']);
  await appendOnly(schema, 'staff_task_notes');
}

async function makeRecords(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  // What somebody wrote down about a person, from the hearing to the booking.
  await schema.createTable('staff_records', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    kind: { type: `VARCHAR(10) NOT NULL CHECK (kind IN ('breach', 'overdue', 'honour'))` },
    part: { type: `VARCHAR(12) NOT NULL CHECK (part IN ('discipline', 'key-work'))` },
    rule_code: text(30),
    occurred_on: day,
    happened: text(500),
    evidence: text(1000),
    /** The task that was not done in time. */
    task_id: optional(belongsTo('staff_tasks')),
    state: {
      type: `VARCHAR(10) NOT NULL CHECK (state IN ('hearing', 'heard', 'waiting', 'booked',
             'dropped', 'refused', 'withdrawn'))`,
    },
    entered_by_id: belongsTo('persons'),
    entered_at: instant,
    /** The last day on which the person may answer; null where there is no hearing. */
    hearing_until: optional(day),
    accepted: yesNo(),
    answer: optional(text(1000)),
    answered_at: optional(instant),
    /** Who booked, proposed or dropped it after the hearing. */
    decided_by_id: optional(belongsTo('persons')),
    decided_at: optional(instant),
    second_by_id: {
      type: `INTEGER REFERENCES persons (id) CONSTRAINT second_is_another CHECK
             (second_by_id <> entered_by_id AND second_by_id <> person_id)`,
    },
    second_at: optional(instant),
    withdrawn_by_id: optional(belongsTo('persons')),
    withdrawn_at: optional(instant),
    /** Why it was dropped, refused or withdrawn. */
    reason: optional(text(200)),
  });
  await schema.addIndex('staff_records', ['community_id', 'state', 'id']);
  await schema.addIndex('staff_records', ['community_id', 'occurred_on']);
  await schema.addIndex('staff_records', ['person_id', 'id']);
  // One overdue deadline is told once.
  await schema.addIndex('staff_records', ['task_id', 'occurred_on'], { unique: true });
}

export const down: Migration = (schema) =>
  dropAll(schema, [
    'staff_records',
    'staff_task_notes',
    'staff_task_members',
    'staff_tasks',
    'attachments',
  ]);
