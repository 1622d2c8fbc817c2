import sql, { empty, join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { letRead } from '../attachments/attachments.ts';
import type { TaskWish } from './forms.ts';
import { mayReadTask } from './policy.ts';

export type TaskState = 'open' | 'reported' | 'done' | 'cancelled';

export interface TaskMember {
  readonly personId: number;
  readonly name: string;
  readonly tookPart: boolean;
}

/** A central task, without who takes part in it. */
export interface TaskLine {
  readonly id: number;
  readonly streetId: number;
  readonly title: string;
  readonly text: string;
  readonly ownerId: number;
  readonly owner: string;
  readonly dueOn: Day;
  readonly state: TaskState;
  readonly overdueAt: Instant | null;
  readonly result: string | null;
  readonly reportedAt: Instant | null;
  readonly madeById: number;
  readonly madeBy: string;
  readonly madeAt: Instant;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Instant | null;
}

export interface Task extends TaskLine {
  readonly members: readonly TaskMember[];
  readonly memberIds: readonly number[];
}

const tasksWhere = (which: Sql): Sql => sql`
  SELECT t.id, t.community_id AS "streetId", t.title, t.text, t.owner_id AS "ownerId",
         o.name AS owner, t.due_on AS "dueOn", t.state, t.overdue_at AS "overdueAt", t.result,
         t.reported_at AS "reportedAt", t.made_by_id AS "madeById", m.name AS "madeBy",
         t.made_at AS "madeAt", c.name AS "confirmedBy", t.confirmed_at AS "confirmedAt"
    FROM key_tasks t
    JOIN persons o ON o.id = t.owner_id
    JOIN persons m ON m.id = t.made_by_id
    LEFT JOIN persons c ON c.id = t.confirmed_by_id
   WHERE ${which}`;

/** A task of the office with its members. Refuses `no-task`. */
export async function taskOf(streetId: number, id: number, tx?: Transaction): Promise<Task> {
  const which = sql`t.id = ${id} AND t.community_id = ${streetId}`;
  const line = found(await row<TaskLine>(tasksWhere(which), tx), 'task');
  const kept = await rows<Omit<TaskMember, 'tookPart'> & { readonly tookPart: unknown }>(
    sql`SELECT k.person_id AS "personId", p.name, k.took_part AS "tookPart"
          FROM key_task_members k JOIN persons p ON p.id = k.person_id
         WHERE k.task_id = ${id} ORDER BY k.person_id`,
    tx,
  );
  const members = kept.map((one) => ({ ...one, tookPart: Boolean(one.tookPart) }));
  return { ...line, members, memberIds: members.map(({ personId }) => personId) };
}

/** A task for those who work on it and those who see all. Refuses `no-task`. */
export async function readableTask(actor: Actor, streetId: number, id: number): Promise<Task> {
  const one = await taskOf(streetId, id);
  return found(mayReadTask(actor, one) ? one : null, 'task');
}

interface ListWish {
  readonly state?: TaskWish | undefined;
  /** Only those on which this person works. */
  readonly personId?: number | undefined;
  /** Only those that this person leads. */
  readonly ownerId?: number | undefined;
  /** Only those of which this person may confirm the result, as `mayConfirmTask` says. */
  readonly confirmableBy?: number | undefined;
  readonly before?: number | undefined;
}

const PAGE = 30;

/** A page of tasks, newest first. */
export async function tasksOf(
  streetId: number,
  { state, personId, ownerId, confirmableBy, before }: ListWish,
): Promise<{ items: TaskLine[]; next: string | null }> {
  const wishes = [
    sql`t.community_id = ${streetId}`,
    state ? inState(state) : empty,
    personId === undefined ? empty : on(personId),
    ownerId === undefined ? empty : sql`t.owner_id = ${ownerId}`,
    confirmableBy === undefined
      ? empty
      : sql`t.made_by_id <> ${confirmableBy} AND NOT ${on(confirmableBy)}`,
    before === undefined ? empty : sql`t.id < ${before}`,
  ].filter((one) => one !== empty);
  const kept = await rows<TaskLine>(
    sql`${tasksWhere(join(wishes, ' AND '))} ORDER BY t.id DESC LIMIT ${PAGE + 1}`,
  );
  const items = kept.slice(0, PAGE);
  const last = items.at(-1);
  const isMore = kept.length > PAGE && last !== undefined;
  const query = new URLSearchParams({ ...(state ? { state } : {}), before: String(last?.id) });
  return { items, next: isMore ? query.toString() : null };
}

const inState = (state: TaskWish): Sql =>
  state === 'overdue'
    ? sql`t.state = 'open' AND t.overdue_at IS NOT NULL`
    : sql`t.state = ${state}`;

const on = (personId: number): Sql => sql`
  (t.owner_id = ${personId}
   OR EXISTS (SELECT 1 FROM key_task_members k
               WHERE k.task_id = t.id AND k.person_id = ${personId}))`;

/** What happened to a task, in order; nobody's name: the system at night. */
export interface TaskStep {
  readonly name: string;
  readonly by: string | null;
  readonly reason: string | null;
  readonly dueOn: Day | null;
  readonly at: Instant;
}

export const taskSteps = (id: number): Promise<TaskStep[]> =>
  rows<TaskStep>(
    sql`SELECT s.name, b.name AS by, s.reason, s.due_on AS "dueOn", s.at FROM key_task_steps s
          LEFT JOIN persons b ON b.id = s.person_id
         WHERE s.task_id = ${id} ORDER BY s.id`,
  );

letRead('task', async (id, actor) => {
  const known = await row<{ streetId: number }>(
    sql`SELECT community_id AS "streetId" FROM key_tasks WHERE id = ${id}`,
  );
  return known !== null && mayReadTask(actor, await taskOf(known.streetId, id));
});
