import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
  belongsTo,
  dropAll,
  id,
  instantOf,
  isPostgres,
  longText,
  optional,
  text,
  whole,
  yesNo,
} from '../src/base/schema.ts';

const word = (column: string, words: readonly string[], length = 16): { type: string } => ({
  type: `VARCHAR(${length}) NOT NULL CHECK (${column} IN (${words.map((one) => `'${one}'`).join(', ')}))`,
});

export const up: Migration = async (schema) => {
  await makeCycles(schema);
  await makeSets(schema);
  await makeVoters(schema);
  await makeBallots(schema);
};

async function makeCycles(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('evaluation_cycles', {
    id,
    community_id: belongsTo('communities'),
    title: text(60),
    /** The quarter that it counts in: 2026-Q4. */
    quarter: text(7),
    phase: word('phase', ['draft', 'issuing', 'casting', 'closed', 'cancelled']),
    /** JSON list of what is asked about each person. */
    questions: longText,
    takes_remarks: yesNo(true),
    /** Papers that a set needs, and ballots below which a group's result is not shown. */
    ballots_min: whole,
    /** Name of the file that keeps the keys, outside the database; null once they are destroyed. */
    secret_name: optional(text(40)),
    made_by_id: optional(whole),
    made_at: instant,
    issuing_at: optional(instant),
    casting_at: optional(instant),
    closed_at: optional(instant),
  });
  await schema.addIndex('evaluation_cycles', ['community_id', 'quarter']);

  await schema.createTable('evaluation_groups', {
    id,
    cycle_id: belongsTo('evaluation_cycles'),
    kind: word('kind', ['leaders', 'colleagues', 'representatives']),
    /** Percent of the score. */
    weight: whole,
  });
  await schema.addIndex('evaluation_groups', ['cycle_id', 'kind'], { unique: true });

  await schema.createTable('evaluation_rated', {
    cycle_id: { ...belongsTo('evaluation_cycles'), primaryKey: true },
    person_id: { ...belongsTo('persons'), primaryKey: true },
  });
  await schema.addIndex('evaluation_rated', ['person_id']);
}

async function makeSets(schema: QueryInterface): Promise<void> {
  // Whose ballots are all alike: the same group, the same people rated, one key.
  await schema.createTable('evaluation_sets', {
    id,
    cycle_id: belongsTo('evaluation_cycles'),
    group_id: belongsTo('evaluation_groups'),
    /** 1, 2 within its group. */
    number: whole,
    /** SPKI in base64; the private key was never in here. */
    public_key: longText,
    /** JSON list of person ids, in the order of the ballot. */
    rated: longText,
    /** A set without enough papers is left out: nobody casts in it. */
    state: word('state', ['issuing', 'casting', 'closed', 'left-out'], 8),
    papers: { ...whole, defaultValue: 0 },
    slips: { ...whole, defaultValue: 0 },
    ballots: {
      type: `INTEGER NOT NULL DEFAULT 0
             CONSTRAINT no_more_ballots_than_papers CHECK (ballots <= papers)`,
    },
  });
  await schema.addIndex('evaluation_sets', ['cycle_id']);
}

async function makeVoters(schema: QueryInterface): Promise<void> {
  // Who may vote, and who has a paper: no time, and nothing of the paper.
  await schema.createTable('evaluation_voters', {
    cycle_id: { ...belongsTo('evaluation_cycles'), primaryKey: true },
    person_id: { ...belongsTo('persons'), primaryKey: true },
    group_id: belongsTo('evaluation_groups'),
    set_id: optional(belongsTo('evaluation_sets')),
    paper: { type: `VARCHAR(9) CHECK (paper IN ('signature', 'slip'))` },
  });
  await schema.addIndex('evaluation_voters', ['person_id']);
}

/** Tables whose rows lie in the order of a random key, so that no order of arrival is kept. */
async function makeBallots(schema: QueryInterface): Promise<void> {
  const end = isPostgres(schema) ? '' : 'WITHOUT ROWID';
  const table = (name: string, columns: string): string =>
    `CREATE TABLE ${name} (${columns}) ${end}`;
  const set = 'set_id INTEGER NOT NULL REFERENCES evaluation_sets (id)';
  for (const statement of [
    table('evaluation_slips', `digest VARCHAR(43) NOT NULL PRIMARY KEY, ${set}`),
    table(
      'evaluation_envelopes',
      `digest VARCHAR(43) NOT NULL PRIMARY KEY, ${set}, sealed TEXT NOT NULL`,
    ),
    table(
      'evaluation_ballots',
      `mark VARCHAR(22) NOT NULL PRIMARY KEY, ${set}, answers TEXT NOT NULL`,
    ),
    table(
      'evaluation_remarks',
      `mark VARCHAR(22) NOT NULL PRIMARY KEY,
       cycle_id INTEGER NOT NULL REFERENCES evaluation_cycles (id), remark TEXT NOT NULL`,
    ),
    'CREATE INDEX evaluation_slips_set ON evaluation_slips (set_id)',
    'CREATE INDEX evaluation_envelopes_set ON evaluation_envelopes (set_id)',
    'CREATE INDEX evaluation_ballots_set ON evaluation_ballots (set_id)',
    'CREATE INDEX evaluation_remarks_cycle ON evaluation_remarks (cycle_id)',
  ]) {
    await schema.sequelize.query(statement);
  }
  for (const name of ['evaluation_ballots', 'evaluation_remarks']) await appendOnly(schema, name);
}

export const down: Migration = (schema) =>
  dropAll(schema, [
    'evaluation_remarks',
    'evaluation_ballots',
    'evaluation_envelopes',
    'evaluation_slips',
    'evaluation_voters',
    'evaluation_sets',
    'evaluation_rated',
    'evaluation_groups',
    'evaluation_cycles',
  ]);
