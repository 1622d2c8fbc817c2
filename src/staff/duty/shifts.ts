import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayAssess } from '../policy.ts';
import type { NewShift } from './forms.ts';
import { takeTurns } from './moves.ts';
import { shiftInUse, shiftsOf } from './queries.ts';

/** Adds a kind of duty at the end of the list. Refuses `keep-duty`, `shift-name-taken`. */
export async function addShift(
  actor: Actor,
  shift: NewShift,
  command: Command,
): Promise<{ id: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  return once(command, 'add-shift', shift, async (tx) => {
    await takeTurns(streetId, tx);
    await refuseTaken(streetId, shift.name, null, tx);
    const position = (await shiftsOf(streetId, tx)).length + 1;
    const made = await row<{ id: number }>(
      sql`INSERT INTO duty_shifts (community_id, name, starts_at, ends_at, position)
          VALUES (${streetId}, ${shift.name}, ${shift.startsAt}, ${shift.endsAt}, ${position})
          RETURNING id`,
      tx,
    );
    const { id } = made as { id: number };
    await noteOf(actor, 'shift-added', id, tx);
    return { id };
  });
}

/**
 * Gives a kind of duty another name or other times; duties that are assigned already keep theirs.
 * Refuses `keep-duty`, `no-shift`, `shift-name-taken`.
 */
export async function reviseShift(
  actor: Actor,
  id: number,
  shift: NewShift,
  command: Command,
): Promise<{ id: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  return once(command, 'revise-shift', { id, ...shift }, async (tx) => {
    await takeTurns(streetId, tx);
    await shiftInUse(id, streetId, tx);
    await refuseTaken(streetId, shift.name, id, tx);
    await change(
      sql`UPDATE duty_shifts SET name = ${shift.name}, starts_at = ${shift.startsAt},
                                 ends_at = ${shift.endsAt}
           WHERE id = ${id}`,
      tx,
    );
    await noteOf(actor, 'shift-revised', id, tx);
    return { id };
  });
}

/**
 * Nobody is put on this kind of duty any more; what is assigned already stays, and its templates
 * end. Refuses `keep-duty`, `no-shift`.
 */
export async function retireShift(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ id: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  return once(command, 'retire-shift', { id }, async (tx) => {
    await takeTurns(streetId, tx);
    await shiftInUse(id, streetId, tx);
    const at = now();
    await change(sql`UPDATE duty_shifts SET retired_at = ${at} WHERE id = ${id}`, tx);
    await change(
      sql`UPDATE duty_rotations SET ended_at = ${at} WHERE shift_id = ${id} AND ended_at IS NULL`,
      tx,
    );
    await noteOf(actor, 'shift-retired', id, tx);
    return { id };
  });
}

async function refuseTaken(
  streetId: number,
  name: string,
  own: number | null,
  tx: Transaction,
): Promise<void> {
  const isTaken = (await shiftsOf(streetId, tx)).some(
    (one) => one.name === name && one.id !== own && one.retiredAt === null,
  );
  if (isTaken) throw new Refusal('conflict', 'shift-name-taken', { name }, 'name');
}

/** Sets the phone of the duty room, which stands on the notice. Refuses `keep-duty`. */
export async function setRoomPhone(
  actor: Actor,
  phone: string,
  command: Command,
): Promise<{ phone: string }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  return once(command, 'set-duty-phone', { phone }, async (tx) => {
    await change(
      sql`INSERT INTO duty_rooms (community_id, phone) VALUES (${streetId}, ${phone})
          ON CONFLICT (community_id) DO UPDATE SET phone = excluded.phone`,
      tx,
    );
    return { phone };
  });
}

const noteOf = (actor: Actor, name: string, id: number, tx: Transaction): Promise<void> =>
  note(
    {
      communityId: actor.communityId,
      personId: actor.personId,
      name,
      subject: `shift:${id}`,
    },
    tx,
  );
