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
} from '../src/base/schema.ts';

const grade = {
  type: `VARCHAR(20) CHECK (grade IN ('good', 'fairly-good', 'average', 'poor', 'excellent',
         'competent', 'basic', 'incompetent', 'no-grade'))`,
};

export const up: Migration = async (schema) => {
  await makeReviews(schema);
  await makeAppraisals(schema);
  await makeSteps(schema);
  await makeDeeds(schema);
};

/** The review of a quarter or of a year of an office, with the settings as they were at its opening. */
async function makeReviews(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('staff_reviews', {
    id,
    community_id: belongsTo('communities'),
    kind: { type: `VARCHAR(7) NOT NULL CHECK (kind IN ('quarter', 'year'))` },
    /** 2026-Q3, or 2026. */
    period: text(7),
    state: { type: `VARCHAR(6) NOT NULL CHECK (state IN ('open', 'posted', 'closed'))` },
    /** The last day for self-summaries. */
    due_on: day,
    start_score: whole,
    points_weight: whole,
    /** At most so many percent of those who are graded get the highest grade. */
    top_quota: whole,
    /** Those who are graded: all but those confirmed without a grade. */
    people: whole,
    /** Confirmed with the highest grade; whoever confirms counts it here, so that two at once see it. */
    tops: {
      type: 'INTEGER NOT NULL CONSTRAINT quota_kept CHECK (tops * 100 <= top_quota * people)',
    },
    opened_by_id: belongsTo('persons'),
    opened_at: instant,
    /** The last day of the posting of a year. */
    posted_until: optional(day),
    closed_by_id: optional(whole),
    closed_at: optional(instant),
  });
  await schema.addIndex('staff_reviews', ['community_id', 'period'], { unique: true });
}

/** What a review says of one person. */
async function makeAppraisals(schema: QueryInterface): Promise<void> {
  const instant = optional(instantOf(schema));
  const person = optional(belongsTo('persons'));
  const points = optional(whole);
  await schema.createTable('appraisals', {
    id,
    community_id: belongsTo('communities'),
    review_id: belongsTo('staff_reviews'),
    person_id: belongsTo('persons'),
    /** As they were on the last day of the period. */
    department_id: belongsTo('departments'),
    post: text(40),
    state: { type: `VARCHAR(9) NOT NULL CHECK (state IN ('open', 'proposed', 'confirmed'))` },
    summary: optional(longText),
    summary_at: instant,
    comment: optional(longText),
    comment_by_id: person,
    comment_at: instant,
    grade,
    reason: optional(text(500)),
    proposed_by_id: person,
    proposed_at: instant,
    confirmation: optional(text(500)),
    confirmed_by_id: {
      type: `INTEGER CONSTRAINT two_persons CHECK (confirmed_by_id <> proposed_by_id
               AND confirmed_by_id <> person_id)`,
      references: { model: 'persons', key: 'id' },
    },
    confirmed_at: instant,
    /** What was confirmed: points of each part, and hundredths of the evaluation and of the score. */
    attendance: points,
    duty: points,
    discipline: points,
    key_work: points,
    evaluation: points,
    score: points,
    signed_at: instant,
    remark: optional(text(500)),
  });
  await schema.addIndex('appraisals', ['review_id', 'person_id'], { unique: true });
  await schema.addIndex('appraisals', ['community_id', 'person_id']);
}

/** Everything that was said and decided of an appraisal, in the order in which it was. */
async function makeSteps(schema: QueryInterface): Promise<void> {
  await schema.createTable('appraisal_steps', {
    id,
    appraisal_id: belongsTo('appraisals'),
    kind: {
      type: `VARCHAR(12) NOT NULL CHECK (kind IN ('summary', 'comment', 'proposal', 'return',
             'confirmation', 'correction', 'signature'))`,
    },
    grade,
    words: longText,
    /** Hundredths of the score, of what was confirmed. */
    score: optional(whole),
    by_id: belongsTo('persons'),
    at: instantOf(schema),
  });
  await schema.addIndex('appraisal_steps', ['appraisal_id']);
  await appendOnly(schema, 'appraisal_steps');
}

/** Special deeds of a person, for the annual summary; their evidence is attached. */
async function makeDeeds(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('staff_deeds', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    happened_on: day,
    words: text(500),
    state: { type: `VARCHAR(9) NOT NULL CHECK (state IN ('submitted', 'approved', 'rejected'))` },
    entered_by_id: belongsTo('persons'),
    entered_at: instant,
    decided_by_id: {
      type: `INTEGER CONSTRAINT deed_two_persons CHECK (decided_by_id <> entered_by_id
               AND decided_by_id <> person_id)`,
      references: { model: 'persons', key: 'id' },
    },
    decided_at: optional(instant),
    reason: optional(text(200)),
  });
  await schema.addIndex('staff_deeds', ['community_id', 'person_id', 'happened_on']);
}

export const down: Migration = (schema) =>
  dropAll(schema, ['staff_deeds', 'appraisal_steps', 'appraisals', 'staff_reviews']);
