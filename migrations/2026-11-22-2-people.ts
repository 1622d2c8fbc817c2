import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import {
  belongsTo,
  dropAll,
  id,
  instantOf,
  optional,
  text,
  whole,
  yesNo,
} from '../src/base/schema.ts';

export const up: Migration = async (schema) => {
  await makePlaces(schema);
  await makePersons(schema);
  await makeGrants(schema);
};

async function makePlaces(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('communities', {
    id,
    name: { ...text(60), unique: true },
    /** As it stands in the number of a posting: 伏波岭〔2026〕第47周. */
    short_name: text(20),
    posting_window_days: { ...whole, defaultValue: 5 },
    reservation_days: { ...whole, defaultValue: 7 },
    created_at: instant,
  });

  await schema.createTable('grids', {
    id,
    community_id: belongsTo('communities'),
    name: text(40),
  });
  await schema.addIndex('grids', ['community_id', 'name'], { unique: true });

  await schema.createTable('households', {
    id,
    community_id: belongsTo('communities'),
    grid_id: belongsTo('grids'),
    name: text(60),
  });
  await schema.addIndex('households', ['community_id', 'grid_id']);
}

async function makePersons(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('persons', {
    id,
    community_id: belongsTo('communities'),
    household_id: optional(belongsTo('households')),
    name: text(40),
    /** Full pinyin and initials, for finding a person by wangxiulan or wxl. */
    pinyin: text(200),
    sign_in_name: optional(text(40)),
    phone: optional(text(20)),
    card_number: optional(text(20)),
    password_hash: optional(text(200)),
    /** Grows with every change of the password; sessions of before are over. */
    password_version: { ...whole, defaultValue: 1 },
    /** The password is a one-time code, good until then, and must be changed at sign-in. */
    code_expires_at: optional(instant),
    /** When the person agreed to be shown with the full name; null shows 王*兰. */
    name_consent_at: optional(instant),
    active: yesNo(true),
    erased_at: optional(instant),
    created_at: instant,
  });
  await schema.addIndex('persons', ['sign_in_name'], { unique: true });
  await schema.addIndex('persons', ['card_number'], { unique: true });
  await schema.addIndex('persons', ['phone']);
  await schema.addIndex('persons', ['name']);
  await schema.addIndex('persons', ['community_id', 'household_id']);
}

async function makeGrants(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('grants', {
    id,
    person_id: belongsTo('persons'),
    role: text(20),
    /** Null: for all communities. */
    community_id: optional(belongsTo('communities')),
    granted_by_id: optional(whole),
    granted_at: instant,
  });
  await schema.addIndex('grants', ['person_id']);
  // Null is never equal to null in a unique index, so "all communities" counts as 0.
  await schema.sequelize.query(
    'CREATE UNIQUE INDEX grants_once ON grants (person_id, role, COALESCE(community_id, 0))',
  );

  await schema.createTable('tokens', {
    /** SHA-256 of the token: who reads the table cannot use it. */
    digest: { ...text(64), primaryKey: true },
    person_id: belongsTo('persons'),
    password_version: whole,
    expires_at: instant,
  });
  await schema.addIndex('tokens', ['person_id']);
}

export const down: Migration = (schema) =>
  dropAll(schema, ['tokens', 'grants', 'persons', 'households', 'grids', 'communities']);
