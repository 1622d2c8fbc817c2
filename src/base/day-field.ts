import Joi from 'joi';
import { addDays } from './period.ts';

/** A day that the calendar has, as a form gives it: 2026-02-30 comes back from addDays as another. */
export const dayField = Joi.string()
  .trim()
  .pattern(/^\d{4}-\d\d-\d\d$/)
  .custom((text: string, helpers) =>
    addDays(text, 0) === text ? text : helpers.error('string.pattern.base'),
  );
