import Joi from 'joi';

/** What a community sets for its goods; an empty field says none. */
export interface StockSettingsForm {
  readonly budgetYuan?: number | null;
  readonly ceilingPoints?: number | null;
  readonly ceilingStops: boolean;
  readonly warningDays: number;
  readonly secondFrom: number;
}

export const settingsForm = Joi.object<StockSettingsForm, true>({
  budgetYuan: Joi.number().integer().min(0).max(10_000_000).allow(null, ''),
  ceilingPoints: Joi.number().integer().min(1).max(10_000_000).allow(null, ''),
  ceilingStops: Joi.boolean().truthy('on').default(false),
  warningDays: Joi.number().integer().min(1).max(365).required(),
  secondFrom: Joi.number().integer().min(1).max(1_000).required(),
});
