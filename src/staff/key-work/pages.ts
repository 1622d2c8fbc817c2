import { addDays, today } from '../../base/period.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { attachmentsOf } from '../attachments/attachments.ts';
import { membersOf } from '../members/queries.ts';
import { mayReadScores } from '../policy.ts';
import { reversibleAmong } from '../proposals/reversal.ts';
import { streetOf } from '../street.ts';
import { confirmationForm, extensionForm, resultForm, TASK_STATES, taskForm } from './forms.ts';
import type { TaskQuery } from './forms.ts';
import { mayConfirmTask, mayKeepTask, maySetTasks } from './policy.ts';
import { readableTask, tasksOf, taskSteps } from './queries.ts';
import { keysOf } from './result.ts';

/** How long a task is given unless the form says otherwise. */
const USUAL_DAYS = 30;

export async function tasksPage(actor: Actor, query: TaskQuery): Promise<Answer> {
  const streetId = await streetOf(actor);
  const seesAll = mayReadScores(actor, streetId);
  const own = seesAll ? {} : { personId: actor.personId };
  const found = await tasksOf(streetId, { ...query, ...own });
  const only = {
    states: TASK_STATES,
    state: query.state ?? null,
    seesAll,
    maySet: maySetTasks(actor, streetId),
  };
  return page('staff/key-work/index', found, { only });
}

export async function newTaskPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  const members = await membersOf(streetId);
  const only = { members: members.filter(({ personId }) => personId !== actor.personId) };
  const values = { dueOn: addDays(today(), USUAL_DAYS) };
  return page('staff/key-work/new', {}, { form: taskForm, values, only });
}

export async function taskPage(actor: Actor, id: number): Promise<Answer> {
  const streetId = await streetOf(actor);
  const task = await readableTask(actor, streetId, id);
  const isLate = task.dueOn < today();
  const isOpen = task.state === 'open';
  const data = {
    task,
    attachments: await attachmentsOf(`task:${id}`),
    steps: await taskSteps(id),
  };
  const only = {
    isLate,
    mayReport: isOpen && task.ownerId === actor.personId,
    mayExtend: isOpen && !isLate && mayKeepTask(actor, task),
    mayCancel: isOpen && mayKeepTask(actor, task),
    mayConfirm: task.state === 'reported' && mayConfirmTask(actor, task),
    reversible: await reversibleAmong(actor, streetId, keysOf(task)),
  };
  const form = only.mayReport ? resultForm : only.mayExtend ? extensionForm : confirmationForm;
  return page('staff/key-work/show', data, { form, only });
}
