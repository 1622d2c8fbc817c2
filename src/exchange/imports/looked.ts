import type Joi from 'joi';
import type { Transaction } from '../../base/db.ts';
import type { FieldName } from './columns.ts';
import type { SaidRow } from './layout.ts';

/** Why a row is not booked. */
export type Problem =
  | 'row-repeated'
  | 'name-missing'
  | 'name-known'
  | 'name-repeated'
  | 'name-shared'
  | 'name-differs'
  | 'person-unknown'
  | 'card-taken'
  | 'card-repeated'
  | 'sign-in-taken'
  | 'sign-in-repeated'
  | 'grid-missing'
  | 'grid-unknown'
  | 'household-missing'
  | 'household-unknown'
  | 'household-shared'
  | 'good-differs'
  | 'opening-known'
  | 'rule-unknown'
  | 'day-unreadable'
  | 'day-to-come'
  | 'time-unreadable'
  | `wrong-${FieldName}`;

/** What a row comes to: something new, something that is there already, or nothing. */
export interface Looked<E> extends SaidRow {
  readonly outcome: 'new' | 'same' | 'problem';
  readonly problem: Problem | null;
  /** What is booked for it; of a new row. */
  readonly entry: E | null;
}

export const isNew = <E>(one: SaidRow, entry: E): Looked<E> => ({
  ...one,
  outcome: 'new',
  problem: null,
  entry,
});
export const isSame = <E>(one: SaidRow): Looked<E> => ({
  ...one,
  outcome: 'same',
  problem: null,
  entry: null,
});
export const isWrong = <E>(one: SaidRow, problem: Problem): Looked<E> => ({
  ...one,
  outcome: 'problem',
  problem,
  entry: null,
});

/** Who booked it: who put it in, and who looked at it (the same person where one is enough). */
export interface BookedBy {
  readonly communityId: number;
  readonly importId: number;
  readonly enteredById: number;
  readonly approvedById: number;
}

/** How one kind of file is looked at and booked. */
export interface ImportPart<E> {
  /** Whether one person enters and another confirms. */
  readonly needsTwo: boolean;
  look(communityId: number, rows: readonly SaidRow[], tx?: Transaction): Promise<Looked<E>[]>;
  book(by: BookedBy, rows: readonly Booking<E>[], tx: Transaction): Promise<void>;
}

export interface Booking<E> {
  readonly row: number;
  readonly entry: E;
}

/** The values of a row as a form reads them, or the first field that is wrong. */
export function readRow<V>(
  form: Joi.ObjectSchema<V>,
  typed: Readonly<Record<string, unknown>>,
): { readonly values: V } | { readonly problem: Problem } {
  const checked = form.validate(typed, { convert: true });
  if (!checked.error) return { values: checked.value };
  const field = String(checked.error.details[0]?.path[0]);
  return { problem: `wrong-${field}` as Problem };
}

/** Notes what was there before, and says whether it was. */
export function sawBefore(seen: Set<string>, key: string): boolean {
  const before = seen.has(key);
  seen.add(key);
  return before;
}
