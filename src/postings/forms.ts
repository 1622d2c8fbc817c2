import Joi from 'joi';
import { isWeek } from '../base/period.ts';
import type { Week } from '../base/period.ts';

/** A week in an address: `2026-W47`. */
const week = Joi.string().custom((text: string, helpers) =>
  isWeek(text) ? text : helpers.error('any.invalid'),
);

export interface PostingsQuery {
  before?: Week;
}

export const postingsQuery = Joi.object<PostingsQuery, true>({ before: week });
