import type { Migration } from '../src/base/migrator.ts';
import {
  belongsTo,
  day,
  dropAll,
  id,
  instantOf,
  optional,
  text,
  yesNo,
} from '../src/base/schema.ts';

/** Days that an office works or rests against the calendar, and its hours from a day on. */
export const up: Migration = async (schema) => {
  await schema.createTable('staff_day_overrides', {
    id,
    community_id: belongsTo('communities'),
    day,
    is_workday: yesNo(),
    reason: text(60),
    set_by_id: optional(belongsTo('persons')),
    set_at: instantOf(schema),
  });
  await schema.addIndex('staff_day_overrides', ['community_id', 'day'], { unique: true });

  await schema.createTable('staff_hours', {
    id,
    community_id: belongsTo('communities'),
    from_on: day,
    /** Times of a day in Asia/Shanghai: `08:30`. */
    starts_at: text(5),
    noon_from: text(5),
    noon_to: text(5),
    ends_at: text(5),
    set_by_id: optional(belongsTo('persons')),
    set_at: instantOf(schema),
  });
  await schema.addIndex('staff_hours', ['community_id', 'from_on'], { unique: true });
};

export const down: Migration = (schema) => dropAll(schema, ['staff_hours', 'staff_day_overrides']);
