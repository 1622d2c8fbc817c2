import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';
import type { Stage } from './policy.ts';

const ID_MAX = 2_147_483_647;

/** What an assessor or leader says of a person; photos and documents travel beside it. */
export interface NewProposal {
  readonly personId: number;
  readonly ruleCode: string;
  readonly occurredOn: Day;
  readonly text: string;
}

export const proposalForm = Joi.object<NewProposal, true>({
  personId: Joi.number().integer().min(1).max(ID_MAX).required(),
  ruleCode: Joi.string().trim().max(30).required(),
  occurredOn: dayField.required(),
  text: Joi.string().trim().max(500).allow('').default('').label('proposalText'),
});

export const answerForm = Joi.object<{ answer: string }, true>({
  answer: Joi.string().trim().max(1000).allow('').default(''),
});

/** A proposal is booked or dropped, for a reason that the person reads. */
export interface Decision {
  readonly outcome: 'booked' | 'dropped';
  readonly decisionReason: string;
}

export const decisionForm = Joi.object<Decision, true>({
  outcome: Joi.string().valid('booked', 'dropped').required(),
  decisionReason: Joi.string().trim().max(200).required(),
});

export const reasonForm = Joi.object<{ reason: string }, true>({
  reason: Joi.string().trim().max(200).required(),
});

export const STAGES = [
  'waiting',
  'hearing',
  'booked',
  'dropped',
  'withdrawn',
  'reversed',
] as const satisfies readonly Stage[];

export interface ListQuery {
  readonly stage?: Stage;
  readonly before?: number;
}

export const listQuery = Joi.object<ListQuery, true>({
  stage: Joi.string()
    .valid(...STAGES)
    .empty(''),
  before: Joi.number().integer().min(1).max(ID_MAX),
});
