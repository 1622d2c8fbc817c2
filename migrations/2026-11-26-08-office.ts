import type { Migration } from '../src/base/migrator.ts';
import {
  appendOnly,
  belongsTo,
  dropAll,
  id,
  instantOf,
  longText,
  optional,
  text,
} from '../src/base/schema.ts';

/** Who changed which setting of an office when, from what to what, and why. */
export const up: Migration = async (schema) => {
  await schema.createTable('staff_setting_changes', {
    id,
    community_id: belongsTo('communities'),
    /** A name in src/staff/settings: `pointsWeight`, `ranking`. */
    name: text(30),
    /** JSON: `70`, `false`. */
    was: text(10),
    became: text(10),
    reason: longText,
    changed_by_id: optional(belongsTo('persons')),
    changed_at: instantOf(schema),
  });
  await schema.addIndex('staff_setting_changes', ['community_id', 'id']);
  await appendOnly(schema, 'staff_setting_changes');
};

export const down: Migration = (schema) => dropAll(schema, ['staff_setting_changes']);
