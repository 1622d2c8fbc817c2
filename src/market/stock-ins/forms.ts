import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';

const PIECES_MAX = 100_000;
const PRICE_MAX = 100_000;
const FEN = 100;

const id = Joi.number().integer().min(1).max(2_147_483_647);

export const PLACES = ['store', 'shelf'] as const;
/** Where goods lie: in the store-room or on the shelf. */
export type Place = (typeof PLACES)[number];

/** The head of a document of goods that came in. */
export interface StockInHead {
  readonly supplier: number;
  readonly cameOn: Day;
  readonly number?: string | undefined;
  readonly note?: string | undefined;
}

export const headForm = Joi.object<StockInHead, true>({
  supplier: id.required(),
  cameOn: dayField.required(),
  number: Joi.string().trim().max(40).empty('').label('documentNumber'),
  note: Joi.string().trim().max(200).empty(''),
});

/** One good of a document. */
export interface StockInLine {
  readonly good: number;
  readonly quantity: number;
  /** What one piece cost in yuan; none for a donation. */
  readonly price?: number | undefined;
  readonly expiresOn?: Day | undefined;
  readonly place: Place;
}

export const lineForm = Joi.object<StockInLine, true>({
  good: id.required(),
  quantity: Joi.number().integer().min(1).max(PIECES_MAX).required(),
  price: Joi.number().min(0).max(PRICE_MAX).precision(2).empty('').label('purchasePrice'),
  expiresOn: dayField.empty(''),
  place: Joi.string()
    .valid(...PLACES)
    .default('store')
    .label('goodsPlace'),
});

export const undoForm = Joi.object<{ reason: string }, true>({
  reason: Joi.string().trim().min(2).max(200).required(),
});

/** A price as it is kept: whole fen. */
export const fenOf = (yuan: number | undefined): number | null =>
  yuan === undefined ? null : Math.round(yuan * FEN);
