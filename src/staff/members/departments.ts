import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayKeepStaff } from '../policy.ts';
import { streetOf } from '../street.ts';
import { departmentsOf } from './queries.ts';
import { addDepartment } from './setting-up.ts';
import { refusingTaken } from './taken.ts';

async function keptStreet(actor: Actor): Promise<number> {
  const streetId = await streetOf(actor);
  permit(mayKeepStaff(actor, streetId), 'keep-staff');
  return streetId;
}

/** Puts a department at the end of the list. Refuses `keep-staff`, `department-there`. */
export async function createDepartment(
  actor: Actor,
  name: string,
  command: Command,
): Promise<{ id: number }> {
  const streetId = await keptStreet(actor);
  return once(command, 'create-department', { streetId, name }, async (tx) => {
    const id = await refusingTaken(addDepartment(streetId, name, tx));
    await noteOf(actor, streetId, 'department-created', id, tx);
    return { id };
  });
}

/**
 * Gives a department another name; it is the same department still. Refuses `keep-staff`,
 * `no-department`, `department-there`.
 */
export async function renameDepartment(
  actor: Actor,
  id: number,
  name: string,
  command: Command,
): Promise<{ id: number }> {
  const streetId = await keptStreet(actor);
  return once(command, 'rename-department', { id, name }, async (tx) => {
    const renamed = await refusingTaken(
      change(
        sql`UPDATE departments SET name = ${name} WHERE id = ${id} AND community_id = ${streetId}`,
        tx,
      ),
    );
    if (renamed === 0) throw new Refusal('missing', 'no-department');
    await noteOf(actor, streetId, 'department-renamed', id, tx);
    return { id };
  });
}

/**
 * Moves a department by one place; at the end of the list it stays. Refuses `keep-staff`,
 * `no-department`.
 */
export async function moveDepartment(
  actor: Actor,
  id: number,
  towards: 'start' | 'end',
  command: Command,
): Promise<{ id: number }> {
  const streetId = await keptStreet(actor);
  return once(command, 'move-department', { id, towards }, async (tx) => {
    const ids = await idsInOrder(streetId, tx);
    const at = ids.indexOf(id);
    if (at < 0) throw new Refusal('missing', 'no-department');
    const to = Math.max(0, at + (towards === 'start' ? -1 : 1));
    ids.splice(at, 1);
    ids.splice(to, 0, id);
    await number(ids, tx);
    await noteOf(actor, streetId, 'department-moved', id, tx);
    return { id };
  });
}

/**
 * Takes away a department that nobody ever belonged to. Refuses `keep-staff`, `no-department`,
 * `department-in-use`.
 */
export async function removeDepartment(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ id: number }> {
  const streetId = await keptStreet(actor);
  return once(command, 'remove-department', { id }, async (tx) => {
    const there = await row(
      sql`SELECT id FROM departments WHERE id = ${id} AND community_id = ${streetId}`,
      tx,
    );
    found(there, 'department');
    await refusingInUse(change(sql`DELETE FROM departments WHERE id = ${id}`, tx));
    await number(await idsInOrder(streetId, tx), tx);
    await noteOf(actor, streetId, 'department-removed', id, tx);
    return { id };
  });
}

// Whatever names the department keeps it, tables of parts to come among them.
async function refusingInUse<T>(removing: Promise<T>): Promise<T> {
  try {
    return await removing;
  } catch (error) {
    const message = String((error as { original?: Error }).original?.message);
    if (!/foreign key/i.test(message)) throw error;
    throw new Refusal('conflict', 'department-in-use');
  }
}

async function idsInOrder(streetId: number, tx: Transaction): Promise<number[]> {
  // Writing the rows locks them: of two who move at once, the second sees what the first did.
  await change(
    sql`UPDATE departments SET position = position WHERE community_id = ${streetId}`,
    tx,
  );
  return (await departmentsOf(streetId, tx)).map(({ id }) => id);
}

async function number(ids: readonly number[], tx: Transaction): Promise<void> {
  for (const [index, id] of ids.entries()) {
    await change(sql`UPDATE departments SET position = ${index + 1} WHERE id = ${id}`, tx);
  }
}

const noteOf = (
  actor: Actor,
  communityId: number,
  name: string,
  id: number,
  tx: Transaction,
): Promise<void> =>
  note({ communityId, personId: actor.personId, name, subject: `department:${id}` }, tx);
