import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { note } from '../../base/audit.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { dayAlone, today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { memberOf } from '../members/queries.ts';
import { mayAssess } from '../policy.ts';
import { adoptedSets, setOn } from '../rules/queries.ts';
import type { SetRule } from '../rules/queries.ts';
import { settleIncidents } from '../scoring/incidents.ts';
import type { Settlement } from '../scoring/settling.ts';
import { knownFacts } from './facts.ts';
import type { NewAttendance } from './forms.ts';
import { attendanceKey, momentOf, outcomeOf } from './outcome.ts';
import type { Moment, Word } from './outcome.ts';
import { settleDays } from './settling.ts';

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
 * takes. It stands above what a machine says of that arrival or leaving, and below a leave.
 * Refuses `assess-staff`, `own-score`, `no-member`, `not-member-then`, `day-to-come`,
 * `no-set-rule`, `entered-already`, `on-leave`, `absent-already`.
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
    const moment = momentOf(ruleCode);
    const key = attendanceKey(personId, occurredOn, moment ?? ruleCode);
    await refuseStanding(streetId, key, ruleCode, tx);
    const { booked } = moment
      ? await sayAndSettle(actor, { ...entry, moment, word: ruleCode as Word }, tx)
      : await standAlone(actor, entry, key, tx);
    if (moment) await refuseUnheard(streetId, entry, moment, tx);
    await noteOf(actor, 'attendance-entered', personId, tx);
    return { personId, booked };
  });
}

interface NewWord {
  readonly personId: number;
  readonly occurredOn: Day;
  readonly moment: Moment;
  readonly word: Word;
  readonly note: string;
}

/** An assessor's word about an arrival or a leaving, and what follows from it. */
async function sayAndSettle(actor: Actor, said: NewWord, tx: Transaction): Promise<Settlement> {
  const { personId, occurredOn: day, moment, word, note } = said;
  await change(
    sql`INSERT INTO attendance_words
          (community_id, person_id, day, moment, word, note, said_by_id, said_at)
        VALUES (${actor.communityId}, ${personId}, ${day}, ${moment}, ${word}, ${note},
                ${actor.personId}, ${now()})`,
    tx,
  );
  const by = { personId: actor.personId, reason: note };
  return settleDays(actor.communityId, [{ personId, day }], by, tx);
}

/** A rule that an office has made itself: no machine knows of it. */
function standAlone(
  actor: Actor,
  entry: NewAttendance,
  key: string,
  tx: Transaction,
): Promise<Settlement> {
  const incident = {
    ...entry,
    part: 'attendance' as const,
    key,
    subject: `attendance:${entry.personId}`,
    enteredById: actor.personId,
  };
  const by = { personId: actor.personId };
  return settleIncidents(actor.communityId, { stand: [incident] }, by, tx);
}

/** Refuses what would be said for nothing. */
async function refuseUnheard(
  streetId: number,
  { personId, occurredOn: day }: NewAttendance,
  moment: Moment,
  tx: Transaction,
): Promise<void> {
  const known = await knownFacts(streetId, [personId], dayAlone(day), tx);
  const { facts } = outcomeOf(known.of({ personId, day }));
  if (facts.some((one) => one.moment === moment)) return;
  const isAbsent = facts.some(({ ruleCode }) => ruleCode === 'absent');
  throw new Refusal('conflict', isAbsent ? 'absent-already' : 'on-leave', {}, 'occurredOn');
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

async function refuseStanding(
  streetId: number,
  key: string,
  ruleCode: string,
  tx: Transaction,
): Promise<void> {
  const there = await row<{ state: string; ruleCode: string; settled: boolean | number }>(
    sql`SELECT state, rule_code AS "ruleCode", settled FROM score_incidents
         WHERE community_id = ${streetId} AND key = ${key}`,
    tx,
  );
  if (!there) return;
  const isSame = there.state === 'stands' && there.ruleCode === ruleCode;
  if (isSame || Boolean(there.settled)) {
    throw new Refusal('conflict', 'entered-already', {}, 'occurredOn');
  }
}

interface Entered {
  readonly personId: number;
  readonly occurredOn: Day;
  readonly ruleCode: string;
  readonly key: string;
  readonly state: string;
  readonly settled: boolean | number;
}

/**
 * Withdraws what stands of a day, whether a person or a machine has said it; what it took is undone
 * by a linked reversal. Refuses `no-incident`, `assess-staff`, `own-score`, `not-standing`.
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
      sql`SELECT person_id AS "personId", occurred_on AS "occurredOn", rule_code AS "ruleCode",
                 key, state, settled
            FROM score_incidents
           WHERE id = ${incidentId} AND community_id = ${streetId} AND part = 'attendance'`,
      tx,
    );
    const { personId, occurredOn, ruleCode, key, state, settled } = found(entered, 'incident');
    permit(mayAssess(actor, streetId, personId), 'own-score');
    if (state !== 'stands' || Boolean(settled)) throw new Refusal('conflict', 'not-standing');
    const moment = momentOf(ruleCode);
    const by = { personId: actor.personId, reason };
    const { reversed } = moment
      ? await sayAndSettle(actor, { personId, occurredOn, moment, word: 'none', note: reason }, tx)
      : await settleIncidents(streetId, { lift: [{ key, why: 'withdrawn' }] }, by, tx);
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
