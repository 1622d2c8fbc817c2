import Joi from 'joi';
import { isWeek } from '../base/period.ts';
import type { Week } from '../base/period.ts';

/** A week in an address: `2026-W47`. */
const week = Joi.string().custom((text: string, helpers) =>
  isWeek(text) ? text : helpers.error('any.invalid'),
);

export interface PostingsQuery {
  before?: Week;
  /** Of a street office, instead of the community's. */
  street?: number;
  /** The proposals of a year instead of weeks. */
  kind?: 'annual';
}

export const postingsQuery = Joi.object<PostingsQuery, true>({
  before: week,
  street: Joi.number().integer().min(1).max(2_147_483_647),
  kind: Joi.string().valid('annual'),
});

export interface PostingQuery {
  /** By the score instead of by department and name, where ranking is switched on. */
  order?: 'score';
}

export const postingQuery = Joi.object<PostingQuery, true>({
  order: Joi.string().valid('score'),
});
