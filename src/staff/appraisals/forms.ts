import Joi from 'joi';
import type { Day } from '../../base/period.ts';
import { dayField } from '../../base/day-field.ts';
import { GRADES } from './grades.ts';
import type { Grade } from './grades.ts';

const words = (max: number): Joi.StringSchema => Joi.string().trim().max(max);
const grades = [...new Set<Grade>(Object.values(GRADES).flat())];

export const summaryForm = Joi.object<{ summary: string }, true>({
  summary: words(2000).required(),
});

export const commentForm = Joi.object<{ comment: string }, true>({
  comment: words(1000).required(),
});

export interface Proposal {
  readonly grade: Grade;
  readonly reason: string;
}

export const proposalForm = Joi.object<Proposal, true>({
  grade: Joi.string<Grade>()
    .valid(...grades)
    .required(),
  reason: words(500).required(),
});

export const confirmationForm = Joi.object<{ confirmation: string }, true>({
  confirmation: words(500).required(),
});

export const reopeningForm = Joi.object<{ why: string }, true>({ why: words(500).required() });

export const signatureForm = Joi.object<{ remark: string }, true>({
  remark: words(500).allow('').default(''),
});

export const deadlineForm = Joi.object<{ dueOn: Day }, true>({ dueOn: dayField.required() });
