import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';

const id = Joi.number().integer().min(1).max(2_147_483_647);
const time = Joi.string()
  .trim()
  .pattern(/^([01]\d|2[0-3]):[0-5]\d$/);
const reason = Joi.string().trim().min(2).max(200);

/** An activity as a manager writes it; times of the day on which it is held. */
export interface ActivityWish {
  readonly title: string;
  readonly content: string;
  readonly place: string;
  readonly heldOn: Day;
  readonly from: string;
  readonly to: string;
  /** The last day to sign up; left out: until it begins. */
  readonly signUpUntil?: Day | undefined;
  /** Left out: as many as come. */
  readonly places?: number | undefined;
  readonly conditions: string;
  readonly risk: string;
  readonly ageMin?: number | undefined;
  readonly organiser: string;
  readonly inCharge: string;
  readonly contact: string;
  /** Code of the rule by which it earns points. */
  readonly rule: string;
}

export const activityForm = Joi.object<ActivityWish, true>({
  title: Joi.string().trim().max(40).required().label('activityTitle'),
  content: Joi.string().trim().max(1000).required().label('activityContent'),
  place: Joi.string().trim().max(80).required(),
  heldOn: dayField.required(),
  from: time.required().label('activityFrom'),
  to: time.required().label('activityTo'),
  signUpUntil: dayField.empty(['', null]),
  places: Joi.number().integer().min(1).max(5000).empty(['', null]),
  conditions: Joi.string().trim().max(300).allow('').default(''),
  risk: Joi.string().trim().max(300).allow('').default(''),
  ageMin: Joi.number().integer().min(1).max(100).empty(['', null]),
  organiser: Joi.string().trim().max(60).required(),
  inCharge: Joi.string().trim().max(20).required(),
  contact: Joi.string().trim().max(30).required(),
  rule: Joi.string().trim().max(40).required().label('activityRule'),
});

export const cancelForm = Joi.object<{ reason: string }, true>({ reason: reason.required() });

/** Whom a press is about; left out: who presses. */
export const whomForm = Joi.object<{ personId?: number; confirmed: boolean }, true>({
  personId: id.empty(''),
  /** That the person is old enough and fulfils the conditions. */
  confirmed: Joi.boolean().truthy('on', '1').falsy('').default(false),
});

export interface InChargeForm {
  /** Card, end of a phone number, name. */
  readonly q?: string;
  /** Whom of several it means. */
  readonly personId?: number;
}

export const inChargeForm = Joi.object<InChargeForm, true>({
  q: Joi.string()
    .normalize('NFKC')
    .trim()
    .max(60)
    .empty('')
    .when('personId', { is: Joi.exist(), otherwise: Joi.required() })
    .label('inCharge'),
  personId: id.empty('').label('inCharge'),
});

export const codeForm = Joi.object<{ code: string }, true>({
  code: Joi.string()
    .trim()
    .replace(/\s+/g, '')
    .pattern(/^\d{6}$/)
    .required()
    .label('signInCode'),
});

/** The code that a QR code brings along. */
export const codeQuery = Joi.object<{ code?: string }, true>({ code: Joi.string().max(20) });

export const tapForm = Joi.object<{ personId: number }, true>({ personId: id.required() });

export const walkInForm = Joi.object<{ personId: number; insteadOfId?: number }, true>({
  personId: id.required(),
  insteadOfId: id.empty(''),
});

export const correctionForm = Joi.object<
  { personId: number; minutes: number; reason: string },
  true
>({
  personId: id.required(),
  minutes: Joi.number().integer().min(0).max(1440).required().label('serviceMinutes'),
  reason: reason.required(),
});

/** Photos that show what was done. */
export const REPORT_PHOTOS_MAX = 6;

export const recordForm = Joi.object<{ report: string; stayed: boolean }, true>({
  report: Joi.string().trim().max(2000).required(),
  /** Whoever signed in and not out stayed until the end. */
  stayed: Joi.boolean().truthy('on', '1').falsy('').default(false),
});
