import sql, { join } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, lockRows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { dayOf } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { addAttachments, withAttachments } from '../attachments/attachments.ts';
import { digestsOf } from '../attachments/reading.ts';
import type { AttachmentFile } from '../attachments/reading.ts';
import { settleIncidents } from '../scoring/incidents.ts';
import type { NewIncident } from '../scoring/incidents.ts';
import { mayConfirmTask } from './policy.ts';
import { taskOf } from './queries.ts';
import type { Task } from './queries.ts';
import { addStep, tellOf } from './steps.ts';

/** Its owner reports a task as done, with evidence. Refuses `no-task`, `report-task`, `task-closed`. */
export function reportTask(
  actor: Actor,
  id: number,
  result: string,
  files: readonly AttachmentFile[],
  command: Command,
): Promise<{ readonly id: number; readonly state: 'reported' }> {
  return withAttachments(files, (read) =>
    once(command, 'report-task', { id, result, files: digestsOf(read) }, async (tx) => {
      const task = await taskOf(actor.communityId, id, tx);
      permit(task.ownerId === actor.personId, 'report-task');
      const reported = await change(
        sql`UPDATE key_tasks SET state = 'reported', result = ${result}, reported_at = ${now()}
             WHERE id = ${id} AND state = 'open'`,
        tx,
      );
      if (reported === 0) throw new Refusal('conflict', 'task-closed');
      await addAttachments(task.streetId, `task:${id}`, read, actor.personId, tx);
      await addStep(task, { name: 'reported', by: actor.personId }, tx);
      await tellOf(task, 'reported', [task.madeById], {}, tx);
      return { id, state: 'reported' as const };
    }),
  );
}

/**
 * A second person confirms what the owner reported, and who of the members took part; that books what
 * the rules give: to the owner when it was in time, to the members who took part. Refuses `no-task`,
 * `confirm-task` (to the owner, the members and who set it), `not-a-member`, `not-reported`.
 */
export function confirmTask(
  actor: Actor,
  id: number,
  tookPart: readonly number[],
  command: Command,
): Promise<{ readonly id: number; readonly booked: number }> {
  const streetId = actor.communityId;
  return once(command, 'confirm-task', { id, tookPart }, async (tx) => {
    await lockRows('communities', [streetId], tx);
    const task = await taskOf(streetId, id, tx);
    permit(mayConfirmTask(actor, task), 'confirm-task');
    if (tookPart.some((one) => !task.memberIds.includes(one))) {
      throw new Refusal('invalid', 'not-a-member', {}, 'tookPart');
    }
    await closeTask(actor, id, tookPart, tx);
    const stand = additionsOf(task, tookPart, actor);
    const { booked } = await settleIncidents(streetId, { stand }, { personId: actor.personId }, tx);
    await addStep(task, { name: 'done', by: actor.personId }, tx);
    await tellOf(task, 'done', [task.ownerId, ...task.memberIds], {}, tx);
    return { id, booked };
  });
}

async function closeTask(
  actor: Actor,
  id: number,
  tookPart: readonly number[],
  tx: Transaction,
): Promise<void> {
  const closed = await change(
    sql`UPDATE key_tasks
           SET state = 'done', confirmed_by_id = ${actor.personId}, confirmed_at = ${now()}
         WHERE id = ${id} AND state = 'reported'`,
    tx,
  );
  if (closed === 0) throw new Refusal('conflict', 'not-reported');
  if (tookPart.length === 0) return;
  await change(
    sql`UPDATE key_task_members SET took_part = TRUE
         WHERE task_id = ${id} AND person_id IN (${join([...tookPart])})`,
    tx,
  );
}

const keyOfOwner = (id: number): string => `task:${id}:led`;
const keyOfMember = (id: number, personId: number): string => `task:${id}:joined:${personId}`;

/** What a task may be booked under, one key for each who worked on it. */
export const keysOf = ({ id, memberIds }: Pick<Task, 'id' | 'memberIds'>): string[] => [
  keyOfOwner(id),
  ...memberIds.map((personId) => keyOfMember(id, personId)),
];

function additionsOf(task: Task, tookPart: readonly number[], confirmer: Actor): NewIncident[] {
  const reportedOn = dayOf(task.reportedAt as string);
  const incident = (personId: number, ruleCode: string, key: string): NewIncident => ({
    personId,
    ruleCode,
    part: 'key-work',
    occurredOn: reportedOn,
    key,
    subject: `task:${task.id}`,
    note: task.title,
    enteredById: task.madeById,
    approvedById: confirmer.personId,
  });
  // What the owner is given for is that it was done in time.
  const led =
    reportedOn <= task.dueOn ? [incident(task.ownerId, 'key-led', keyOfOwner(task.id))] : [];
  return [...led, ...tookPart.map((one) => incident(one, 'key-joined', keyOfMember(task.id, one)))];
}

/** Not done yet, for a reason: the owner may report it again. Refuses as confirming does. */
export function returnTask(
  actor: Actor,
  id: number,
  reason: string,
  command: Command,
): Promise<{ readonly id: number; readonly state: 'open' }> {
  return once(command, 'return-task', { id, reason }, async (tx) => {
    const task = await taskOf(actor.communityId, id, tx);
    permit(mayConfirmTask(actor, task), 'confirm-task');
    const returned = await change(
      sql`UPDATE key_tasks SET state = 'open' WHERE id = ${id} AND state = 'reported'`,
      tx,
    );
    if (returned === 0) throw new Refusal('conflict', 'not-reported');
    await addStep(task, { name: 'returned', by: actor.personId, reason }, tx);
    await tellOf(task, 'returned', [task.ownerId], {}, tx);
    return { id, state: 'open' as const };
  });
}
