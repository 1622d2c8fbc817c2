import Joi from 'joi';

const ID_MAX = 2_147_483_647;
const id = Joi.number().integer().min(1).max(ID_MAX);

/** What somebody has against a line. */
export interface NewObjection {
  /** Whose line it is. */
  readonly personId: number;
  readonly reasons: string;
}

export const objectionForm = Joi.object<NewObjection, true>({
  personId: id.required().label('objection-line'),
  reasons: Joi.string().trim().max(500).required().label('objection-reasons'),
});

/** What was decided, and of an objection that was upheld what follows. */
export interface NewDecision {
  readonly outcome: 'upheld' | 'rejected';
  readonly answer: string;
  readonly correction?: string;
  /** The transfer that was booked for it. */
  readonly transferId?: number;
}

export const decisionForm = Joi.object<NewDecision, true>({
  outcome: Joi.string().valid('upheld', 'rejected').required().label('objection-outcome'),
  answer: Joi.string().trim().max(500).required().label('objection-answer'),
  correction: Joi.string()
    .trim()
    .max(200)
    .empty('')
    .when('outcome', { is: 'upheld', then: Joi.required() })
    .label('objection-correction'),
  transferId: id.empty('').label('objection-transfer'),
});

export const objectionsQuery = Joi.object<{ before?: number }, true>({ before: id });

/** The line that the form begins with. */
export const lineQuery = Joi.object<{ line?: number }, true>({ line: id });
