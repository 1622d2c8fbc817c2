import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { NewOpening } from './keeping.ts';

const WEEKDAYS = 7;
const MONTH_DAYS = 31;

const time = Joi.string()
  .trim()
  .empty('')
  .pattern(/^([01]\d|2[0-3]):[0-5]\d$/);

const days = (most: number): Joi.ArraySchema =>
  Joi.array().items(Joi.number().integer().min(1).max(most)).required();

const isOneDay = { is: 'day', otherwise: Joi.any().strip() } as const;
const unlessClosed = { is: true, then: Joi.any().strip(), otherwise: Joi.required() } as const;

/** One or more weekdays, days of each month, or one day with hours of its own or none. */
export const openingForm = Joi.object<NewOpening, true>({
  kind: Joi.string().valid('week', 'month', 'day').label('openingKind').required(),
  number: Joi.array()
    .single()
    .min(1)
    .unique()
    .label('openingDays')
    .when('kind', {
      switch: [
        { is: 'week', then: days(WEEKDAYS) },
        { is: 'month', then: days(MONTH_DAYS) },
      ],
      otherwise: Joi.any().strip(),
    }),
  day: dayField.label('openingDay').when('kind', { ...isOneDay, then: Joi.required() }),
  closed: Joi.boolean()
    .label('openingClosed')
    .truthy('on')
    .empty('')
    .when('kind', { ...isOneDay, then: Joi.boolean().default(false) }),
  opensAt: time.when('closed', unlessClosed),
  closesAt: time.when('closed', unlessClosed),
});
