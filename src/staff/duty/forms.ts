import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import { isMonth, isWeek } from '../../base/period.ts';
import type { Day, Month, Week } from '../../base/period.ts';

const id = Joi.number().integer().min(1).max(2_147_483_647);
const note = Joi.string().trim().max(200).allow('').default('');
const time = Joi.string()
  .trim()
  .pattern(/^([01]\d|2[0-3]):[0-5]\d$/);
const FIRST_YEAR = '2000';
const LAST_YEAR = '2100';

/** Periods that are named right and in which somebody may have been on duty. */
const named = (isOne: (text: string) => boolean): Joi.StringSchema =>
  Joi.string().custom((text: string, helpers) =>
    isOne(text) && text > FIRST_YEAR && text < LAST_YEAR ? text : helpers.error('any.invalid'),
  );
const month = named(isMonth);
const week = named(isWeek);
const day = dayField.custom((text: string, helpers) =>
  text > FIRST_YEAR && text < LAST_YEAR ? text : helpers.error('any.invalid'),
);

/** A kind of duty: its name and its times of a day. */
export interface NewShift {
  /** 白班, 夜班, 带班领导. */
  readonly name: string;
  readonly startsAt: string;
  /** At or before the start: on the next day. */
  readonly endsAt: string;
}

export const shiftForm = Joi.object<NewShift, true>({
  name: Joi.string().trim().max(20).required().label('shiftName'),
  startsAt: time.required().label('shiftStart'),
  endsAt: time.required().label('shiftEnd'),
});

export const phoneForm = Joi.object<{ phone: string }, true>({
  phone: Joi.string().trim().max(30).allow('').default('').label('dutyPhone'),
});

export const ROTATION_DAYS = ['all', 'working', 'resting'] as const;
export type RotationDays = (typeof ROTATION_DAYS)[number];

/** A template as it is typed: one turn a line, its persons by name or staff number. */
export interface NewRotation {
  readonly shiftId: number;
  readonly days: RotationDays;
  readonly startsOn: Day;
  readonly turns: string;
}

export const rotationForm = Joi.object<NewRotation, true>({
  shiftId: id.required(),
  days: Joi.string()
    .valid(...ROTATION_DAYS)
    .required()
    .label('dutyDays'),
  startsOn: day.required(),
  turns: Joi.string().trim().max(4000).required(),
});

export interface RosterForm {
  readonly month: Month;
  /** Begins empty, whatever the templates say. */
  readonly byHand: boolean;
}

export const rosterForm = Joi.object<RosterForm, true>({
  month: month.required(),
  byHand: Joi.boolean().truthy('on').default(false),
});

export const monthQuery = Joi.object<{ month?: Month }, true>({ month });
export const weekQuery = Joi.object<{ week?: Week }, true>({ week });
export const dayQuery = Joi.object<{ day?: Day }, true>({ day });

export interface RosterQuery {
  readonly month?: Month;
  /** A week goes before a month. */
  readonly week?: Week;
}

export const rosterQuery = Joi.object<RosterQuery, true>({ month, week });

/** Who is on duty, in which shift of which day. */
export interface NewDuty {
  readonly personId: number;
  readonly shiftId: number;
  readonly day: Day;
}

export const dutyForm = Joi.object<NewDuty, true>({
  personId: id.required(),
  shiftId: id.required(),
  day: day.required().label('dutyDay'),
});

export interface SwapForm {
  /** The colleague's duty that is taken for one's own. */
  readonly otherDutyId: number;
  readonly note: string;
}

export const swapForm = Joi.object<SwapForm, true>({ otherDutyId: id.required(), note });

export interface CoverForm {
  readonly personId: number;
  readonly note: string;
}

export const coverForm = Joi.object<CoverForm, true>({ personId: id.required(), note });

export const OUTCOMES = ['kept', 'missed', 'left', 'covered'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface OutcomeForm {
  readonly outcome: Outcome;
  /** Who came instead, of a duty that was covered. */
  readonly coveredById?: number;
  readonly note: string;
}

/** What is not kept needs a word of evidence. */
export const outcomeForm = Joi.object<OutcomeForm, true>({
  outcome: Joi.string()
    .valid(...OUTCOMES)
    .required(),
  coveredById: id.empty('').when('outcome', { is: 'covered', then: Joi.required() }),
  note: Joi.string()
    .trim()
    .max(200)
    .empty('')
    .when('outcome', { is: 'kept', then: Joi.optional().default(''), otherwise: Joi.required() }),
});

const BULK_MAX = 500;

/** Which duties were kept; the boxes of a form come as one text or as many. */
export const keptForm = Joi.object<{ kept: number[] }, true>({
  kept: Joi.array().items(id).single().unique().min(1).max(BULK_MAX).required(),
});

export const exchangesQuery = Joi.object<{ before?: number }, true>({ before: id });
