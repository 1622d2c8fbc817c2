import Joi from 'joi';
import { isMonth } from '../../base/period.ts';
import type { Month } from '../../base/period.ts';

const id = Joi.number().integer().min(1).max(2_147_483_647);

export const contestForm = Joi.object<{ reasons: string }, true>({
  reasons: Joi.string().trim().min(2).max(500).required().label('contest-reasons'),
});

export interface ContestDecision {
  readonly outcome: 'upheld' | 'confirmed';
  readonly answer: string;
}

export const decisionForm = Joi.object<ContestDecision, true>({
  outcome: Joi.string().valid('upheld', 'confirmed').required().label('contest-outcome'),
  answer: Joi.string().trim().min(2).max(200).required().label('contest-answer'),
});

export const contestsQuery = Joi.object<{ before?: number }, true>({ before: id });

export const monthQuery = Joi.object<{ month?: Month }, true>({
  month: Joi.string().custom((text: string, helpers) =>
    isMonth(text) ? text : helpers.error('any.invalid'),
  ),
});
