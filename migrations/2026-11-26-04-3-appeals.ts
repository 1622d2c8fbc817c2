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
  runAll,
  text,
  whole,
  yesNo,
} from '../src/base/schema.ts';

/** A staff member contests what was booked for them. */
export const up: Migration = async (schema) => {
  await makeAppeals(schema);
  await makeSteps(schema);
};

async function makeAppeals(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('score_appeals', {
    id,
    community_id: belongsTo('communities'),
    incident_id: belongsTo('score_incidents'),
    person_id: belongsTo('persons'),
    reasons: text(1000),
    state: {
      type: `VARCHAR(10) NOT NULL CONSTRAINT appeal_state_known
             CHECK (state IN ('open', 'upheld', 'corrected', 'cleared', 'withdrawn'))`,
    },
    /** What was booked when the appeal was made, and what is booked since it was decided. */
    points_before: whole,
    points_after: optional(whole),
    made_at: instant,
    due_on: day,
    /** When those who may decide were reminded. */
    reminded_at: optional(instant),
    decided_by_id: optional(belongsTo('persons')),
    decided_at: optional(instant),
    /** The notice that clears the person: numbered within the office and year. */
    notice_year: optional(whole),
    notice_number: optional(whole),
    /** Whether the person wants the notice shown inside the office. */
    notice_shown: yesNo(),
  });
  await schema.addIndex('score_appeals', ['community_id', 'state', 'due_on']);
  await schema.addIndex('score_appeals', ['person_id', 'id']);
  await runAll(schema, [
    // Decided once, an incident is never appealed again; withdrawn, it may be.
    `CREATE UNIQUE INDEX one_appeal_of_an_incident ON score_appeals (incident_id)
      WHERE state <> 'withdrawn'`,
    `CREATE UNIQUE INDEX notice_numbered_once
      ON score_appeals (community_id, notice_year, notice_number)`,
  ]);
}

async function makeSteps(schema: QueryInterface): Promise<void> {
  await schema.createTable('score_appeal_steps', {
    id,
    appeal_id: belongsTo('score_appeals'),
    person_id: belongsTo('persons'),
    /** `made`, or the state that the appeal came to. */
    name: text(20),
    reason: optional(text(500)),
    at: instantOf(schema),
  });
  await schema.addIndex('score_appeal_steps', ['appeal_id']);
  await appendOnly(schema, 'score_appeal_steps');
}

export const down: Migration = (schema) => dropAll(schema, ['score_appeal_steps', 'score_appeals']);
