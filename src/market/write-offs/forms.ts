import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';

export const WHYS = ['expired', 'damaged', 'lost', 'other'] as const;
export type Why = (typeof WHYS)[number];

/** Goods that can no longer be handed out. */
export interface WriteOffWish {
  readonly good: number;
  readonly quantity: number;
  readonly why: Why;
  readonly expiresOn?: Day | undefined;
  readonly note?: string | undefined;
}

export const writeOffForm = Joi.object<WriteOffWish, true>({
  good: Joi.number().integer().min(1).max(2_147_483_647).required(),
  quantity: Joi.number().integer().min(1).max(100_000).required(),
  why: Joi.string()
    .valid(...WHYS)
    .required()
    .label('writeOffWhy'),
  expiresOn: dayField.empty(''),
  note: Joi.string().trim().max(200).empty(''),
});
