import sql, { empty, join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day, DaySpan } from '../../base/period.ts';
import { addDays } from '../../base/period.ts';
import { calendarOf } from '../calendar/days.ts';
import type { DayPlan } from '../calendar/days.ts';
import { approvedLeaves } from '../leave/queries.ts';
import type { PersonLeave } from '../leave/queries.ts';
import { adoptedSets, setOn } from '../rules/queries.ts';
import type { RuleSet, SetRule } from '../rules/queries.ts';
import type { DayFacts, Moment, Punches, Said, Word } from './outcome.ts';

export interface PersonDay {
  readonly personId: number;
  readonly day: Day;
}

/** What the machine says of a person and a day, as it stands. */
export interface AttendanceDay extends PersonDay, Punches {
  readonly id: number;
  readonly importId: number;
}

export const nameOfDay = ({ personId, day }: PersonDay): string => `${personId} ${day}`;

/** All that is known of some people in a span of days, to be asked of one day after another. */
export interface KnownFacts {
  /** What stands of a day; with `punches`, as if those were what the machine says. */
  of(one: PersonDay, punches?: Punches): DayFacts;
  dayRow(one: PersonDay): AttendanceDay | undefined;
  readonly plans: ReadonlyMap<Day, DayPlan>;
}

const PEOPLE_MAX = 1_000;
const NO_RULES: ReadonlyMap<string, SetRule> = new Map();

/** Reads it in a handful of queries, however many people and days there are. */
export async function knownFacts(
  streetId: number,
  people: readonly number[],
  span: DaySpan,
  tx?: Transaction,
): Promise<KnownFacts> {
  const plans = await calendarOf(streetId, span, tx);
  const sets = await adoptedSets(streetId, tx);
  const days = byName(await daysOf(streetId, people, span, tx));
  const words = wordsByName(await wordsOf(streetId, people, span, tx));
  const leaves = byPerson(await approvedLeaves(streetId, people, span, tx));
  const rules = rulesByDay(sets);
  return {
    plans,
    dayRow: (one) => days.get(nameOfDay(one)),
    of: (one, punches) => ({
      day: one.day,
      plan: plans.get(one.day) as DayPlan,
      punches: punches ?? days.get(nameOfDay(one)) ?? null,
      words: words.get(nameOfDay(one)) ?? {},
      leaves: leaves.get(one.personId) ?? [],
      rules: rules(one.day),
    }),
  };
}

/** The days from the first to the last of some. */
export function spanOf(days: readonly PersonDay[]): DaySpan {
  let [from, to] = [days[0]?.day ?? '', days[0]?.day ?? ''];
  for (const { day } of days) {
    if (day < from) from = day;
    if (day > to) to = day;
  }
  return { from, to: addDays(to, 1) };
}

/** Of a few, those; of many, everybody, which is quicker than to name them. */
export const among = (people: readonly number[]): Sql =>
  people.length > PEOPLE_MAX ? empty : sql`AND person_id IN (${join([...people])})`;

const daysOf = (
  streetId: number,
  people: readonly number[],
  { from, to }: DaySpan,
  tx?: Transaction,
): Promise<AttendanceDay[]> =>
  rows<AttendanceDay>(
    sql`SELECT id, person_id AS "personId", day, first_in AS "firstIn", last_out AS "lastOut",
               import_id AS "importId"
          FROM attendance_days
         WHERE community_id = ${streetId} AND day >= ${from} AND day < ${to} ${among(people)}`,
    tx,
  );

interface KeptWord extends PersonDay, Said {
  readonly moment: Moment;
  readonly word: Word;
}

const wordsOf = (
  streetId: number,
  people: readonly number[],
  { from, to }: DaySpan,
  tx?: Transaction,
): Promise<KeptWord[]> =>
  rows<KeptWord>(
    sql`SELECT person_id AS "personId", day, moment, word, note, said_by_id AS "saidById"
          FROM attendance_words
         WHERE community_id = ${streetId} AND day >= ${from} AND day < ${to} ${among(people)}
         ORDER BY id`,
    tx,
  );

const byName = (days: readonly AttendanceDay[]): ReadonlyMap<string, AttendanceDay> =>
  new Map(days.map((one) => [nameOfDay(one), one]));

/** Of several words about a moment, the last. */
function wordsByName(words: readonly KeptWord[]): Map<string, Partial<Record<Moment, Said>>> {
  const said = new Map<string, Partial<Record<Moment, Said>>>();
  for (const one of words) {
    said.set(nameOfDay(one), { ...said.get(nameOfDay(one)), [one.moment]: one });
  }
  return said;
}

function byPerson(leaves: readonly PersonLeave[]): Map<number, PersonLeave[]> {
  const known = new Map<number, PersonLeave[]>();
  for (const one of leaves) {
    const before = known.get(one.personId);
    if (before) before.push(one);
    else known.set(one.personId, [one]);
  }
  return known;
}

function rulesByDay(sets: readonly RuleSet[]): (day: Day) => ReadonlyMap<string, SetRule> {
  const known = new Map<Day, ReadonlyMap<string, SetRule>>();
  return (day) => {
    const rules = known.get(day) ?? setOn(sets, day)?.rules ?? NO_RULES;
    known.set(day, rules);
    return rules;
  };
}
