import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import {
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

/** A street office is a tenant like a community; its people are its staff. */
export const up: Migration = async (schema) => {
  await runAll(schema, [
    `ALTER TABLE communities ADD COLUMN kind VARCHAR(10) NOT NULL DEFAULT 'community'
       CHECK (kind IN ('community', 'street'))`,
    'ALTER TABLE communities ADD COLUMN street_id INTEGER REFERENCES communities (id)',
  ]);
  await makeDepartments(schema);
  await makeMembers(schema);
  await schema.createTable('staff_settings', {
    community_id: { ...belongsTo('communities'), primaryKey: true },
    /** JSON; what is not said in it is the default of src/staff/settings. */
    settings: longText,
  });
};

async function makeDepartments(schema: QueryInterface): Promise<void> {
  await schema.createTable('departments', {
    id,
    community_id: belongsTo('communities'),
    name: text(40),
    /** The order in which the office names its departments. */
    position: whole,
  });
  await schema.addIndex('departments', ['community_id', 'name'], { unique: true });
}

async function makeMembers(schema: QueryInterface): Promise<void> {
  await schema.createTable('staff_members', {
    person_id: { ...belongsTo('persons'), primaryKey: true },
    community_id: belongsTo('communities'),
    /** 工号: what attendance machines know a person by. */
    staff_number: text(20),
    kind: {
      type: `VARCHAR(20) NOT NULL CONSTRAINT staff_kind_known
             CHECK (kind IN ('civil-servant', 'public-institution', 'community-worker', 'contract'))`,
    },
    created_at: instantOf(schema),
  });
  await schema.addIndex('staff_members', ['community_id', 'staff_number'], { unique: true });

  // Who left may come back: each time that somebody belonged to the office is a row.
  await schema.createTable('staff_terms', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    from_on: day,
    /** The last day; null while they stay. */
    to_on: optional(day),
  });
  await schema.addIndex('staff_terms', ['community_id', 'person_id', 'from_on'], { unique: true });

  await schema.createTable('staff_posts', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    department_id: belongsTo('departments'),
    /** 岗位, 职务. */
    title: text(40),
    from_on: day,
  });
  await schema.addIndex('staff_posts', ['community_id', 'person_id', 'from_on'], { unique: true });
}

export const down: Migration = (schema) =>
  dropAll(schema, ['staff_settings', 'staff_posts', 'staff_terms', 'staff_members', 'departments']);
