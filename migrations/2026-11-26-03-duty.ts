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

/** Who is on duty when, what became of it, and who changed it. */
export const up: Migration = async (schema) => {
  await makeShifts(schema);
  await makeRosters(schema);
  await makeDuties(schema);
  await makeHistory(schema);
  await makeExchanges(schema);
  await makeFeeds(schema);
};

async function makeShifts(schema: QueryInterface): Promise<void> {
  await schema.createTable('duty_rooms', {
    community_id: { ...belongsTo('communities'), primaryKey: true },
    /** Of the room, not of a person: it stands on the notice. */
    phone: text(30),
  });

  await schema.createTable('duty_shifts', {
    id,
    community_id: belongsTo('communities'),
    name: text(20),
    /** Times of a day in Asia/Shanghai; one that ends at or before its start ends on the next day. */
    starts_at: text(5),
    ends_at: text(5),
    position: whole,
    retired_at: optional(instantOf(schema)),
  });
  await schema.addIndex('duty_shifts', ['community_id', 'position']);

  await schema.createTable('duty_rotations', {
    id,
    community_id: belongsTo('communities'),
    shift_id: belongsTo('duty_shifts'),
    days: { type: `VARCHAR(8) NOT NULL CHECK (days IN ('all', 'working', 'resting'))` },
    /** The first turn is the first such day from here on. */
    starts_on: day,
    /** JSON list of turns, each a list of persons. */
    turns: longText,
    made_by_id: belongsTo('persons'),
    made_at: instantOf(schema),
    ended_at: optional(instantOf(schema)),
  });
  await schema.addIndex('duty_rotations', ['community_id', 'shift_id']);
}

async function makeRosters(schema: QueryInterface): Promise<void> {
  await schema.createTable('duty_rosters', {
    id,
    community_id: belongsTo('communities'),
    month: text(7),
    state: { type: `VARCHAR(10) NOT NULL CHECK (state IN ('draft', 'published'))` },
    made_by_id: belongsTo('persons'),
    made_at: instantOf(schema),
    published_by_id: optional(belongsTo('persons')),
    published_at: optional(instantOf(schema)),
  });
  await schema.addIndex('duty_rosters', ['community_id', 'month'], { unique: true });
}

const outcome = `CHECK (outcome IN ('kept', 'missed', 'left', 'covered'))`;

async function makeDuties(schema: QueryInterface): Promise<void> {
  await schema.createTable('duties', {
    id,
    community_id: belongsTo('communities'),
    roster_id: belongsTo('duty_rosters'),
    shift_id: belongsTo('duty_shifts'),
    day,
    /** Whose it is now; who had it before stands in duty_moves. */
    person_id: belongsTo('persons'),
    starts_at: instantOf(schema),
    ends_at: instantOf(schema),
    state: { type: `VARCHAR(10) NOT NULL CHECK (state IN ('assigned', 'cancelled'))` },
    /** The last of duty_outcomes; null while nobody said. */
    outcome: { type: `VARCHAR(8) ${outcome}` },
    covered_by_id: optional(belongsTo('persons')),
  });
  await schema.addIndex('duties', ['community_id', 'day']);
  await schema.addIndex('duties', ['community_id', 'person_id', 'starts_at']);
  await schema.addIndex('duties', ['roster_id']);
  await runAll(schema, [
    `CREATE UNIQUE INDEX duties_nobody_twice ON duties (community_id, person_id, day, shift_id)
      WHERE state = 'assigned'`,
  ]);
}

async function makeHistory(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  // Each row is one version of a published duty: who has it from then on. The first is who was
  // assigned first; a calendar counts them.
  await schema.createTable('duty_moves', {
    id,
    community_id: belongsTo('communities'),
    duty_id: belongsTo('duties'),
    person_id: belongsTo('persons'),
    why: {
      type: `VARCHAR(10) NOT NULL
             CHECK (why IN ('assigned', 'changed', 'swapped', 'covered', 'cancelled'))`,
    },
    by_id: belongsTo('persons'),
    moved_at: instant,
  });
  await schema.addIndex('duty_moves', ['duty_id', 'id']);
  await schema.addIndex('duty_moves', ['person_id']);
  await appendOnly(schema, 'duty_moves');

  await schema.createTable('duty_outcomes', {
    id,
    community_id: belongsTo('communities'),
    duty_id: belongsTo('duties'),
    outcome: { type: `VARCHAR(8) NOT NULL ${outcome}` },
    covered_by_id: optional(belongsTo('persons')),
    note: text(200),
    recorded_by_id: belongsTo('persons'),
    recorded_at: instant,
  });
  await schema.addIndex('duty_outcomes', ['duty_id', 'id']);
  await appendOnly(schema, 'duty_outcomes');
}

async function makeExchanges(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('duty_exchanges', {
    id,
    community_id: belongsTo('communities'),
    duty_id: belongsTo('duties'),
    from_id: belongsTo('persons'),
    to_id: belongsTo('persons'),
    /** What is given for it; null: the colleague covers. */
    other_duty_id: optional(belongsTo('duties')),
    note: text(200),
    /** Open beyond `expires_at` is expired. */
    state: {
      type: `VARCHAR(10) NOT NULL
             CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn', 'overtaken'))`,
    },
    expires_at: instant,
    proposed_at: instant,
    decided_at: optional(instant),
  });
  await schema.addIndex('duty_exchanges', ['community_id', 'id']);
  await schema.addIndex('duty_exchanges', ['duty_id']);
  await schema.addIndex('duty_exchanges', ['other_duty_id']);
}

async function makeFeeds(schema: QueryInterface): Promise<void> {
  await schema.createTable('duty_feeds', {
    person_id: { ...belongsTo('persons'), primaryKey: true },
    community_id: belongsTo('communities'),
    /** SHA-256 of the secret part of the address, which nobody keeps. */
    digest: { ...text(64), unique: true },
    made_at: instantOf(schema),
  });
}

export const down: Migration = (schema) =>
  dropAll(schema, [
    'duty_feeds',
    'duty_exchanges',
    'duty_outcomes',
    'duty_moves',
    'duties',
    'duty_rosters',
    'duty_rotations',
    'duty_shifts',
    'duty_rooms',
  ]);
