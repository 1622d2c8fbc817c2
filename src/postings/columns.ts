import { columnsOf, day, instant, text, word } from '../base/spreadsheet/columns.ts';
import type { ObjectionRow } from './objections/queries.ts';
import type { PostingRow } from './queries.ts';

/** The lists of this module as they go out. */
export const postingColumns = columnsOf<PostingRow>({
  number: text(({ number }) => number),
  kind: word('postings.kind', ({ kind }) => kind),
  period: text(({ period }) => period),
  state: word('shared.state', ({ state }) => state),
  fromOn: day(({ opensOn }) => opensOn),
  toOn: day(({ closesOn }) => closesOn),
});

export const objectionColumns = columnsOf<ObjectionRow>({
  posting: text(({ number }) => number),
  line: text(({ line }) => line),
  state: word('postings.objection.state', ({ state }) => state),
  madeAt: instant(({ madeAt }) => madeAt),
});
