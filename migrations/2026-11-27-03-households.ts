import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
  belongsTo,
  day,
  dropAll,
  id,
  instantOf,
  isPostgres,
  optional,
  runAll,
  text,
  yesNo,
} from '../src/base/schema.ts';

const OF_OWNER = 'accounts_owner_kind_owner_id_kind';
const IN_COMMUNITY = 'accounts_of_owner_in_community';

export const up: Migration = async (schema) => {
  await addColumns(schema);
  await makeHistory(schema);
  await makeConsents(schema);
  await makeMerges(schema);
};

async function addColumns(schema: QueryInterface): Promise<void> {
  const date = isPostgres(schema) ? 'DATE' : 'TEXT';
  await runAll(schema, [
    'ALTER TABLE households ADD COLUMN head_id INTEGER REFERENCES persons(id)',
    // Whose entry this one became; null: the person's own.
    'ALTER TABLE persons ADD COLUMN merged_into_id INTEGER REFERENCES persons(id)',
    // Of children alone, and no longer than they are children.
    `ALTER TABLE persons ADD COLUMN born_on ${date}`,
    'CREATE INDEX persons_merged ON persons (merged_into_id) WHERE merged_into_id IS NOT NULL',
    'CREATE INDEX persons_household ON persons (household_id)',
    // Somebody who moves has accounts in each community where they earned.
    `DROP INDEX ${OF_OWNER}`,
    `CREATE UNIQUE INDEX ${IN_COMMUNITY} ON accounts (owner_kind, owner_id, kind, community_id)`,
  ]);
}

/** Who came into a household or went, when, why, and by whom it was written down. */
async function makeHistory(schema: QueryInterface): Promise<void> {
  await schema.createTable('household_moves', {
    id,
    person_id: belongsTo('persons'),
    kind: text(12),
    from_household_id: optional(belongsTo('households')),
    to_household_id: optional(belongsTo('households')),
    from_community_id: belongsTo('communities'),
    to_community_id: belongsTo('communities'),
    reason: optional(text(200)),
    by_id: optional(belongsTo('persons')),
    at: instantOf(schema),
  });
  for (const column of ['person_id', 'from_household_id', 'to_household_id']) {
    await schema.addIndex('household_moves', [column]);
  }
  await appendOnly(schema, 'household_moves');
}

async function makeConsents(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('pool_consents', {
    id,
    household_id: belongsTo('households'),
    person_id: belongsTo('persons'),
    given_at: instant,
    /** The person, or the manager who has it on paper. */
    given_by_id: belongsTo('persons'),
    on_paper: yesNo(),
    ended_at: optional(instant),
    ended_by_id: optional(belongsTo('persons')),
  });
  await schema.createTable('guardianships', {
    id,
    community_id: belongsTo('communities'),
    child_id: belongsTo('persons'),
    guardian_id: belongsTo('persons'),
    consent_how: text(12),
    consented_on: day,
    recorded_by_id: belongsTo('persons'),
    recorded_at: instant,
    ended_at: optional(instant),
    ended_by_id: optional(belongsTo('persons')),
  });
  await schema.addIndex('guardianships', ['guardian_id']);
  await runAll(schema, [
    `CREATE UNIQUE INDEX pool_consent_once ON pool_consents (household_id, person_id)
      WHERE ended_at IS NULL`,
    `CREATE UNIQUE INDEX guardianship_once ON guardianships (child_id, guardian_id)
      WHERE ended_at IS NULL`,
  ]);
}

/** Two entries that are said to be one person: by one manager, and decided by another. */
async function makeMerges(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('merges', {
    id,
    community_id: belongsTo('communities'),
    kept_id: belongsTo('persons'),
    merged_id: belongsTo('persons'),
    state: text(12),
    reason: text(200),
    proposed_by_id: belongsTo('persons'),
    proposed_at: instant,
    decided_by_id: {
      type: `INTEGER REFERENCES persons(id)
             CONSTRAINT merge_by_two CHECK (decided_by_id <> proposed_by_id OR state = 'dropped')`,
    },
    decided_at: optional(instant),
  });
  await schema.addIndex('merges', ['community_id', 'state']);
  await schema.sequelize.query(
    `CREATE UNIQUE INDEX merge_once ON merges (merged_id) WHERE state <> 'dropped'`,
  );
}

export const down: Migration = async (schema) => {
  await dropAll(schema, ['merges', 'guardianships', 'pool_consents', 'household_moves']);
  await runAll(schema, [
    `DROP INDEX ${IN_COMMUNITY}`,
    `CREATE UNIQUE INDEX ${OF_OWNER} ON accounts (owner_kind, owner_id, kind)`,
    'DROP INDEX persons_household',
    'DROP INDEX persons_merged',
    'ALTER TABLE persons DROP COLUMN born_on',
    'ALTER TABLE persons DROP COLUMN merged_into_id',
    'ALTER TABLE households DROP COLUMN head_id',
  ]);
};
