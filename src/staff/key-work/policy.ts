import { hasAnyRole } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayReadScores } from '../policy.ts';
import type { Task } from './queries.ts';

/** Who works on a task: its owner and its members. */
export const isOn = (
  personId: number,
  { ownerId, memberIds }: Pick<Task, 'ownerId' | 'memberIds'>,
): boolean => ownerId === personId || memberIds.includes(personId);

/** Assessors and leaders set tasks; none in which they take part themselves. */
export const maySetTasks = (actor: Actor, streetId: number): boolean =>
  hasAnyRole(actor, ['assessor', 'leader'], streetId);

/** Its deadline and its end are decided by nobody who works on it. */
export const mayKeepTask = (actor: Actor, task: Task): boolean =>
  maySetTasks(actor, task.streetId) && !isOn(actor.personId, task);

/** The result is confirmed by a second person: neither on the task nor who set it. */
export const mayConfirmTask = (actor: Actor, task: Task): boolean =>
  mayKeepTask(actor, task) && actor.personId !== task.madeById;

export const mayReadTask = (actor: Actor, task: Task): boolean =>
  isOn(actor.personId, task) || mayReadScores(actor, task.streetId);
