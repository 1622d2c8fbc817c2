import { createHash } from 'node:crypto';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { today } from '../../base/period.ts';
import { isYearKnown } from '../calendar/holidays.ts';
import { knownFacts, spanOf } from '../attendance/facts.ts';
import type { KnownFacts } from '../attendance/facts.ts';
import { outcomeOf } from '../attendance/outcome.ts';
import type { Meaning, Punches } from '../attendance/outcome.ts';
import { foldRows } from './folding.ts';
import type { DaySaid } from './folding.ts';
import type { Layout } from './layout.ts';
import { rollOf } from './people.ts';
import type { Known, Roll } from './people.ts';
import { saidBy } from './rows.ts';
import type { ProblemRow } from './rows.ts';
import type { Sheet } from '../../base/spreadsheet/reading.ts';

/** Whose days without any row count as an absence: nobody's, those of people in the file, all. */
export const ABSENTEES = ['open', 'listed', 'all'] as const;
export type Absentees = (typeof ABSENTEES)[number];

/** What a file says of a person and a day, beside what stands. */
export interface PreviewDay extends Punches {
  readonly personId: number;
  readonly name: string;
  readonly staffNumber: string;
  readonly department: string;
  readonly day: Day;
  readonly rows: readonly number[];
  readonly change: 'new' | 'changed' | 'same';
  /** What the day is then, and what it is now. */
  readonly meaning: Meaning;
  readonly lateBy: number;
  readonly earlyBy: number;
  readonly was: (Punches & { readonly meaning: Meaning }) | null;
  /** Whether an assessor's own word stands above the machine's. */
  readonly isSaid: boolean;
}

/** All that an import means, worked out from its rows and from what stands today. */
export interface Preview {
  readonly problems: readonly ProblemRow[];
  readonly days: readonly PreviewDay[];
  /** Tells one preview from another: nothing is booked but what was shown. */
  readonly digest: string;
}

export interface Wish {
  readonly absentees: Absentees;
  /** Of these days alone. */
  readonly only?: (personId: number) => boolean;
}

/** Works out what a sheet means for an office, changing nothing. */
export async function previewOf(
  streetId: number,
  sheet: Sheet,
  layout: Layout,
  { absentees, only = () => true }: Wish,
  tx?: Transaction,
): Promise<Preview> {
  const roll = await rollOf(streetId, tx);
  const isUnknown = (day: Day): boolean => !isYearKnown(Number(day.slice(0, 4)));
  const { days: said, problems } = foldRows(saidBy(sheet, layout), roll, isUnknown);
  if (said.length === 0) return { problems, days: [], digest: digestOf(problems, []) };
  const people = personsOf(said, roll, absentees);
  const span = spanOf(said.map(({ known, day }) => ({ personId: known.personId, day })));
  const ids = people.map(({ personId }) => personId);
  const facts = await knownFacts(streetId, ids, span, tx);
  const all = [...said, ...missingDays(said, people, facts, absentees)];
  const days = all
    .filter(({ known }) => only(known.personId))
    .map((one) => compared(one, facts))
    .sort(byDay);
  return { problems, days, digest: digestOf(problems, days) };
}

const byDay = (a: PreviewDay, b: PreviewDay): number =>
  a.day === b.day ? a.personId - b.personId : a.day < b.day ? -1 : 1;

function personsOf(said: readonly DaySaid[], roll: Roll, absentees: Absentees): readonly Known[] {
  if (absentees === 'all') return roll.all;
  return [...new Map(said.map(({ known }) => [known.personId, known])).values()];
}

/** Working days of the file's span of which it says nothing, of people who belonged then. */
function missingDays(
  said: readonly DaySaid[],
  people: readonly Known[],
  facts: KnownFacts,
  absentees: Absentees,
): DaySaid[] {
  if (absentees === 'open') return [];
  const told = new Set(said.map(({ known, day }) => `${known.personId} ${day}`));
  const workdays = [...facts.plans.values()].filter(
    ({ isWorkday, day }) => isWorkday && day < today(),
  );
  return people.flatMap((known) =>
    workdays
      .filter(({ day }) => !told.has(`${known.personId} ${day}`) && known.isMemberOn(day))
      .filter(({ day }) => !facts.dayRow({ personId: known.personId, day }))
      .map(({ day }) => ({ known, day, rows: [], firstIn: null, lastOut: null })),
  );
}

function compared({ known, day, rows, firstIn, lastOut }: DaySaid, facts: KnownFacts): PreviewDay {
  const { personId, name, staffNumber, department } = known;
  const place = { personId, day };
  const before = facts.dayRow(place);
  const told = facts.of(place, { firstIn, lastOut });
  const { meaning, lateBy, earlyBy } = outcomeOf(told);
  const isSame = before?.firstIn === firstIn && before.lastOut === lastOut;
  return {
    ...{ personId, name, staffNumber, department, day, rows, firstIn, lastOut },
    ...{ meaning, lateBy, earlyBy },
    change: before ? (isSame ? 'same' : 'changed') : 'new',
    was: before ? wasOf(before, isSame ? meaning : outcomeOf(facts.of(place)).meaning) : null,
    isSaid: told.words.in !== undefined || told.words.out !== undefined,
  };
}

const wasOf = ({ firstIn, lastOut }: Punches, meaning: Meaning) => ({ firstIn, lastOut, meaning });

/** How many there are of each kind. */
export interface Counts {
  readonly problems: number;
  readonly new: number;
  readonly changed: number;
  readonly same: number;
  readonly late: number;
  readonly early: number;
  readonly absent: number;
  readonly onePunch: number;
  readonly leave: number;
}

export function countsOf({ problems, days }: Pick<Preview, 'problems' | 'days'>): Counts {
  const of = (test: (one: PreviewDay) => boolean): number => days.filter(test).length;
  const meant = (...meanings: readonly Meaning[]): number =>
    of(({ meaning }) => meanings.includes(meaning));
  return {
    problems: problems.length,
    new: of(({ change }) => change === 'new'),
    changed: of(({ change }) => change === 'changed'),
    same: of(({ change }) => change === 'same'),
    late: meant('late', 'late-and-early'),
    early: meant('early', 'late-and-early'),
    absent: meant('absent'),
    onePunch: meant('one-punch'),
    leave: meant('leave'),
  };
}

function digestOf(problems: readonly ProblemRow[], days: readonly PreviewDay[]): string {
  const hash = createHash('sha256').update(String(problems.length));
  for (const one of days) {
    hash.update(
      `\n${one.personId} ${one.day} ${one.firstIn ?? ''} ${one.lastOut ?? ''} ${one.change} ${one.meaning}`,
    );
  }
  return hash.digest('hex').slice(0, 32);
}
