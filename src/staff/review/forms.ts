import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import { isQuarter } from '../../base/period.ts';
import type { Day, Quarter } from '../../base/period.ts';
import { WAITING } from '../appraisals/queries.ts';
import type { Waiting } from '../appraisals/queries.ts';

const quarterField = Joi.string().custom((text: string, helpers) =>
  isQuarter(text) ? text : helpers.error('any.invalid'),
);

/** The review of a quarter as an assessor opens it. */
export interface NewQuarterReview {
  readonly quarter: Quarter;
  readonly dueOn: Day;
}

export const reviewForm = Joi.object<NewQuarterReview, true>({
  quarter: quarterField.required(),
  dueOn: dayField.required(),
});

export const newQuery = Joi.object<{ quarter?: Quarter }, true>({ quarter: quarterField });

export interface ListQuery {
  readonly department?: number;
  readonly waiting?: Waiting;
}

/** Which of a review's appraisals are shown; a form sends what was not chosen as an empty text. */
export const listQuery = Joi.object<ListQuery, true>({
  department: Joi.number().integer().min(1).max(2_147_483_647).empty(''),
  waiting: Joi.string<Waiting>()
    .valid(...WAITING)
    .empty(''),
});
