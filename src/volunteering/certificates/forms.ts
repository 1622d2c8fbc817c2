import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';

/** The first and the last day of the service that a certificate is about. */
export interface CertificateSpan {
  readonly from: Day;
  readonly to: Day;
}

export const spanForm = Joi.object<CertificateSpan, true>({
  from: dayField.required().label('serviceFrom'),
  to: dayField.required().label('serviceTo'),
});

export const withdrawalForm = Joi.object<{ reason: string }, true>({
  reason: Joi.string().trim().min(2).max(200).required(),
});

export const checkForm = Joi.object<{ code: string }, true>({
  code: Joi.string().trim().max(40).required().label('certificateCode'),
});

export const pageQuery = Joi.object<{ before?: number }, true>({
  before: Joi.number().integer().min(1).max(2_147_483_647),
});
