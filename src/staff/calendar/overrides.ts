import sql, { bulk } from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayKeepStaff } from '../policy.ts';
import { refuseClosed } from '../scoring/quarters.ts';
import { streetOf } from '../street.ts';
import { overridesOf } from './days.ts';
import type { NewOverride } from './forms.ts';
import { isWeekend, publicDay } from '../../base/holidays.ts';

/** How many days one entry may set: a quarter. */
const DAYS_MAX = 92;

/**
 * Sets days that the office works or rests against the calendar; days that are so already are left
 * alone. Refuses `keep-calendar`, `until-before`, `days-too-many`, `day-so-already`,
 * `override-there`, `quarter-closed`.
 */
export async function setOverride(
  actor: Actor,
  override: NewOverride,
  command: Command,
): Promise<{ days: Day[] }> {
  const streetId = await streetOf(actor);
  permit(mayKeepStaff(actor, streetId), 'keep-calendar');
  const days = daysOf(override);
  return once(command, 'set-override', { streetId, override }, async (tx) => {
    await refuseClosed(streetId, days[0] ?? '', 'day', tx);
    await refuseSet(streetId, days, tx);
    const { isWorkday, reason } = override;
    const values = days.map((day) => [streetId, day, isWorkday, reason, actor.personId, now()]);
    const set = await change(
      sql`INSERT INTO staff_day_overrides
            (community_id, day, is_workday, reason, set_by_id, set_at)
          VALUES ${bulk(values)} ON CONFLICT (community_id, day) DO NOTHING`,
      tx,
    );
    // Of two who set the same day at once, the second comes here.
    if (set < days.length) throw new Refusal('conflict', 'override-there', {}, 'day');
    for (const day of days) await noteOf(actor, streetId, 'override-set', day, tx);
    return { days };
  });
}

function daysOf({ day, until = day, isWorkday, weekdaysOnly }: NewOverride): Day[] {
  if (until < day) throw new Refusal('invalid', 'until-before', {}, 'until');
  if (until >= addDays(day, DAYS_MAX)) {
    throw new Refusal('invalid', 'days-too-many', { max: DAYS_MAX }, 'until');
  }
  const all: Day[] = [];
  for (let one = day; one <= until; one = addDays(one, 1)) all.push(one);
  const days = all
    .filter((one) => !weekdaysOnly || !isWeekend(one))
    .filter((one) => publicDay(one)?.isWorkday !== isWorkday);
  if (days.length === 0) throw new Refusal('invalid', 'day-so-already', {}, 'isWorkday');
  return days;
}

async function refuseSet(streetId: number, days: readonly Day[], tx: Transaction): Promise<void> {
  const [from, last] = [days[0] ?? '', days.at(-1) ?? ''];
  const set = await overridesOf(streetId, { from, to: addDays(last, 1) }, tx);
  const there = set.find(({ day }) => days.includes(day));
  if (there) throw new Refusal('conflict', 'override-there', { day: there.day }, 'day');
}

/**
 * Takes back what the office said of a day; the calendar counts again. Refuses `no-override`,
 * `keep-calendar`, `quarter-closed`.
 */
export async function withdrawOverride(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ day: Day }> {
  const streetId = await streetOf(actor);
  permit(mayKeepStaff(actor, streetId), 'keep-calendar');
  return once(command, 'withdraw-override', { id }, async (tx) => {
    const gone = await row<{ day: Day }>(
      sql`DELETE FROM staff_day_overrides
           WHERE id = ${id} AND community_id = ${streetId} RETURNING day`,
      tx,
    );
    if (!gone) throw new Refusal('missing', 'no-override');
    await refuseClosed(streetId, gone.day, undefined, tx);
    await noteOf(actor, streetId, 'override-withdrawn', gone.day, tx);
    return { day: gone.day };
  });
}

const noteOf = (
  actor: Actor,
  communityId: number,
  name: string,
  day: Day,
  tx: Transaction,
): Promise<void> =>
  note({ communityId, personId: actor.personId, name, subject: `day:${day}` }, tx);
