import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';
import type { HoursFrom } from './days.ts';

/** Days that the office works or rests against the calendar. */
export interface NewOverride {
  readonly day: Day;
  /** The last of the days; absent: the one day. */
  readonly until?: Day;
  readonly isWorkday: boolean;
  /** Saturdays and Sundays among the days stay as they are. */
  readonly weekdaysOnly: boolean;
  readonly reason: string;
}

export const overrideForm = Joi.object<NewOverride, true>({
  day: dayField.label('firstDay').required(),
  until: dayField.label('lastDay').empty(''),
  isWorkday: Joi.boolean().required(),
  weekdaysOnly: Joi.boolean().truthy('on').empty('').default(false),
  reason: Joi.string().trim().max(60).required(),
});

const time = (): Joi.StringSchema =>
  Joi.string()
    .trim()
    .pattern(/^([01]\d|2[0-3]):[0-5]\d$/)
    .required();

/** The hours of an office from a day on. */
export type NewHours = Omit<HoursFrom, 'id'>;

export const hoursForm = Joi.object<NewHours, true>({
  fromOn: dayField.label('startsOn').required(),
  start: time().label('workStart'),
  noonFrom: time(),
  noonTo: time(),
  end: time().label('workEnd'),
});
