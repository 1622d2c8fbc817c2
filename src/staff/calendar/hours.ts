import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayKeepStaff } from '../policy.ts';
import { refuseClosed } from '../scoring/quarters.ts';
import { streetOf } from '../street.ts';
import type { NewHours } from './forms.ts';

/**
 * Sets the hours of the office from a day on, until other ones begin. Refuses `keep-calendar`,
 * `hours-order`, `quarter-closed`, `hours-there`.
 */
export async function setHours(
  actor: Actor,
  hours: NewHours,
  command: Command,
): Promise<{ fromOn: Day }> {
  const streetId = await streetOf(actor);
  permit(mayKeepStaff(actor, streetId), 'keep-calendar');
  const { fromOn, start, noonFrom, noonTo, end } = hours;
  if (!(start < noonFrom && noonFrom <= noonTo && noonTo < end)) {
    throw new Refusal('invalid', 'hours-order', {}, 'end');
  }
  return once(command, 'set-hours', { streetId, hours }, async (tx) => {
    await refuseClosed(streetId, fromOn, 'fromOn', tx);
    const set = await change(
      sql`INSERT INTO staff_hours (community_id, from_on, starts_at, noon_from, noon_to, ends_at,
            set_by_id, set_at)
          VALUES (${streetId}, ${fromOn}, ${start}, ${noonFrom}, ${noonTo}, ${end},
                  ${actor.personId}, ${now()})
          ON CONFLICT (community_id, from_on) DO NOTHING`,
      tx,
    );
    if (set === 0) throw new Refusal('conflict', 'hours-there', {}, 'fromOn');
    const event = { communityId: streetId, personId: actor.personId, name: 'hours-set' };
    await note({ ...event, subject: `day:${fromOn}` }, tx);
    return { fromOn };
  });
}

/**
 * Takes back hours; those before hold on. Refuses `no-hours`, `keep-calendar`, `quarter-closed`.
 */
export async function withdrawHours(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ fromOn: Day }> {
  const streetId = await streetOf(actor);
  permit(mayKeepStaff(actor, streetId), 'keep-calendar');
  return once(command, 'withdraw-hours', { id }, async (tx) => {
    const gone = await row<{ fromOn: Day }>(
      sql`DELETE FROM staff_hours
           WHERE id = ${id} AND community_id = ${streetId} RETURNING from_on AS "fromOn"`,
      tx,
    );
    if (!gone) throw new Refusal('missing', 'no-hours');
    await refuseClosed(streetId, gone.fromOn, undefined, tx);
    const event = { communityId: streetId, personId: actor.personId, name: 'hours-withdrawn' };
    await note({ ...event, subject: `day:${gone.fromOn}` }, tx);
    return { fromOn: gone.fromOn };
  });
}
