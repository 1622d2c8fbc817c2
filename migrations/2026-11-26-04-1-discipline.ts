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
} from '../src/base/schema.ts';

/** What somebody proposes to book for a person, who is heard before a deduction is booked. */
export const up: Migration = async (schema) => {
  const instant = instantOf(schema);
  await schema.createTable('score_proposals', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    rule_id: belongsTo('set_rules'),
    occurred_on: day,
    text: text(500),
    /** The heaviest that the rule may make of it, signed: what decides who must approve. */
    worth: whole,
    state: {
      type: `VARCHAR(10) NOT NULL CONSTRAINT proposal_state_known
             CHECK (state IN ('open', 'booked', 'dropped', 'withdrawn', 'reversed'))`,
    },
    /** The last day on which the person may answer; null: an addition, of which nobody is heard. */
    hear_until: optional(day),
    answered_at: optional(instant),
    /** What the person answered; empty: nothing to add, or files alone. */
    answer: optional(text(1000)),
    /** What proposed it, at most once, where that was no person: `task:5`. */
    source: optional(text(40)),
    entered_by_id: belongsTo('persons'),
    entered_at: instant,
    decided_by_id: optional(belongsTo('persons')),
    decided_at: optional(instant),
  });
  await schema.addIndex('score_proposals', ['community_id', 'source'], { unique: true });
  await schema.addIndex('score_proposals', ['community_id', 'state', 'id']);
  await schema.addIndex('score_proposals', ['person_id', 'id']);

  await schema.createTable('score_proposal_steps', {
    id,
    proposal_id: belongsTo('score_proposals'),
    /** Null: the system, at night. */
    person_id: optional(belongsTo('persons')),
    /** `entered`, `answered`, `waived`, `booked`, `dropped`, `withdrawn`, `reversed`. */
    name: text(20),
    reason: optional(text(200)),
    at: instant,
  });
  await schema.addIndex('score_proposal_steps', ['proposal_id']);
  await appendOnly(schema, 'score_proposal_steps');
};

export const down: Migration = (schema) =>
  dropAll(schema, ['score_proposal_steps', 'score_proposals']);
