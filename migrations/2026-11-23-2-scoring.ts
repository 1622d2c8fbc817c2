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

const part = {
  type: `VARCHAR(12) NOT NULL CHECK (part IN ('attendance', 'duty', 'discipline', 'key-work'))`,
};

export const up: Migration = async (schema) => {
  await makeRuleSets(schema);
  await makeSetRules(schema);
  await makeIncidents(schema);
  await makeEntries(schema);
};

async function makeRuleSets(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('rule_sets', {
    id,
    community_id: belongsTo('communities'),
    name: text(60),
    /** In force from this day until the next adopted set begins. */
    effective_from: day,
    state: { type: `VARCHAR(10) NOT NULL CHECK (state IN ('draft', 'adopted', 'dropped'))` },
    made_by_id: optional(whole),
    made_at: instant,
    adopted_by_id: optional(whole),
    adopted_at: optional(instant),
    /** Why it was adopted. */
    reason: optional(text(200)),
  });
  await schema.addIndex('rule_sets', ['community_id', 'state', 'effective_from']);
}

async function makeSetRules(schema: QueryInterface): Promise<void> {
  await schema.createTable('set_rules', {
    id,
    rule_set_id: belongsTo('rule_sets'),
    code: text(30),
    part,
    name: text(60),
    /** Points of one incident, signed, unless a tier says otherwise. */
    points: whole,
    /** Attendance: minutes that are let pass. */
    grace_minutes: { ...whole, defaultValue: 0 },
    /** JSON list of { from, points }: from the nth of a month on, that many points. */
    tiers: { ...longText, defaultValue: '[]' },
    source: { ...text(120), defaultValue: '' },
  });
  await schema.addIndex('set_rules', ['rule_set_id', 'code'], { unique: true });

  await schema.createTable('set_limits', {
    id,
    rule_set_id: belongsTo('rule_sets'),
    part,
    /** The most that a month may take in this part, at or below 0; null: no limit. */
    month_floor: optional(whole),
    /** The most that a month may give in this part; null: no limit. */
    month_cap: optional(whole),
  });
  await schema.addIndex('set_limits', ['rule_set_id', 'part'], { unique: true });
}

async function makeIncidents(schema: QueryInterface): Promise<void> {
  // What happened, as it stands today: points follow from it and from the rules, never the other way.
  await schema.createTable('score_incidents', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    part,
    rule_code: text(30),
    occurred_on: day,
    /** The same fact is one row, however often it is told: `attendance:7:2026-11-22:in`. */
    key: text(80),
    /** Where its evidence is: `attendance-day:7`, `duty:3`, `discipline:4`, `task:5`. */
    subject: text(60),
    note: optional(text(200)),
    state: { type: `VARCHAR(6) NOT NULL CHECK (state IN ('stands', 'void'))` },
    /** Why it is void: `leave`, `corrected`, `swapped`, `appeal`, … */
    void_reason: optional(text(20)),
    /** Decided on appeal: its source may not make it stand again, or weigh more. */
    settled: yesNo(),
    /** Points that an appeal put in place of the rule's. */
    points_instead: optional(whole),
    entered_by_id: optional(whole),
    approved_by_id: optional(whole),
    created_at: instantOf(schema),
  });
  await schema.addIndex('score_incidents', ['community_id', 'key'], { unique: true });
  await schema.addIndex('score_incidents', ['community_id', 'person_id', 'occurred_on']);
  await schema.addIndex('score_incidents', ['community_id', 'occurred_on']);
}

async function makeEntries(schema: QueryInterface): Promise<void> {
  // One row for each transfer of the score book, and the sums of every page come from here.
  await schema.createTable('score_entries', {
    id,
    community_id: belongsTo('communities'),
    incident_id: belongsTo('score_incidents'),
    person_id: belongsTo('persons'),
    part,
    rule_id: belongsTo('set_rules'),
    points: { type: 'INTEGER NOT NULL CONSTRAINT score_not_nothing CHECK (points <> 0)' },
    occurred_on: day,
    /** The quarter that it counts in: 2026-Q4. */
    quarter: text(7),
    transfer_id: { ...belongsTo('transfers'), unique: true },
    reverses_id: { ...optional(belongsTo('score_entries')), unique: true },
    booked_at: instantOf(schema),
  });
  await schema.addIndex('score_entries', ['community_id', 'quarter', 'person_id', 'part']);
  await schema.addIndex('score_entries', ['incident_id']);
  await appendOnly(schema, 'score_entries');

  // A quarter whose review is confirmed takes nothing more: later corrections count in the open one.
  await schema.createTable('closed_quarters', {
    community_id: { ...belongsTo('communities'), primaryKey: true },
    quarter: { ...text(7), primaryKey: true },
    closed_by_id: optional(whole),
    closed_at: instantOf(schema),
  });
  await appendOnly(schema, 'closed_quarters');
}

export const down: Migration = (schema) =>
  dropAll(schema, [
    'closed_quarters',
    'score_entries',
    'score_incidents',
    'set_limits',
    'set_rules',
    'rule_sets',
  ]);
