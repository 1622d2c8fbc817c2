import Joi from 'joi';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { whenOf } from '../../base/spreadsheet/days.ts';
import { bookPastHours, pastHoursOf, rulesOf } from '../../volunteering/index.ts';
import type { NewEntry, PastHours, Rule } from '../../volunteering/index.ts';
import type { SaidRow } from './layout.ts';
import { isNew, isSame, isWrong, readRow, sawBefore } from './looked.ts';
import type { ImportPart, Looked, Problem } from './looked.ts';
import { bare } from './places.ts';
import { rollOf } from './roll.ts';
import type { Roll } from './roll.ts';

const MINUTES_MAX = 24 * 60;

interface Typed {
  readonly hours?: number;
  readonly minutes?: number;
  readonly place: string;
  readonly note: string;
}

const form = Joi.object<Typed, true>({
  hours: Joi.number().positive().max(24),
  minutes: Joi.number().integer().min(1).max(MINUTES_MAX),
  place: Joi.string().max(60).default(''),
  note: Joi.string().max(200).default(''),
});

/** Service of before, by the rules that count hours; it gives hours and no points. */
export const hours: ImportPart<NewEntry> = {
  needsTwo: true,
  look: async (communityId, rows, tx) => {
    const known = await knownOf(communityId, tx);
    return rows.map((one) => looked(one, known));
  },
  book: ({ communityId, importId, enteredById, approvedById }, rows, tx) =>
    bookPastHours(
      communityId,
      rows.map(({ entry }) => entry),
      `import:${importId}`,
      { enteredById, approvedById },
      tx,
    ),
};

interface Known {
  readonly roll: Roll;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly booked: ReadonlySet<string>;
  readonly seen: Set<string>;
}

const keyOf = ({ personId, ruleId, occurredOn, minutes }: PastHours): string =>
  [personId, ruleId, occurredOn, minutes].join(' ');

async function knownOf(communityId: number, tx?: Transaction): Promise<Known> {
  const counting = (await rulesOf(communityId, today(), tx)).filter(
    ({ countsServiceHours }) => countsServiceHours,
  );
  return {
    roll: await rollOf(communityId, tx),
    rules: new Map(
      counting.flatMap((rule) => [
        [bare(rule.name), rule],
        [rule.code.toUpperCase(), rule],
      ]),
    ),
    booked: new Set((await pastHoursOf(communityId, tx)).map(keyOf)),
    seen: new Set(),
  };
}

function looked(one: SaidRow, { roll, rules, booked, seen }: Known): Looked<NewEntry> {
  const person = roll(one.said);
  if (typeof person === 'string') return isWrong(one, person);
  const named = one.said.rule ?? '';
  const rule = rules.get(bare(named)) ?? rules.get(named.toUpperCase());
  if (!rule) return isWrong(one, 'rule-unknown');
  const served = servedOn(one);
  if ('problem' in served) return isWrong(one, served.problem);
  const { occurredOn, minutes, place, note } = served;
  const key = keyOf({ personId: person.id, ruleId: rule.id, occurredOn, minutes });
  if (sawBefore(seen, key)) return isWrong(one, 'row-repeated');
  if (booked.has(key)) return isSame(one);
  return isNew(one, {
    ...{ personId: person.id, householdId: person.householdId, rule, quantity: 1 },
    ...{ occurredOn, minutes, place, note },
  });
}

interface Served {
  readonly occurredOn: Day;
  readonly minutes: number;
  readonly place: string;
  readonly note: string;
}

/** When it was and how long. */
function servedOn({ said }: SaidRow): Served | { readonly problem: Problem } {
  const when = whenOf(numberOr(said.occurredOn ?? ''));
  if ('why' in when || when.day === null) return { problem: 'day-unreadable' };
  if (when.day > today()) return { problem: 'day-to-come' };
  const { hours: typedHours, minutes: typedMinutes, place, note } = said;
  const read = readRow(form, { hours: typedHours, minutes: typedMinutes, place, note });
  if ('problem' in read) return read;
  const { values } = read;
  const minutes = values.minutes ?? Math.round((values.hours ?? 0) * 60);
  if (minutes < 1) return { problem: 'time-unreadable' };
  return { occurredOn: when.day, minutes, place: values.place, note: values.note };
}

/** A day that a spreadsheet keeps as a plain number. */
const numberOr = (text: string): string | number => (/^\d{5}$/.test(text) ? Number(text) : text);
