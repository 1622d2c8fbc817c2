import Joi from 'joi';

const PIECES_MAX = 100_000;
const pieces = Joi.number().integer().min(0).max(PIECES_MAX);

/** What somebody counted of a good in both places, reserved pieces included. */
export interface CountForm {
  readonly good: number;
  readonly shelf: number;
  readonly store: number;
  readonly note?: string | undefined;
}

export const countForm = Joi.object<CountForm, true>({
  good: Joi.number().integer().min(1).max(2_147_483_647).required(),
  shelf: pieces.required().label('countedShelf'),
  store: pieces.empty('').default(0).label('countedStore'),
  note: Joi.string().trim().max(200).empty(''),
});
