import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { tell } from '../../messages/index.ts';
import type { Task } from './queries.ts';

/** One step of a task; null: the system at night. */
export interface NewStep {
  readonly name: 'made' | 'extended' | 'reported' | 'returned' | 'done' | 'overdue' | 'cancelled';
  readonly by: number | null;
  readonly reason?: string | undefined;
  /** The deadline from this step on. */
  readonly dueOn?: Day | undefined;
}

/** Notes a step, for the task's own history and for the audit. */
export async function addStep(
  { id, streetId }: Pick<Task, 'id' | 'streetId'>,
  { name, by, reason, dueOn }: NewStep,
  tx: Transaction,
): Promise<void> {
  await change(
    sql`INSERT INTO key_task_steps (task_id, person_id, name, reason, due_on, at)
        VALUES (${id}, ${by}, ${name}, ${reason ?? null}, ${dueOn ?? null}, ${now()})`,
    tx,
  );
  const event = { communityId: streetId, personId: by, subject: `task:${id}` };
  await note({ ...event, name: `task-${name}` }, tx);
}

type Told = Pick<Task, 'id' | 'streetId' | 'title'>;

/** Tells people of a task, by `message.task-<what>`. */
export const tellOf = (
  { id, streetId, title }: Told,
  what: NewStep['name'],
  people: readonly number[],
  facts: Readonly<Record<string, string | number>>,
  tx: Transaction,
): Promise<void> =>
  tell(
    people.map((personId) => ({
      communityId: streetId,
      personId,
      kind: `task-${what}`,
      facts: { title, ...facts },
      href: `/staff/key-work/${id}`,
    })),
    tx,
  );
