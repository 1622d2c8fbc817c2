import { columnsOf, day, instant, number, text, word } from '../base/spreadsheet/columns.ts';
import type { OwnTransfer } from './me.ts';

/** One's own statement as it goes out. */
export const statementColumns = columnsOf<OwnTransfer>({
  id: number(({ id }) => id),
  kind: word('home.kind', ({ kind }) => kind),
  rule: text(({ rule }) => rule),
  points: number(({ points }) => points),
  balance: number(({ balance }) => balance),
  occurredOn: day(({ occurredOn }) => occurredOn),
  bookedAt: instant(({ bookedAt }) => bookedAt),
  reason: text(({ reason }) => reason),
  reverses: number(({ reverses }) => reverses),
});
