import Joi from 'joi';

const id = (): Joi.NumberSchema => Joi.number().integer().min(1).max(2_147_483_647).empty('');

/** So many cards are printed at a time: twenty sheets. */
export const PRINT_MAX = 200;

/** Whose cards: of all, or of one grid. */
export const cardsQuery = Joi.object<{ grid?: number }, true>({ grid: id() });

/** Whose cards are printed: of one grid, or of those chosen; with the backs when wished. */
export interface PrintQuery {
  readonly grid?: number;
  readonly person?: number[];
  readonly backs?: boolean;
}

export const printQuery = Joi.object<PrintQuery, true>({
  grid: id(),
  person: Joi.array().items(id()).single().unique().max(PRINT_MAX),
  backs: Joi.boolean().truthy('on').empty(''),
});
