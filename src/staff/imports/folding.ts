import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import type { Punches } from '../attendance/outcome.ts';
import { minutesOf } from '../leave/cover.ts';
import type { Known, Roll } from './people.ts';
import { isProblem } from './rows.ts';
import type { ProblemRow, RowProblem, RowSaid } from './rows.ts';

/** What a file says of a person and a day, of however many rows. */
export interface DaySaid extends Punches {
  readonly known: Known;
  readonly day: Day;
  /** The rows that say it; none: the file says nothing of that day. */
  readonly rows: readonly number[];
}

/** Who touches the machine twice within so many minutes has come or gone once. */
const ONCE_MINUTES = 10;

interface Gathered {
  readonly known: Known;
  readonly day: Day;
  readonly rows: number[];
  readonly ins: string[];
  readonly outs: string[];
  readonly punches: string[];
}

/** Folds the rows of a file into days of people; what cannot be kept is told, row by row. */
export function foldRows(
  said: readonly (RowSaid | ProblemRow)[],
  roll: Roll,
  isUnknownYear: (day: Day) => boolean,
): { readonly days: DaySaid[]; readonly problems: ProblemRow[] } {
  const gathered = new Map<string, Gathered>();
  const seen = new Set<string>();
  const problems: ProblemRow[] = [];
  for (const one of said) {
    const problem = isProblem(one) ? one.problem : gather(one, roll, gathered, seen, isUnknownYear);
    if (problem === null) continue;
    const { row, name, number, day } = one;
    problems.push({ row, name, number, day, problem });
  }
  return { days: [...gathered.values()].map(folded), problems };
}

function gather(
  one: RowSaid,
  roll: Roll,
  gathered: Map<string, Gathered>,
  seen: Set<string>,
  isUnknownYear: (day: Day) => boolean,
): RowProblem | null {
  const { day, ins, outs, punches } = one;
  if (day > today()) return 'day-to-come';
  if (day === today()) return 'day-not-over';
  const known = roll.find(one.name, one.number, day);
  if (typeof known === 'string') return known;
  if (isUnknownYear(day)) return 'year-unknown';
  if (areCrossed(one)) return 'times-crossed';
  const name = `${known.personId} ${day}`;
  const same = [name, ins.join(), outs.join(), punches.join()].join(' ');
  if (seen.has(same)) return 'row-repeated';
  seen.add(same);
  const before = gathered.get(name);
  if (!before) {
    gathered.set(name, {
      known,
      day,
      rows: [one.row],
      ins: [...ins],
      outs: [...outs],
      punches: [...punches],
    });
    return null;
  }
  before.rows.push(one.row);
  before.ins.push(...ins);
  before.outs.push(...outs);
  before.punches.push(...punches);
  return null;
}

const earliest = (times: readonly string[]): string | null => [...times].sort()[0] ?? null;
const latest = (times: readonly string[]): string | null => [...times].sort().at(-1) ?? null;

function areCrossed({ ins, outs }: RowSaid): boolean {
  const [first, last] = [earliest(ins), latest(outs)];
  return first !== null && last !== null && first > last;
}

/** The first arrival and the last leaving; where only one of them is known, the other is missing. */
function folded({ known, day, rows, ins, outs, punches }: Gathered): DaySaid {
  const said = { known, day, rows };
  if (punches.length === 0) return { ...said, firstIn: earliest(ins), lastOut: latest(outs) };
  const [first, last] = [earliest([...ins, ...punches]), latest([...outs, ...punches])];
  const isOne =
    first !== null && last !== null && minutesOf(last) - minutesOf(first) < ONCE_MINUTES;
  return { ...said, firstIn: first, lastOut: isOne ? null : last };
}
