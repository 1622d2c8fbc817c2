import Joi from 'joi';
import { isDay } from './period.ts';

/** A day that the calendar has, as a form gives it. */
export const dayField = Joi.string()
  .trim()
  .custom((text: string, helpers) => (isDay(text) ? text : helpers.error('string.pattern.base')));
