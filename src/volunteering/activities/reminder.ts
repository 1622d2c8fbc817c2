import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, inTransaction } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { isWeekend, publicDay } from '../../base/holidays.ts';
import { addDays, today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { tell } from '../../messages/index.ts';
import { holdersOf } from '../../people/index.ts';
import { activitiesWhere } from './activity.ts';
import type { Activity } from './activity.ts';

/** So many working days after it, what was done is to be written down. */
const WORKING_DAYS = 10;

/** In a year whose notice nobody knows yet, Monday to Friday are worked. */
const isWorked = (day: Day): boolean => publicDay(day)?.isWorkday ?? !isWeekend(day);

/** The last of the working days that the record of an activity may take. */
export function recordDueOn(heldOn: Day): Day {
  let day = heldOn;
  for (let left = WORKING_DAYS; left > 0;) {
    day = addDays(day, 1);
    if (isWorked(day)) left -= 1;
  }
  return day;
}

/** Tells the managers, once for each, of activities whose record is late. Twice is harmless. */
export async function remindOfRecords(): Promise<number> {
  // No span of working days is shorter than as many days.
  const held = await activitiesWhere(
    sql`WHERE a.state = 'announced' AND a.held_on < ${addDays(today(), -WORKING_DAYS)}
          AND NOT EXISTS (SELECT 1 FROM activity_reminders m WHERE m.activity_id = a.id)
        ORDER BY a.id`,
  );
  const late = held.filter(({ heldOn }) => recordDueOn(heldOn) < today());
  let reminded = 0;
  for (const one of late) {
    if (await inTransaction((tx) => remindOf(one, tx))) reminded += 1;
  }
  return reminded;
}

async function remindOf(activity: Activity, tx: Transaction): Promise<boolean> {
  const { id, communityId, title } = activity;
  const first = await change(
    sql`INSERT INTO activity_reminders (activity_id, at) VALUES (${id}, ${now()})
        ON CONFLICT (activity_id) DO NOTHING`,
    tx,
  );
  if (first === 0) return false;
  const managers = await holdersOf(['manager'], communityId, tx);
  await tell(
    managers.map((personId) => ({
      ...{ communityId, personId, kind: 'record-late' },
      ...{ facts: { title, day: activity.heldOn }, href: `/activities/${id}/record` },
    })),
    tx,
  );
  return true;
}
