import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import { isMonth } from '../../base/period.ts';
import type { Day, Month } from '../../base/period.ts';

/** What an assessor says of a day of a staff member. */
export interface NewAttendance {
  readonly personId: number;
  /** `late`, `early`, `absent`: a rule of attendance. */
  readonly ruleCode: string;
  readonly occurredOn: Day;
  readonly note: string;
}

export const attendanceForm = Joi.object<NewAttendance, true>({
  personId: Joi.number().integer().min(1).max(2_147_483_647).required(),
  ruleCode: Joi.string().trim().max(30).required(),
  occurredOn: dayField.required(),
  note: Joi.string().trim().max(200).required(),
});

export const withdrawalForm = Joi.object<{ reason: string }, true>({
  reason: Joi.string().trim().max(200).required(),
});

export const monthQuery = Joi.object<{ month?: Month }, true>({
  month: Joi.string().custom((text: string, helpers) =>
    isMonth(text) ? text : helpers.error('any.invalid'),
  ),
});
