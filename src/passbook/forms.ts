import Joi from 'joi';

const PAGE_MAX = 100_000;

const page = Joi.number().integer().min(1).max(PAGE_MAX).empty('');

/** Which pages are printed; unsaid: all of them. */
export const pagesQuery = Joi.object<{ from?: number; to?: number }, true>({
  from: page,
  to: page,
});
