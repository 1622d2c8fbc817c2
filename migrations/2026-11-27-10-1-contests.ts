import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
  belongsTo,
  dropAll,
  id,
  instantOf,
  optional,
  runAll,
  text,
  yesNo,
} from '../src/base/schema.ts';

/** What a person says was not them, and what was decided; what is unread and what was entered. */
export const up: Migration = async (schema) => {
  const instant = instantOf(schema);
  await schema.createTable('contests', {
    id,
    community_id: belongsTo('communities'),
    /** The award that is contested, once. */
    transfer_id: { ...belongsTo('transfers'), unique: true },
    check_in_id: optional(belongsTo('check_ins')),
    /** Who was credited, and says so. */
    person_id: belongsTo('persons'),
    /** Who entered it for them. */
    entered_by_id: belongsTo('persons'),
    reasons: text(500),
    made_at: instant,
  });
  await schema.addIndex('contests', ['community_id', 'id']);
  await schema.addIndex('contests', ['person_id', 'id']);
  await schema.addIndex('contests', ['check_in_id']);

  // A contest is open until its row stands here: decided once, and never otherwise.
  await schema.createTable('contest_decisions', {
    contest_id: { ...belongsTo('contests'), primaryKey: true },
    upheld: yesNo(),
    /** Why it was decided so. */
    answer: text(200),
    decided_by_id: belongsTo('persons'),
    decided_at: instant,
  });
  await appendOnly(schema, 'contests');
  await appendOnly(schema, 'contest_decisions');

  await runAll(schema, [
    'CREATE INDEX messages_unread ON messages (person_id) WHERE read_at IS NULL',
    `CREATE INDEX check_ins_entered ON check_ins (community_id, decided_at)
      WHERE entered_by_id <> person_id`,
  ]);
};

export const down: Migration = async (schema) => {
  await runAll(schema, ['DROP INDEX check_ins_entered', 'DROP INDEX messages_unread']);
  await dropAll(schema, ['contest_decisions', 'contests']);
};
