import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, inTransaction, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { streets } from '../../people/index.ts';
import { insertProposal } from '../proposals/entry.ts';
import { addStep as addProposalStep } from '../proposals/steps.ts';
import { adoptedSets, setOn } from '../rules/queries.ts';
import { addStep, tellOf } from './steps.ts';

interface Late {
  readonly id: number;
  readonly streetId: number;
  readonly title: string;
  readonly ownerId: number;
  readonly madeById: number;
  readonly dueOn: Day;
}

/**
 * Marks tasks whose deadline has passed without a report, and proposes what the rules take for it:
 * the owner is heard, and somebody else than who set the task decides. Twice is harmless.
 */
export async function markOverdueTasks(): Promise<void> {
  for (const { id } of await streets()) await inTransaction((tx) => markOverdue(id, tx));
}

async function markOverdue(streetId: number, tx: Transaction): Promise<void> {
  const late = await rows<Late>(
    sql`SELECT id, community_id AS "streetId", title, owner_id AS "ownerId",
               made_by_id AS "madeById", due_on AS "dueOn"
          FROM key_tasks
         WHERE community_id = ${streetId} AND state = 'open' AND due_on < ${today()}
           AND overdue_at IS NULL
         ORDER BY id`,
    tx,
  );
  for (const task of late) {
    const marked = await change(
      sql`UPDATE key_tasks SET overdue_at = ${now()}
           WHERE id = ${task.id} AND state = 'open' AND overdue_at IS NULL`,
      tx,
    );
    if (marked === 1) await proposeDeduction(task, tx);
  }
}

async function proposeDeduction(task: Late, tx: Transaction): Promise<void> {
  const { id, streetId, title, ownerId, madeById, dueOn } = task;
  await addStep(task, { name: 'overdue', by: null }, tx);
  await tellOf(task, 'overdue', [ownerId, madeById], {}, tx);
  const rule = setOn(await adoptedSets(streetId, tx), dueOn)?.rules.get('overdue');
  if (!rule) return;
  const plan = {
    ...{ streetId, personId: ownerId, rule, occurredOn: dueOn, text: title },
    source: `task:${id}`,
    enteredById: madeById,
  };
  const proposalId = await insertProposal(plan, tx);
  if (proposalId === null) return;
  await addProposalStep({ id: proposalId, streetId }, { name: 'entered', by: null }, tx);
}
