import type { Instant } from '../clock.ts';
import type { Day } from '../period.ts';
import type { SheetColumn } from './write.ts';

/** What stands in a cell before anybody put it into words. */
export type Said = string | number | boolean | null | undefined;

/** What a cell holds; a word is looked up, an instant becomes a local time. */
type Kind = SheetColumn['kind'] | 'instant' | 'word';

/** How a column finds what it says of an item. */
interface Field<T> {
  readonly kind: Kind;
  readonly value: (item: T) => Said;
  /** Of a word: where its texts are, as `market.state`. */
  readonly words?: string;
}

/** A column of a list that goes out as a file. */
export interface ListColumn extends Omit<Field<never>, 'value'> {
  /** Its text is `header.<name>` of the message files. */
  readonly header: string;
  readonly value: (item: unknown) => Said;
}

export const text = <T>(value: (item: T) => Said): Field<T> => ({ kind: 'text', value });
export const number = <T>(value: (item: T) => number | null | undefined): Field<T> => ({
  kind: 'number',
  value,
});
export const day = <T>(value: (item: T) => Day | null): Field<T> => ({ kind: 'day', value });
export const instant = <T>(value: (item: T) => Instant | null): Field<T> => ({
  kind: 'instant',
  value,
});

/** A word of the house, as a state is, told by its text `<words>.<value>`. */
export const word = <T>(words: string, value: (item: T) => Said): Field<T> => ({
  kind: 'word',
  words,
  value,
});
export const yesNo = <T>(value: (item: T) => boolean): Field<T> => word('shared.yesNo', value);

/** The columns of a list, each under its header, in this order. */
export const columnsOf = <T>(fields: Readonly<Record<string, Field<T>>>): readonly ListColumn[] =>
  Object.entries(fields).map(([header, { value, ...field }]) => ({
    ...field,
    header,
    value: (item) => value(item as T),
  }));
