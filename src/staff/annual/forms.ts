import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';

/** The summary of a year as an assessor opens it. */
export interface NewYearReview {
  readonly year: number;
  readonly dueOn: Day;
}

export const yearForm = Joi.object<NewYearReview, true>({
  year: Joi.number().integer().min(2000).max(2999).required(),
  dueOn: dayField.required(),
});

/** Something that a person did and that an annual summary should not forget. */
export interface NewDeed {
  readonly personId: number;
  readonly happenedOn: Day;
  readonly words: string;
}

export const deedForm = Joi.object<NewDeed, true>({
  personId: Joi.number().integer().min(1).max(2_147_483_647).required(),
  happenedOn: dayField.required(),
  words: Joi.string().trim().max(500).required(),
});

export const deedDecisionForm = Joi.object<{ reason: string }, true>({
  reason: Joi.string().trim().max(200).required(),
});
