import Joi from 'joi';
import { dayField } from '../base/day-field.ts';
import { today } from '../base/period.ts';
import type { Day } from '../base/period.ts';
import { EVIDENCE, STATES } from './models.ts';
import type { State } from './models.ts';
import type { RuleWish } from './rules.ts';

/** How many photos go with one check-in. */
export const PHOTOS_MAX = 6;
/** The most units of one check-in: the hours of a day. */
export const QUANTITY_MAX = 24;
const BULK_MAX = 500;

const id = Joi.number().integer().min(1).max(2_147_483_647);

export interface CheckInForm {
  readonly rule: string;
  readonly quantity: number;
  readonly occurredOn: Day;
  readonly place: string;
  readonly note: string;
}

/** What is said of one volunteer action, by whom and for whomever. */
export const actionFields = {
  rule: Joi.string().trim().max(40).required(),
  quantity: Joi.number().integer().min(1).max(QUANTITY_MAX).empty('').default(1),
  occurredOn: dayField.empty('').default(today),
  place: Joi.string().trim().max(80).required(),
  note: Joi.string().trim().max(500).allow('').default(''),
};

/** What a resident says of one volunteer action; the photos travel beside it. */
export const checkInForm = Joi.object<CheckInForm, true>(actionFields);

export interface ReasonForm {
  readonly reason?: string;
  /** One of the page's ready-made reasons, sent by its button. */
  readonly ready?: string;
  readonly back?: string;
}

const reason = Joi.string().trim().min(2).max(200);
const back = Joi.string().max(500).allow('');

/** Why a check-in is rejected or returned: typed, or one of the ready-made reasons. */
export const reasonForm = Joi.object<ReasonForm, true>({
  ready: reason.empty(''),
  reason: reason.when('ready', {
    is: Joi.exist(),
    then: Joi.string().trim().max(200).empty(''),
    otherwise: Joi.required(),
  }),
  back,
});

export const reversalForm = Joi.object<{ reason: string }, true>({ reason: reason.required() });

export const backForm = Joi.object<{ back?: string }, true>({ back });

/** Which check-ins are approved at once; the boxes of a form come as one text or as many. */
export const reviewsForm = Joi.object<{ approve: number[]; back?: string }, true>({
  approve: Joi.array().items(id).single().unique().min(1).max(BULK_MAX).required(),
  back,
});

export interface ListQuery {
  readonly state?: State;
  /** Only one's own, for those who may read the community's. */
  readonly mine?: boolean;
  readonly before?: number;
  readonly limit: number;
}

export const listQuery = Joi.object<ListQuery, true>({
  state: Joi.string()
    .valid(...STATES)
    .empty(''),
  mine: Joi.boolean(),
  before: id,
  limit: Joi.number().integer().min(1).max(200).default(20),
});

export interface QueueQuery {
  readonly after?: number;
  readonly limit: number;
}

export const queueQuery = Joi.object<QueueQuery, true>({
  after: id,
  limit: Joi.number().integer().min(1).max(200).default(20),
});

export const newCheckInQuery = Joi.object<{ rule?: string }, true>({
  rule: Joi.string().max(40),
});

const cap = Joi.number().integer().min(1).max(1000).empty(['', null]);
const tick = Joi.boolean().truthy('on', '1').falsy('').default(false);

const versionFields = {
  category: Joi.string().trim().max(20).required(),
  name: Joi.string().trim().max(40).required().label('ruleName'),
  unit: Joi.string().trim().max(10).required(),
  points: Joi.number().integer().min(-1000).max(1000).invalid(0).required(),
  capPerDay: cap,
  capPerWeek: cap,
  capPerYear: cap,
  evidence: Joi.string()
    .valid(...EVIDENCE)
    .required(),
  photoRequired: tick,
  countsServiceHours: tick,
  minutesPerUnit: Joi.number().integer().min(0).max(1440).empty(['', null]),
  effectiveFrom: dayField.empty(''),
  effectiveTo: dayField.empty(['', null]),
  active: Joi.boolean().empty(''),
};

/** A new rule: its code, which stays, and its first version. */
export const ruleForm = Joi.object<RuleWish & { code: string }, true>({
  code: Joi.string()
    .trim()
    .max(40)
    .pattern(/^[a-z][a-z0-9-]*$/)
    .required(),
  ...versionFields,
});

/** The next version of a rule. */
export const versionForm = Joi.object<RuleWish, true>(versionFields);

export const endForm = Joi.object<{ lastDay: Day }, true>({
  lastDay: dayField.empty('').default(today),
});
