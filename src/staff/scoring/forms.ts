import Joi from 'joi';
import { isQuarter } from '../../base/period.ts';
import type { Quarter } from '../../base/period.ts';
import type { Choice } from './paging.ts';

const ID_MAX = 2_147_483_647;

/** A quarter as an address names it. */
export const quarterField = Joi.string().custom((text: string, helpers) =>
  isQuarter(text) ? text : helpers.error('any.invalid'),
);

export interface QuarterQuery {
  readonly quarter?: Quarter;
}

export const quarterQuery = Joi.object<QuarterQuery, true>({ quarter: quarterField });

/** Which lines of a quarter's list are asked for. */
export type SheetQuery = QuarterQuery & Partial<Choice>;

const id = Joi.number().integer().min(1).max(ID_MAX).empty('');

/** What an address says of a list, each a schema. */
export const sheetFields = {
  quarter: quarterField,
  department: id,
  q: Joi.string().trim().max(60).empty(''),
  after: id,
};

export const sheetQuery = Joi.object<SheetQuery, true>(sheetFields);
