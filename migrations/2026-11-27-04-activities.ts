import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import {
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

/** What a community does together: announced, signed up for, attended, recorded. */
export const up: Migration = async (schema) => {
  await makeActivities(schema);
  await makeParticipants(schema);
  await schema.createTable('activity_photos', {
    id,
    activity_id: belongsTo('activities'),
    key: text(80),
    thumb_key: text(80),
    width: whole,
    height: whole,
  });
  await schema.addIndex('activity_photos', ['activity_id', 'id']);
  // That a record is late is said once, whatever number of processes look.
  await schema.createTable('activity_reminders', {
    activity_id: { ...belongsTo('activities'), primaryKey: true },
    at: instantOf(schema),
  });
};

async function makeActivities(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('activities', {
    id,
    community_id: belongsTo('communities'),
    state: {
      type: `VARCHAR(10) NOT NULL
             CHECK (state IN ('draft', 'announced', 'cancelled', 'recorded', 'approved'))`,
    },
    title: text(40),
    content: text(1000),
    place: text(80),
    held_on: day,
    starts_at: instant,
    ends_at: instant,
    sign_up_until: instant,
    /** Null: as many as come. */
    places: { type: 'INTEGER CONSTRAINT places_above_zero CHECK (places > 0)' },
    conditions: text(300),
    risk: text(300),
    age_min: optional(whole),
    organiser: text(60),
    in_charge: text(20),
    /** Of an office: everybody reads it. */
    contact: text(30),
    rule_id: belongsTo('rules'),
    /** What the codes of its sign-in are made from; leaves the server never. */
    secret: text(64),
    made_by_id: belongsTo('persons'),
    made_at: instant,
    reason: optional(text(200)),
    report: optional(longText),
    recorded_by_id: optional(whole),
    recorded_at: optional(instant),
    approved_by_id: optional(whole),
    approved_at: optional(instant),
  });
  await schema.addIndex('activities', ['community_id', 'starts_at']);
  await runAll(schema, [
    `CREATE INDEX activities_to_record ON activities (held_on) WHERE state = 'announced'`,
  ]);
}

async function makeParticipants(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('activity_participants', {
    id,
    activity_id: belongsTo('activities'),
    person_id: belongsTo('persons'),
    /** Who signed them up: the person, a member of the home, a manager. */
    by_id: belongsTo('persons'),
    state: {
      type: `VARCHAR(10) NOT NULL
             CHECK (state IN ('signed-up', 'waiting', 'withdrawn', 'replaced'))`,
    },
    /** Where they stand in the waiting list. */
    queued_at: instant,
    /** Whether they came without having signed up, and in whose place, if in anybody's. */
    walked_in: { type: 'BOOLEAN NOT NULL DEFAULT FALSE' },
    instead_of_id: optional(belongsTo('persons')),
    arrived_at: optional(instant),
    arrived_by_id: optional(whole),
    left_at: optional(instant),
    left_by_id: optional(whole),
    /** Minutes as the organiser set them right, and why. */
    minutes: { type: 'INTEGER CHECK (minutes BETWEEN 0 AND 1440)' },
    minutes_reason: optional(text(200)),
    minutes_by_id: optional(whole),
  });
  await schema.addIndex('activity_participants', {
    fields: ['activity_id', 'person_id'],
    unique: true,
  });
  await schema.addIndex('activity_participants', ['person_id']);
}

export const down: Migration = (schema) =>
  dropAll(schema, ['activity_reminders', 'activity_photos', 'activity_participants', 'activities']);
