import Joi from 'joi';
import { LINES_MAX, QUANTITY_MAX } from './basket.ts';
import type { BasketChange } from './basket.ts';
import { REDEMPTION_STATES } from './redemption.ts';
import type { RedemptionState } from './redemption.ts';
import type { Carrying } from './places/carrying.ts';
import type { WantedLine } from './reservation.ts';
import { PLACES } from './stock-ins/forms.ts';
import type { StockIn, Stocktake } from './stock.ts';

const ID_MAX = 2_147_483_647;
const PRICE_MAX = 10_000;
const PIECES_MAX = 100_000;
const NAME_MAX = 40;
const NOTE_MAX = 200;

export const id = Joi.number().integer().min(1).max(ID_MAX);
const name = Joi.string().trim().max(NAME_MAX).label('goodName');
const price = Joi.number().integer().min(1).max(PRICE_MAX);
const pieces = Joi.number().integer().min(0).max(PIECES_MAX);
const remark = Joi.string().trim().max(NOTE_MAX).empty('');
// An empty field says none; a field that is not there says nothing.
const limit = Joi.number().integer().min(1).max(QUANTITY_MAX).allow(null, '');

/** What a form says of a good; a number that may be null goes through `numberOrNone`. */
export interface TypedGood {
  readonly name: string;
  readonly points: number;
  readonly stock?: number | null;
  readonly limitPerQuarter?: number | null;
  readonly lowAt?: number;
  readonly onShelf?: boolean;
}

/** What may change of a good; stock moves by moves alone. */
interface ChangedGood extends Partial<Omit<TypedGood, 'stock'>> {
  readonly substitute?: number | null;
}

/** A number; null for none, also from a field that was left empty; undefined when not there. */
export const numberOrNone = (typed: unknown): number | null | undefined =>
  typed === undefined ? undefined : typeof typed === 'number' ? typed : null;

export const newGoodForm = Joi.object<TypedGood, true>({
  name: name.required(),
  points: price.required(),
  stock: pieces.allow(null, ''),
  limitPerQuarter: limit,
  lowAt: pieces,
  onShelf: Joi.boolean(),
});

export const goodForm = Joi.object<ChangedGood, true>({
  name,
  points: price,
  limitPerQuarter: limit,
  lowAt: pieces,
  onShelf: Joi.boolean(),
  substitute: id.allow(null, ''),
});

export const stockInForm = Joi.object<StockIn, true>({
  quantity: Joi.number().integer().min(1).max(PIECES_MAX).required(),
  note: remark,
});

export const stocktakeForm = Joi.object<Stocktake, true>({
  counted: pieces.required(),
  note: remark,
});

export const carryForm = Joi.object<Carrying, true>({
  to: Joi.string()
    .valid(...PLACES)
    .required()
    .label('carryTo'),
  quantity: Joi.number().integer().min(1).max(PIECES_MAX).required(),
});

export const basketForm = Joi.object<BasketChange, true>({
  good: id.required(),
  quantity: Joi.number().integer().min(0).max(QUANTITY_MAX),
  add: Joi.number().integer().min(1).max(QUANTITY_MAX),
});

/** A list, also as the JSON text that a hidden field of a form carries. */
const listOrText = (
  Joi.extend({
    type: 'array',
    base: Joi.array(),
    coerce: { from: 'string', method: (text: string) => ({ value: parsedOr(text) }) },
  }) as Joi.Root
).array();

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // no list: said by the rule below
  }
}

export interface Wish {
  readonly lines: WantedLine[];
}

const wantedLine = Joi.object<WantedLine, true>({
  good: id.required(),
  quantity: Joi.number().integer().min(1).max(QUANTITY_MAX).required(),
});

export const linesField = listOrText.items(wantedLine).min(1).max(LINES_MAX);

export const reserveForm = Joi.object<Wish, true>({ lines: linesField.required() });

/** Ten digits, typed in any grouping and width: 482 917-0356. */
export const pickUpCodeField = Joi.string()
  .max(40)
  .normalize('NFKC')
  .replace(/[\s-]+/g, '')
  .empty('')
  .pattern(/^\d*$/)
  .length(10);

export const pickUpForm = Joi.object<{ pickUpCode: string }, true>({
  pickUpCode: pickUpCodeField.required(),
});

/** The id of the last row of the page before. */
const after = id;

export interface ShelfQuery {
  readonly after?: number;
  readonly shelf?: 'on' | 'off';
}

export const shelfQuery = Joi.object<ShelfQuery, true>({
  after,
  shelf: Joi.string().valid('on', 'off'),
});

export interface RedemptionsQuery {
  readonly state?: RedemptionState;
  readonly whose?: 'own' | 'all';
  readonly after?: number;
}

export const redemptionsQuery = Joi.object<RedemptionsQuery, true>({
  state: Joi.string().valid(...REDEMPTION_STATES),
  whose: Joi.string().valid('own', 'all'),
  after,
});

export const afterQuery = Joi.object<{ after?: number }, true>({ after });
