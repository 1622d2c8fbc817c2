import { columnsOf, instant, number, text, word, yesNo } from '../base/spreadsheet/columns.ts';
import type { AuditLine } from './audit-queries.ts';
import type { Holder } from './cards/queries.ts';
import type { ListedPerson } from './listing.ts';

/** The lists of this module as they go out. */
export const peopleColumns = columnsOf<ListedPerson>({
  id: number(({ id }) => id),
  name: text(({ name }) => name),
  phone: text(({ phone }) => phone),
  cardNumber: text(({ cardNumber }) => cardNumber),
  grid: text(({ gridName }) => gridName),
  household: text(({ householdName }) => householdName),
  active: yesNo(({ active }) => active),
});

export const holderColumns = columnsOf<Holder>({
  name: text(({ name }) => name),
  cardNumber: text(({ number: card }) => card),
  grid: text(({ gridName }) => gridName),
  household: text(({ householdName }) => householdName),
});

export const auditColumns = columnsOf<AuditLine>({
  id: number(({ id }) => id),
  event: word('audit.event', ({ name }) => name),
  by: text(({ personName }) => personName),
  subject: text(({ subject }) => subject),
  subjectName: text(({ subjectName }) => subjectName),
  community: text(({ communityName }) => communityName),
  facts: text(({ facts }) => Object.entries(facts).flat().join(' ')),
  at: instant(({ at }) => at),
});
