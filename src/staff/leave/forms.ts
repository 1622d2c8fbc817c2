import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';
import type { Half } from './cover.ts';
import { LEAVE_KINDS } from './queries.ts';
import type { LeaveKind, LeaveState } from './queries.ts';

/** What a staff member asks for, or an assessor in their place. */
export interface NewLeave {
  /** For whom; unsaid: for oneself. */
  readonly personId?: number;
  readonly kind: LeaveKind;
  readonly fromOn: Day;
  readonly fromHalf: Half;
  /** An outing ends on its day, whatever is said here. */
  readonly toOn?: Day;
  readonly toHalf: Half;
  readonly fromTime?: string;
  readonly toTime?: string;
  readonly reason: string;
}

const ID_MAX = 2_147_483_647;

const timeField = Joi.string()
  .trim()
  .pattern(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
  .empty('')
  .when('kind', { is: 'outing', then: Joi.required(), otherwise: Joi.any().strip() });

export const leaveForm = Joi.object<NewLeave, true>({
  personId: Joi.number().integer().min(1).max(ID_MAX).empty(''),
  kind: Joi.string()
    .valid(...LEAVE_KINDS)
    .required(),
  fromOn: dayField.required(),
  fromHalf: Joi.string().valid('am', 'pm').default('am'),
  toOn: dayField
    .empty('')
    .when('kind', { is: 'outing', then: Joi.any().strip(), otherwise: Joi.required() }),
  toHalf: Joi.string().valid('am', 'pm').default('pm'),
  fromTime: timeField,
  toTime: timeField,
  reason: Joi.string().trim().max(200).required(),
});

export const reasonForm = Joi.object<{ reason: string }, true>({
  reason: Joi.string().trim().max(200).required(),
});

export const ownQuery = Joi.object<{ before?: number }, true>({
  before: Joi.number().integer().min(1).max(ID_MAX),
});

export const requestsQuery = Joi.object<{ before?: number; state?: LeaveState }, true>({
  before: Joi.number().integer().min(1).max(ID_MAX),
  state: Joi.string().valid('asked', 'approved', 'rejected', 'withdrawn', 'revoked'),
});
