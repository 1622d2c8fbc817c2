import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { memberOf } from '../members/queries.ts';
import { mayAssess } from '../policy.ts';
import { adoptedSets, setOn } from '../rules/queries.ts';
import type { SetRule } from '../rules/queries.ts';
import { settleIncidents } from '../scoring/incidents.ts';
import type { NewAttendance } from './forms.ts';

/** What a day of attendance may be entered as. */
export async function attendanceRules(
  streetId: number,
  day: Day,
  tx?: Transaction,
): Promise<SetRule[]> {
  const rules = setOn(await adoptedSets(streetId, tx), day)?.rules.values() ?? [];
  return [...rules].filter(({ part }) => part === 'attendance');
}

/**
 * Enters that a staff member came late, left early or was absent; the rules of the day say what it
 * takes. Refuses `assess-staff`, `own-score`, `no-member`, `not-member-then`, `day-to-come`,
 * `no-set-rule`, `entered-already`.
 */
export async function enterAttendance(
  actor: Actor,
  entry: NewAttendance,
  command: Command,
): Promise<{ personId: number; booked: number }> {
  const { personId, ruleCode, occurredOn } = entry;
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'assess-staff');
  permit(mayAssess(actor, streetId, personId), 'own-score');
  return once(command, 'enter-attendance', entry, async (tx) => {
    await refuseStrange(streetId, entry, tx);
    const key = `attendance:${personId}:${occurredOn}:${ruleCode}`;
    await refuseStanding(streetId, key, tx);
    const incident = {
      ...entry,
      part: 'attendance' as const,
      key,
      subject: `attendance:${personId}`,
      enteredById: actor.personId,
    };
    const by = { personId: actor.personId };
    const { booked } = await settleIncidents(streetId, { stand: [incident] }, by, tx);
    await noteOf(actor, 'attendance-entered', personId, tx);
    return { personId, booked };
  });
}

async function refuseStrange(
  streetId: number,
  { personId, ruleCode, occurredOn }: NewAttendance,
  tx: Transaction,
): Promise<void> {
  const member = await memberOf(personId, streetId, tx);
  if (occurredOn > today()) throw new Refusal('invalid', 'day-to-come', {}, 'occurredOn');
  if (occurredOn < member.fromOn || (member.toOn !== null && occurredOn > member.toOn)) {
    throw new Refusal('invalid', 'not-member-then', {}, 'occurredOn');
  }
  const rules = await attendanceRules(streetId, occurredOn, tx);
  if (!rules.some(({ code }) => code === ruleCode)) {
    throw new Refusal('invalid', 'no-set-rule', {}, 'ruleCode');
  }
}

async function refuseStanding(streetId: number, key: string, tx: Transaction): Promise<void> {
  const there = await row<{ state: string; settled: boolean | number }>(
    sql`SELECT state, settled FROM score_incidents
         WHERE community_id = ${streetId} AND key = ${key}`,
    tx,
  );
  if (there && (there.state === 'stands' || Boolean(there.settled))) {
    throw new Refusal('conflict', 'entered-already', {}, 'occurredOn');
  }
}

interface Entered {
  readonly streetId: number;
  readonly personId: number;
  readonly key: string;
  readonly state: string;
  readonly settled: boolean | number;
}

/**
 * Withdraws what was entered of a day; what it took is undone by a linked reversal. Refuses
 * `no-incident`, `assess-staff`, `own-score`, `not-standing`.
 */
export async function withdrawAttendance(
  actor: Actor,
  incidentId: number,
  reason: string,
  command: Command,
): Promise<{ personId: number; reversed: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'assess-staff');
  return once(command, 'withdraw-attendance', { incidentId, reason }, async (tx) => {
    const entered = await row<Entered>(
      sql`SELECT community_id AS "streetId", person_id AS "personId", key, state, settled
            FROM score_incidents
           WHERE id = ${incidentId} AND community_id = ${streetId} AND part = 'attendance'`,
      tx,
    );
    const { personId, key, state, settled } = found(entered, 'incident');
    permit(mayAssess(actor, streetId, personId), 'own-score');
    if (state !== 'stands' || Boolean(settled)) throw new Refusal('conflict', 'not-standing');
    const by = { personId: actor.personId, reason };
    const lift = [{ key, why: 'withdrawn' }];
    const { reversed } = await settleIncidents(streetId, { lift }, by, tx);
    await noteOf(actor, 'attendance-withdrawn', personId, tx);
    return { personId, reversed };
  });
}

const noteOf = (actor: Actor, name: string, personId: number, tx: Transaction): Promise<void> =>
  note(
    {
      communityId: actor.communityId,
      personId: actor.personId,
      name,
      subject: `person:${personId}`,
    },
    tx,
  );
