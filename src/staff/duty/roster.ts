import sql, { bulk } from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { monthDays, today } from '../../base/period.ts';
import type { Month } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayAssess } from '../policy.ts';
import type { RosterForm } from './forms.ts';
import { recordMoves, takeTurns } from './moves.ts';
import { planOf } from './plan.ts';
import type { PlannedDuty } from './plan.ts';
import { rosterById } from './queries.ts';

/**
 * Makes the draft of a month from the templates, without those who cannot be on duty then; or an
 * empty one, to be filled by hand. Refuses `keep-duty`, `month-over`, `roster-made`, `year-unknown`.
 */
export async function draftRoster(
  actor: Actor,
  { month, byHand }: RosterForm,
  command: Command,
): Promise<{ id: number; month: Month; duties: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  return once(command, 'draft-roster', { month, byHand }, async (tx) => {
    await takeTurns(streetId, tx);
    if (monthDays(month).to <= today()) throw new Refusal('conflict', 'month-over', {}, 'month');
    const made = await row<{ id: number }>(
      sql`INSERT INTO duty_rosters (community_id, month, state, made_by_id, made_at)
          VALUES (${streetId}, ${month}, 'draft', ${actor.personId}, ${now()})
          ON CONFLICT (community_id, month) DO NOTHING RETURNING id`,
      tx,
    );
    if (!made) throw new Refusal('conflict', 'roster-made', {}, 'month');
    const planned = byHand ? [] : await planOf(streetId, month, tx);
    const fitting = planned.filter(({ conflict }) => conflict === null);
    await insertDuties(streetId, made.id, fitting, tx);
    return { id: made.id, month, duties: fitting.length };
  });
}

/** Puts duties into a roster; whether they may be there was asked before. */
export async function insertDuties(
  streetId: number,
  rosterId: number,
  duties: readonly Omit<PlannedDuty, 'conflict'>[],
  tx: Transaction,
): Promise<readonly { readonly id: number; readonly personId: number }[]> {
  if (duties.length === 0) return [];
  const values = duties.map(({ shiftId, day, personId, startsAt, endsAt }) => [
    ...[streetId, rosterId, shiftId, day, personId, startsAt, endsAt],
    'assigned',
  ]);
  return rows(
    sql`INSERT INTO duties
          (community_id, roster_id, shift_id, day, person_id, starts_at, ends_at, state)
        VALUES ${bulk(values)} RETURNING id, person_id AS "personId"`,
    tx,
  );
}

/** Throws a draft away. Refuses `keep-duty`, `no-roster`, `roster-published`. */
export async function dropRoster(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ id: number; month: Month }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  return once(command, 'drop-roster', { id }, async (tx) => {
    await takeTurns(streetId, tx);
    const { month, state } = await rosterById(id, streetId, tx);
    if (state !== 'draft') throw new Refusal('conflict', 'roster-published');
    await change(sql`DELETE FROM duties WHERE roster_id = ${id}`, tx);
    await change(sql`DELETE FROM duty_rosters WHERE id = ${id} AND state = 'draft'`, tx);
    return { id, month };
  });
}

/**
 * Publishes a draft: from now on its duties are owed, and everybody who has one is told. What has
 * begun before anybody was told of it is left out. Refuses `keep-duty`, `no-roster`,
 * `roster-published`, `roster-empty`.
 */
export async function publishRoster(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ id: number; month: Month; told: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  return once(command, 'publish-roster', { id }, async (tx) => {
    await takeTurns(streetId, tx);
    const { month } = await rosterById(id, streetId, tx);
    const at = now();
    const published = await change(
      sql`UPDATE duty_rosters SET state = 'published', published_by_id = ${actor.personId},
                                  published_at = ${at}
           WHERE id = ${id} AND state = 'draft'`,
      tx,
    );
    if (published === 0) throw new Refusal('conflict', 'roster-published');
    await change(sql`DELETE FROM duties WHERE roster_id = ${id} AND starts_at <= ${at}`, tx);
    const told = await tellAssigned(actor, id, month, tx);
    const event = { communityId: streetId, personId: actor.personId, name: 'roster-published' };
    await note({ ...event, subject: `roster:${id}`, facts: { month } }, tx);
    return { id, month, told };
  });
}

async function tellAssigned(
  { communityId, personId: by }: Actor,
  rosterId: number,
  month: Month,
  tx: Transaction,
): Promise<number> {
  const duties = await rows<{ dutyId: number; personId: number }>(
    sql`SELECT id AS "dutyId", person_id AS "personId" FROM duties
         WHERE roster_id = ${rosterId} ORDER BY id`,
    tx,
  );
  if (duties.length === 0) throw new Refusal('conflict', 'roster-empty');
  const moves = duties.map((one) => ({ ...one, why: 'assigned' as const }));
  await recordMoves(communityId, moves, by, tx);
  const counts = new Map<number, number>();
  for (const { personId } of duties) counts.set(personId, (counts.get(personId) ?? 0) + 1);
  const messages = [...counts].map(([personId, count]) => ({
    communityId,
    personId,
    kind: 'duty-published',
    facts: { month, times: count },
    href: '/staff/duties/own',
  }));
  await tell(messages, tx);
  return messages.length;
}
