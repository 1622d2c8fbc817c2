import sql from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';

/** From this age on nobody consents for somebody else (PIPL, article 31). */
export const CHILD_UNTIL = 14;

/** The birthday from which on somebody is a child on that day: who was born on it is fourteen. */
const bornBy = (day: Day): Day => `${Number(day.slice(0, 4)) - CHILD_UNTIL}${day.slice(4)}`;

/** Whether somebody born on that day is a child; whose day of birth nobody keeps is none. */
export const isChild = (bornOn: Day | null, on: Day = today()): boolean =>
  bornOn !== null && bornOn > bornBy(on);

/** The same in a statement over `persons`. */
export const isAdult = (): Sql => sql`(born_on IS NULL OR born_on <= ${bornBy(today())})`;
