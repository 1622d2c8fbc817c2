import Joi from 'joi';

const ID_MAX = 2_147_483_647;
const POINTS_MAX = 1_000;

export const appealForm = Joi.object<{ reasons: string }, true>({
  reasons: Joi.string().trim().max(1000).required(),
});

export const OUTCOMES = ['upheld', 'corrected', 'cleared'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface AppealDecision {
  readonly outcome: Outcome;
  /** Of a correction. */
  readonly pointsInstead?: number;
  readonly appealReason: string;
}

export const appealDecisionForm = Joi.object<AppealDecision, true>({
  outcome: Joi.string()
    .valid(...OUTCOMES)
    .required(),
  pointsInstead: Joi.number()
    .integer()
    .min(-POINTS_MAX)
    .max(POINTS_MAX)
    .empty('')
    .when('outcome', { is: 'corrected', then: Joi.required() }),
  appealReason: Joi.string().trim().max(500).required(),
});

export const showingForm = Joi.object<{ shown: boolean }, true>({
  shown: Joi.boolean().required(),
});

export interface AppealQuery {
  readonly state?: 'open' | 'decided';
  readonly before?: number;
}

export const appealQuery = Joi.object<AppealQuery, true>({
  state: Joi.string().valid('open', 'decided').empty(''),
  before: Joi.number().integer().min(1).max(ID_MAX),
});
