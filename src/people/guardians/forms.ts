import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { NewGuardianship } from './guarding.ts';

const id = (): Joi.NumberSchema => Joi.number().integer().min(1).max(2_147_483_647).empty('');

export const guardianForm = Joi.object<NewGuardianship, true>({
  guardianId: id().required(),
  bornOn: dayField.required(),
  consentHow: Joi.string().valid('in-person', 'paper').required(),
  consentedOn: dayField.required(),
});

/** Whom the guardian acts for; nobody: for themselves again. */
export const wardForm = Joi.object<{ childId?: number }, true>({ childId: id() });
