import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';

/** The lines of a sheet of A4. */
export const LINES_MAX = 25;
const UNITS_MAX = 24;
const HOURS_MAX = 24;
const POINTS_MAX = 100_000;

const id = (): Joi.NumberSchema => Joi.number().integer().min(1).max(2_147_483_647).empty('');

export interface SheetForm {
  readonly rule: string;
  readonly activity: string;
  readonly place: string;
  readonly occurredOn: Day;
}

/** What stands in the head of a sheet. */
export const sheetForm = Joi.object<SheetForm, true>({
  activity: Joi.string().trim().max(60).required(),
  rule: Joi.string().trim().max(40).required().label('sheetRule'),
  occurredOn: dayField.required(),
  place: Joi.string().trim().max(80).required(),
});

/** The number that is printed on a sheet, with or without gaps. */
export const numberForm = Joi.object<{ number: string }, true>({
  number: Joi.string()
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .max(10)
    .pattern(/^\d{6,10}$/)
    .required()
    .label('sheetNumber'),
});

const hours = (max: number): Joi.NumberSchema => Joi.number().min(0).max(max).precision(2);

export interface Totals {
  readonly people: number;
  readonly hours: number;
  readonly points: number;
}

/** Control totals, as they were counted on the paper. */
export const totalsForm = Joi.object<Totals, true>({
  people: Joi.number().integer().min(1).max(LINES_MAX).required(),
  hours: hours(LINES_MAX * HOURS_MAX).required(),
  points: Joi.number().integer().min(0).max(POINTS_MAX).required(),
});

export interface LineForm {
  /** What stands on the paper: card, end of a phone number, name. */
  readonly q?: string;
  /** Whom of several it means. */
  readonly personId?: number;
  readonly units: number;
  readonly hours?: number;
}

/** One line of a sheet; without hours as many as the rule says. */
export const lineForm = Joi.object<LineForm, true>({
  q: Joi.string()
    .normalize('NFKC')
    .trim()
    .max(60)
    .empty('')
    .when('personId', { is: Joi.exist(), otherwise: Joi.required() })
    .label('sheetPerson'),
  personId: id(),
  units: Joi.number().integer().min(1).max(UNITS_MAX).empty('').default(1),
  hours: hours(HOURS_MAX).empty(''),
});

export const returnForm = Joi.object<{ reason: string }, true>({
  reason: Joi.string().trim().min(2).max(200).required(),
});

/** Whose names are printed on a sheet already. */
export const sheetPrintQuery = Joi.object<{ grid?: number }, true>({ grid: id() });

export const listQuery = Joi.object<{ before?: number }, true>({
  before: Joi.number().integer().min(1).max(2_147_483_647),
});
