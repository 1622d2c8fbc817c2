import sql, { bulk } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { memberOf } from '../members/queries.ts';
import type { Extension, NewTask } from './forms.ts';
import { isOn, mayKeepTask, maySetTasks } from './policy.ts';
import { taskOf } from './queries.ts';
import { addStep, tellOf } from './steps.ts';

/**
 * Sets a central task. Refuses `set-task`, `own-matter` to who would work on it, `no-member`,
 * `day-past`, and `owner-among-members`.
 */
export async function setTask(
  actor: Actor,
  task: NewTask,
  command: Command,
): Promise<{ readonly id: number }> {
  const streetId = actor.communityId;
  permit(maySetTasks(actor, streetId), 'set-task');
  permit(!isOn(actor.personId, task), 'own-matter');
  if (task.memberIds.includes(task.ownerId)) {
    throw new Refusal('invalid', 'owner-among-members', {}, 'memberIds');
  }
  return once(command, 'set-task', task, async (tx) => {
    if (task.dueOn < today()) throw new Refusal('invalid', 'day-past', {}, 'dueOn');
    for (const personId of [task.ownerId, ...task.memberIds]) {
      await memberOf(personId, streetId, tx);
    }
    const id = await insertTask(actor, task, tx);
    const one = { id, streetId, title: task.title };
    await addStep(one, { name: 'made', by: actor.personId, dueOn: task.dueOn }, tx);
    const people = [task.ownerId, ...task.memberIds];
    await tellOf(one, 'made', people, { due: task.dueOn }, tx);
    return { id };
  });
}

async function insertTask(actor: Actor, task: NewTask, tx: Transaction): Promise<number> {
  const { title, text, ownerId, memberIds, dueOn } = task;
  const made = await row<{ id: number }>(
    sql`INSERT INTO key_tasks (community_id, title, text, owner_id, due_on, state, made_by_id, made_at)
        VALUES (${actor.communityId}, ${title}, ${text}, ${ownerId}, ${dueOn}, 'open',
                ${actor.personId}, ${now()}) RETURNING id`,
    tx,
  );
  const { id } = made as { id: number };
  if (memberIds.length > 0) {
    const values = memberIds.map((personId) => [id, personId, false]);
    await change(
      sql`INSERT INTO key_task_members (task_id, person_id, took_part) VALUES ${bulk(values)}`,
      tx,
    );
  }
  return id;
}

/**
 * Gives a task more time, for a reason, before its deadline is over. Refuses `no-task`, `keep-task`,
 * `not-later`, `deadline-over`.
 */
export function extendTask(
  actor: Actor,
  id: number,
  { dueOn, reason }: Extension,
  command: Command,
): Promise<{ readonly id: number; readonly dueOn: string }> {
  return once(command, 'extend-task', { id, dueOn, reason }, async (tx) => {
    const task = await taskOf(actor.communityId, id, tx);
    permit(mayKeepTask(actor, task), 'keep-task');
    if (dueOn <= task.dueOn) throw new Refusal('invalid', 'not-later', {}, 'dueOn');
    const extended = await change(
      sql`UPDATE key_tasks SET due_on = ${dueOn}
           WHERE id = ${id} AND state = 'open' AND due_on >= ${today()} AND due_on < ${dueOn}`,
      tx,
    );
    if (extended === 0) throw new Refusal('conflict', 'deadline-over', {}, 'dueOn');
    await addStep(task, { name: 'extended', by: actor.personId, reason, dueOn }, tx);
    await tellOf(task, 'extended', [task.ownerId, ...task.memberIds], { due: dueOn }, tx);
    return { id, dueOn };
  });
}

/** Ends a task that is no longer to be done, for a reason. Refuses `no-task`, `keep-task`, `task-closed`. */
export function cancelTask(
  actor: Actor,
  id: number,
  reason: string,
  command: Command,
): Promise<{ readonly id: number; readonly state: 'cancelled' }> {
  return once(command, 'cancel-task', { id, reason }, async (tx) => {
    const task = await taskOf(actor.communityId, id, tx);
    permit(mayKeepTask(actor, task), 'keep-task');
    const ended = await change(
      sql`UPDATE key_tasks SET state = 'cancelled' WHERE id = ${id} AND state = 'open'`,
      tx,
    );
    if (ended === 0) throw new Refusal('conflict', 'task-closed');
    await addStep(task, { name: 'cancelled', by: actor.personId, reason }, tx);
    await tellOf(task, 'cancelled', [task.ownerId, ...task.memberIds], {}, tx);
    return { id, state: 'cancelled' as const };
  });
}
