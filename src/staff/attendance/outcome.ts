import type { Day } from '../../base/period.ts';
import type { DayPlan, Hours } from '../calendar/days.ts';
import { coverOn, minutesOf, workingTime } from '../leave/cover.ts';
import type { LeaveSpan, Stretch } from '../leave/cover.ts';
import type { SetRule } from '../rules/queries.ts';

/** An arrival and a leaving; of each, at most one thing counts. */
export type Moment = 'in' | 'out';
/** What an assessor says of a moment; `none`: nothing that counts. */
export type Word = 'late' | 'early' | 'absent' | 'none';

/** What the machine says of a day; both null: no punch at all. */
export interface Punches {
  readonly firstIn: string | null;
  readonly lastOut: string | null;
}

export interface Said {
  readonly word: Word;
  readonly note: string;
  readonly saidById: number;
}

/** All that is known of a person and a day. */
export interface DayFacts {
  readonly day: Day;
  readonly plan: DayPlan;
  /** Null: no file has told of the day. */
  readonly punches: Punches | null;
  readonly words: Readonly<Partial<Record<Moment, Said>>>;
  readonly leaves: readonly LeaveSpan[];
  /** The rules of the day, by code. */
  readonly rules: ReadonlyMap<string, SetRule>;
}

/** What counts of a day, under the moment that it is of. */
export interface Fact {
  readonly moment: Moment;
  readonly ruleCode: Exclude<Word, 'none'>;
  readonly note: string | undefined;
  /** Who said it; null: the machine. */
  readonly saidById: number | null;
}

/** What a day is, in a word: what a page says of it. */
export type Meaning =
  | 'open'
  | 'on-time'
  | 'late'
  | 'early'
  | 'late-and-early'
  | 'absent'
  | 'one-punch'
  | 'rest'
  | 'unknown-year'
  | 'leave';

export interface Outcome {
  readonly meaning: Meaning;
  readonly lateBy: number;
  readonly earlyBy: number;
  readonly facts: readonly Fact[];
  /** Whether a leave covers a part of the day. */
  readonly onLeave: boolean;
}

/**
 * What is known of a day makes this and nothing else, in whatever order it became known: what the
 * machine says, above it the last word of an assessor, above both a leave. One punch alone says
 * nothing, since nobody knows which of the two is missing.
 */
export function outcomeOf(facts: DayFacts): Outcome {
  const covers = facts.leaves.flatMap((one) => coverOn(one, facts.day, facts.plan.hours) ?? []);
  const due = workingTime(facts.plan.hours, covers);
  const read = readingOf(facts, due);
  const stands = (['in', 'out'] as const).flatMap((moment) => {
    const said = facts.words[moment];
    return said ? wordFact(moment, said, facts.plan.hours, due) : factAt(read, moment);
  });
  const isAbsent = stands.some(({ ruleCode }) => ruleCode === 'absent');
  const standing = isAbsent ? stands.filter(({ moment }) => moment === 'in') : stands;
  const isSaid = facts.words.in !== undefined || facts.words.out !== undefined;
  const meaning = isSaid ? meaningOf(standing, read.meaning) : read.meaning;
  return { ...read, meaning, facts: standing, onLeave: covers.length > 0 };
}

type Reading = Omit<Outcome, 'onLeave'>;

const NOTHING = { lateBy: 0, earlyBy: 0, facts: [] };

function readingOf({ plan, punches, rules }: DayFacts, due: readonly Stretch[]): Reading {
  if (!punches) return { ...NOTHING, meaning: due.length === 0 ? 'leave' : 'open' };
  if (plan.why === 'unknown-year') return { ...NOTHING, meaning: 'unknown-year' };
  if (!plan.isWorkday) return { ...NOTHING, meaning: 'rest' };
  const [first, last] = [due.at(0), due.at(-1)];
  if (!first || !last) return { ...NOTHING, meaning: 'leave' };
  const { firstIn, lastOut } = punches;
  if (firstIn === null && lastOut === null) return absent(0, 0, undefined);
  if (firstIn === null || lastOut === null) return { ...NOTHING, meaning: 'one-punch' };
  const lateBy = beyondGrace(minutesOf(firstIn) - first.from, rules.get('late'));
  const earlyBy = beyondGrace(last.to - minutesOf(lastOut), rules.get('early'));
  if (isAbsence(lateBy, 'late', rules) || isAbsence(earlyBy, 'early', rules)) {
    return absent(lateBy, earlyBy, `${firstIn}–${lastOut}`);
  }
  const facts = [
    ...(lateBy > 0 ? [machineFact('in', 'late', firstIn)] : []),
    ...(earlyBy > 0 ? [machineFact('out', 'early', lastOut)] : []),
  ];
  return { meaning: meaningOf(facts, 'on-time'), lateBy, earlyBy, facts };
}

const machineFact = (
  moment: Moment,
  ruleCode: Fact['ruleCode'],
  note: string | undefined,
): Fact => ({ moment, ruleCode, note, saidById: null });

const absent = (lateBy: number, earlyBy: number, note: string | undefined): Reading => ({
  meaning: 'absent',
  lateBy,
  earlyBy,
  facts: [machineFact('in', 'absent', note)],
});

/** The minutes, unless so few are let pass. */
const beyondGrace = (minutes: number, rule: SetRule | undefined): number =>
  minutes > Math.max(0, rule?.graceMinutes ?? 0) ? minutes : 0;

const isAbsence = (
  minutes: number,
  code: 'late' | 'early',
  rules: ReadonlyMap<string, SetRule>,
): boolean => minutes > (rules.get(code)?.minutesMax ?? Infinity) && rules.has('absent');

const factAt = ({ facts }: Reading, moment: Moment): readonly Fact[] =>
  facts.filter((one) => one.moment === moment);

/** A leave over the time that the word is of makes it nothing. */
function wordFact(
  moment: Moment,
  { word, note, saidById }: Said,
  hours: Hours,
  due: readonly Stretch[],
): Fact[] {
  const isCovered =
    due.length === 0 ||
    (word === 'late' && due.at(0)?.from !== minutesOf(hours.start)) ||
    (word === 'early' && due.at(-1)?.to !== minutesOf(hours.end));
  return word === 'none' || isCovered ? [] : [{ moment, ruleCode: word, note, saidById }];
}

function meaningOf(facts: readonly Fact[], otherwise: Meaning): Meaning {
  const codes = facts.map(({ ruleCode }) => ruleCode);
  if (codes.includes('absent')) return 'absent';
  if (codes.includes('late')) return codes.includes('early') ? 'late-and-early' : 'late';
  if (codes.includes('early')) return 'early';
  return ['absent', 'late', 'early', 'late-and-early'].includes(otherwise) ? 'on-time' : otherwise;
}

/** The moment that a rule of attendance is of; null for one that an office has made itself. */
export function momentOf(ruleCode: string): Moment | null {
  if (ruleCode === 'late' || ruleCode === 'absent') return 'in';
  return ruleCode === 'early' ? 'out' : null;
}

/** One fact, one key, whether a file tells it or a person. */
export const attendanceKey = (personId: number, day: Day, what: string): string =>
  `attendance:${personId}:${day}:${what}`;
