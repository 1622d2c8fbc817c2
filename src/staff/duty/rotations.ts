import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays, today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { membersOf } from '../members/queries.ts';
import { mayAssess } from '../policy.ts';
import type { NewRotation, RotationDays } from './forms.ts';
import { shiftInUse } from './queries.ts';

/** Who is on duty together. */
export type Turn = readonly number[];

/** A template: who follows whom in a shift. */
export interface Rotation {
  readonly id: number;
  readonly shiftId: number;
  readonly days: RotationDays;
  readonly startsOn: Day;
  readonly turns: readonly Turn[];
}

/** The templates that a roster is made from. */
export async function rotationsOf(streetId: number, tx?: Transaction): Promise<Rotation[]> {
  const kept = await rows<Omit<Rotation, 'turns'> & { readonly turns: string }>(
    sql`SELECT o.id, o.shift_id AS "shiftId", o.days, o.starts_on AS "startsOn", o.turns
          FROM duty_rotations o JOIN duty_shifts s ON s.id = o.shift_id
         WHERE o.community_id = ${streetId} AND o.ended_at IS NULL
         ORDER BY s.position, s.id, o.id`,
    tx,
  );
  return kept.map((one) => ({ ...one, turns: JSON.parse(one.turns) as Turn[] }));
}

/**
 * Adds a template. Refuses `keep-duty`, `no-shift`, `rotation-too-early`, and in the field of the names
 * `turn-name-unknown`, `turn-name-ambiguous`, `turn-name-twice`, `turns-too-many`.
 */
export async function addRotation(
  actor: Actor,
  { shiftId, days, startsOn, turns: typed }: NewRotation,
  command: Command,
): Promise<{ id: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  const input = { shiftId, days, startsOn, typed };
  return once(command, 'add-rotation', input, async (tx) => {
    await shiftInUse(shiftId, streetId, tx);
    // A roster counts the days from here on, one after another.
    if (startsOn < addDays(today(), -BEGINS_WITHIN_DAYS)) {
      throw new Refusal('invalid', 'rotation-too-early', {}, 'startsOn');
    }
    const span = { from: today(), until: startsOn > today() ? startsOn : today() };
    const turns = readTurns(typed, await membersOf(streetId, span, tx));
    const made = await row<{ id: number }>(
      sql`INSERT INTO duty_rotations
            (community_id, shift_id, days, starts_on, turns, made_by_id, made_at)
          VALUES (${streetId}, ${shiftId}, ${days}, ${startsOn}, ${JSON.stringify(turns)},
                  ${actor.personId}, ${now()}) RETURNING id`,
      tx,
    );
    const { id } = made as { id: number };
    await noteOf(actor, 'rotation-added', id, tx);
    return { id };
  });
}

/** Ends a template; rosters that were made from it stay. Refuses `keep-duty`, `no-rotation`. */
export async function endRotation(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ id: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  return once(command, 'end-rotation', { id }, async (tx) => {
    const ended = await change(
      sql`UPDATE duty_rotations SET ended_at = ${now()}
           WHERE id = ${id} AND community_id = ${streetId} AND ended_at IS NULL`,
      tx,
    );
    if (ended === 0) throw new Refusal('missing', 'no-rotation');
    await noteOf(actor, 'rotation-ended', id, tx);
    return { id };
  });
}

const BEGINS_WITHIN_DAYS = 366;
const TURNS_MAX = 100;
const BETWEEN_NAMES = /[\s、,，;；]+/u;

/** Somebody who may stand in a turn. */
interface Named {
  readonly personId: number;
  readonly name: string;
  readonly staffNumber: string;
}

/** Reads turns as they are typed: one a line, persons by name or staff number. */
export function readTurns(text: string, members: readonly Named[]): Turn[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > TURNS_MAX) throw wrongTurns('turns-too-many', { max: TURNS_MAX });
  return lines.map((line, index) => {
    const names = line.trim().split(BETWEEN_NAMES).filter(Boolean);
    const persons = names.map((name) => personNamed(name, members, index + 1));
    if (new Set(persons).size < persons.length) {
      throw wrongTurns('turn-name-twice', { line: index + 1 });
    }
    return persons;
  });
}

function personNamed(name: string, members: readonly Named[], line: number): number {
  const meant = members.filter((one) => one.staffNumber === name || one.name === name);
  const [first] = meant;
  if (!first) throw wrongTurns('turn-name-unknown', { line, name });
  if (meant.length > 1) throw wrongTurns('turn-name-ambiguous', { line, name });
  return first.personId;
}

const wrongTurns = (code: string, facts: Record<string, string | number>): Refusal =>
  new Refusal('invalid', code, facts, 'turns');

const noteOf = (actor: Actor, name: string, id: number, tx: Transaction): Promise<void> =>
  note(
    {
      communityId: actor.communityId,
      personId: actor.personId,
      name,
      subject: `rotation:${id}`,
    },
    tx,
  );
