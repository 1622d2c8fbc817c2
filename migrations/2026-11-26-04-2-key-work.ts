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
  yesNo,
} from '../src/base/schema.ts';

/** Central tasks: who leads, who takes part, by when, and what came of it. */
export const up: Migration = async (schema) => {
  await makeTasks(schema);
  await makeTaskPeople(schema);
};

async function makeTasks(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('key_tasks', {
    id,
    community_id: belongsTo('communities'),
    title: text(60),
    text: text(500),
    owner_id: belongsTo('persons'),
    due_on: day,
    state: {
      type: `VARCHAR(10) NOT NULL CONSTRAINT task_state_known
             CHECK (state IN ('open', 'reported', 'done', 'cancelled'))`,
    },
    /** When its deadline was found to have passed without a report. */
    overdue_at: optional(instant),
    result: optional(text(1000)),
    reported_at: optional(instant),
    confirmed_by_id: optional(belongsTo('persons')),
    confirmed_at: optional(instant),
    made_by_id: belongsTo('persons'),
    made_at: instant,
  });
  await schema.addIndex('key_tasks', ['community_id', 'state', 'due_on']);
  await schema.addIndex('key_tasks', ['owner_id']);
}

async function makeTaskPeople(schema: QueryInterface): Promise<void> {
  await schema.createTable('key_task_members', {
    task_id: { ...belongsTo('key_tasks'), primaryKey: true },
    person_id: { ...belongsTo('persons'), primaryKey: true },
    /** Confirmed with the result. */
    took_part: yesNo(),
  });
  await schema.addIndex('key_task_members', ['person_id']);

  await schema.createTable('key_task_steps', {
    id,
    task_id: belongsTo('key_tasks'),
    /** Null: the system, at night. */
    person_id: optional(belongsTo('persons')),
    /** `made`, `extended`, `reported`, `returned`, `done`, `overdue`, `cancelled`. */
    name: text(20),
    reason: optional(text(200)),
    /** The deadline from this step on. */
    due_on: optional(day),
    at: instantOf(schema),
  });
  await schema.addIndex('key_task_steps', ['task_id']);
  await appendOnly(schema, 'key_task_steps');
}

export const down: Migration = (schema) =>
  dropAll(schema, ['key_task_steps', 'key_task_members', 'key_tasks']);
