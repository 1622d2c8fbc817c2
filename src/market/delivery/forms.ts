import Joi from 'joi';
import { pickUpCodeField } from '../forms.ts';
import type { Proof } from './delivery.ts';
import { PROOFS } from './delivery.ts';

export const addressForm = Joi.object<{ address: string }, true>({
  address: Joi.string().trim().min(2).max(200).required().label('deliveryAddress'),
});

export interface HelperForm {
  /** Card, end of a phone number, name. */
  readonly q?: string;
  /** Whom of several it means. */
  readonly personId?: number;
}

export const helperForm = Joi.object<HelperForm, true>({
  q: Joi.string()
    .normalize('NFKC')
    .trim()
    .max(60)
    .empty('')
    .when('personId', { is: Joi.exist(), otherwise: Joi.required() })
    .label('deliveryHelper'),
  personId: Joi.number().integer().min(1).max(2_147_483_647).empty('').label('deliveryHelper'),
});

export interface ProofForm {
  readonly proof: Proof;
  readonly pickUpCode?: string;
}

/** How the helper shows that it was delivered; a code is told by the person at the door. */
export const proofForm = Joi.object<ProofForm, true>({
  proof: Joi.string()
    .valid(...PROOFS)
    .required()
    .label('deliveryProof'),
  pickUpCode: pickUpCodeField.when('proof', {
    is: 'code',
    then: Joi.required(),
    otherwise: Joi.any().strip(),
  }),
});

export interface FailureForm {
  readonly reason: string;
  /** Whether the reservation goes on until its day, or ends. */
  readonly outcome: 'keep' | 'cancel';
}

export const failureForm = Joi.object<FailureForm, true>({
  reason: Joi.string().trim().min(2).max(200).required(),
  outcome: Joi.string().valid('keep', 'cancel').default('keep').label('deliveryOutcome'),
});

export const roundQuery = Joi.object<{ helper?: number }, true>({
  helper: Joi.number().integer().min(1).max(2_147_483_647).empty(''),
});
