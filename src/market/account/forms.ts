import Joi from 'joi';
import { isMonth } from '../../base/period.ts';
import type { Month } from '../../base/period.ts';

export interface AccountQuery {
  readonly month?: Month;
}

/** A month; this one when none is named. */
export const monthField = Joi.string()
  .custom((text: string, helpers) => (isMonth(text) ? text : helpers.error('string.pattern.base')))
  .empty('');

export const accountQuery = Joi.object<AccountQuery, true>({ month: monthField });
