import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';

const ID_MAX = 2_147_483_647;
const MEMBERS_MAX = 60;

const id = Joi.number().integer().min(1).max(ID_MAX);
const people = Joi.array().items(id).single().unique().max(MEMBERS_MAX).empty('').default([]);

/** A central task as it is set. */
export interface NewTask {
  readonly title: string;
  readonly text: string;
  readonly ownerId: number;
  readonly memberIds: number[];
  readonly dueOn: Day;
}

export const taskForm = Joi.object<NewTask, true>({
  title: Joi.string().trim().max(60).required().label('taskTitle'),
  text: Joi.string().trim().max(500).required().label('taskText'),
  ownerId: id.required(),
  memberIds: people,
  dueOn: dayField.required(),
});

export interface Extension {
  readonly dueOn: Day;
  readonly reason: string;
}

export const extensionForm = Joi.object<Extension, true>({
  dueOn: dayField.required(),
  reason: Joi.string().trim().max(200).required(),
});

export const resultForm = Joi.object<{ result: string }, true>({
  result: Joi.string().trim().max(1000).required(),
});

/** Of the members, those who took part. */
export const confirmationForm = Joi.object<{ tookPart: number[] }, true>({
  tookPart: people,
});

export const TASK_STATES = ['open', 'overdue', 'reported', 'done', 'cancelled'] as const;
/** What a list of tasks may show; an overdue one is an open one whose deadline has passed. */
export type TaskWish = (typeof TASK_STATES)[number];

export interface TaskQuery {
  readonly state?: TaskWish;
  readonly before?: number;
}

export const taskQuery = Joi.object<TaskQuery, true>({
  state: Joi.string()
    .valid(...TASK_STATES)
    .empty(''),
  before: id,
});
