import Joi from 'joi';
import { LINES_MAX, QUANTITY_MAX } from '../../basket.ts';
import { id } from '../../forms.ts';
import { signatureField } from '../forms.ts';
import { OUTCOMES } from './case.ts';
import type { Settling } from './settlement.ts';
import type { KeptHandOver } from './syncing.ts';

const aLine = Joi.object({
  good: id.required(),
  quantity: Joi.number().integer().min(1).max(QUANTITY_MAX).required(),
});

export const keptForm = Joi.object<KeptHandOver>({
  personId: id.required(),
  lines: Joi.array().items(aLine).min(1).max(LINES_MAX).unique('good').required(),
  signature: signatureField.required(),
  // A moment beyond the year 9999 is longer, and no moment of ours.
  takenAt: Joi.string().isoDate().max(24).required(),
});

/** The moment in our own way of writing it, so that a repeat is the same. */
export const keptOf = (typed: KeptHandOver): KeptHandOver => ({
  ...typed,
  takenAt: new Date(typed.takenAt).toISOString(),
});

export const settlingForm = Joi.object<Settling, true>({
  outcome: Joi.string()
    .valid(...OUTCOMES)
    .required(),
  note: Joi.string().trim().max(200).required(),
});
