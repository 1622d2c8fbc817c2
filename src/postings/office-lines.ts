import { found } from '../base/refusal.ts';
import { peopleByIds, shownName } from '../people/index.ts';
import type { Line } from './content.ts';
import type { AnnualDetails, Proposal } from './annual.ts';
import { byName, linesOf } from './queries.ts';
import type { StaffDetails } from './staff-week.ts';

/** A line of a street office's posting with whose it is; the id is never in an answer. */
export interface Owned<T> {
  readonly personId: number;
  readonly shown: T;
}

/** The week of a staff member as it is shown: signed points, and the score at the week's end. */
export interface StaffLine {
  readonly name: string;
  readonly department: string;
  readonly attendance: number;
  readonly duty: number;
  readonly discipline: number;
  readonly keyWork: number;
  readonly net: number;
  readonly score: number;
}

/** What is proposed for a staff member as it is shown. */
export interface ProposalLine {
  readonly name: string;
  readonly department: string;
  readonly proposal: Proposal;
  readonly remark: string | null;
}

/** How lines are shown: the names whole or as the public sees them, in which order. */
export interface Manner {
  readonly inside: boolean;
  /** By the score instead of by department and name; only where ranking is switched on. */
  readonly byScore?: boolean;
}

/** The lines of a week of staff, by department and name unless said otherwise. */
export async function staffLines(postingId: number, manner: Manner): Promise<Owned<StaffLine>[]> {
  const lines = await named(postingId, manner, staffLine);
  if (!manner.byScore) return lines;
  return lines.sort((a, b) => b.shown.score - a.shown.score);
}

/** A week of a staff member under the name that is shown. */
export function staffLine(name: string, { net, details }: Line): StaffLine {
  const { department, attendance, duty, discipline, score, ...rest } = details as StaffDetails;
  const keyWork = rest['key-work'];
  return { name, department, attendance, duty, discipline, keyWork, net, score };
}

/** The proposals of a year, by department and name. */
export const proposalLines = (postingId: number): Promise<Owned<ProposalLine>[]> =>
  named(postingId, { inside: true }, (name, { details }) => {
    const { department, proposal, remark } = details as AnnualDetails;
    return { name, department, proposal, remark };
  });

async function named<T>(
  postingId: number,
  { inside }: Manner,
  shownAs: (name: string, line: Line) => T,
): Promise<Owned<T>[]> {
  const lines = await linesOf(postingId);
  const people = await peopleByIds(lines.map(({ personId }) => personId));
  const nameOf = ({ personId }: Line): string => {
    const person = found(people.get(personId), 'person');
    return inside ? person.name : shownName(person);
  };
  const placeOf = ({ details }: Line): number => Number(details?.['place'] ?? 0);
  return lines
    .map((line) => ({ line, name: nameOf(line) }))
    .sort((a, b) => placeOf(a.line) - placeOf(b.line) || byName(a.name, b.name))
    .map(({ line, name }) => ({ personId: line.personId, shown: shownAs(name, line) }));
}
