import type { Transaction } from '../base/db.ts';
import { addDays, mondayOf, quarterOfDay, weekSpan } from '../base/period.ts';
import type { Day, Week } from '../base/period.ts';
import { tally, transfersIn } from '../ledger/index.ts';
import {
  bookedScores,
  departmentsOf,
  memberOf,
  membersOf,
  NO_POINTS,
  quarterAt,
  settingsOf,
} from '../staff/index.ts';
import type { Member, PartSums } from '../staff/index.ts';
import type { Details, Line, WeekContent } from './content.ts';

/** What the line of a staff member says besides: the parts are signed points of the week. */
export interface StaffDetails extends PartSums, Details {
  readonly department: string;
  /** Where the office named the department, so that the order is frozen too. */
  readonly place: number;
  /** What everybody began the quarter with. */
  readonly start: number;
  /** The score of the quarter in which the week ends, at its end. */
  readonly score: number;
}

/** Computes a week of a street office: everybody who belonged to it, or for whom was booked. */
export async function staffWeek(
  streetId: number,
  week: Week,
  tx?: Transaction,
): Promise<WeekContent> {
  const span = weekSpan(week);
  const sunday = addDays(mondayOf(week), 6);
  const booked = await bookedScores(streetId, span, tx);
  const quarter = await quarterAt(streetId, quarterOfDay(sunday), span.to, tx);
  const { people, issued, redeemed } = await tally(streetId, span, tx);
  const moved = new Map(people.map((one) => [one.personId, one]));
  const places = new Map((await departmentsOf(streetId, tx)).map((one) => [one.id, one.position]));
  const { startScore: start } = await settingsOf(streetId, tx);
  const members = await membersThen(streetId, { from: mondayOf(week), until: sunday }, booked, tx);
  const lines = members.map(({ personId, department, departmentId }) => {
    const { earned, deducted } = moved.get(personId) ?? { earned: 0, deducted: 0 };
    const score = start + (quarter.get(personId) ?? 0);
    const place = places.get(departmentId) ?? 0;
    const sums = booked.get(personId) ?? NO_POINTS;
    const details = { ...sums, department, place, start, score };
    return { personId, earned, deducted, net: earned - deducted, actions: 0, minutes: 0, details };
  });
  return { lines, issued, redeemed, transfers: await transfersIn(streetId, span, tx) };
}

/** In order of the person's id, as lines are. */
async function membersThen(
  streetId: number,
  days: { readonly from: Day; readonly until: Day },
  booked: ReadonlyMap<number, PartSums>,
  tx?: Transaction,
): Promise<Member[]> {
  const members = await membersOf(streetId, days, tx);
  const there = new Set(members.map(({ personId }) => personId));
  // Who has left may have something corrected still.
  for (const id of booked.keys()) {
    if (!there.has(id)) members.push(await memberOf(id, streetId, tx));
  }
  return members.sort((a, b) => a.personId - b.personId);
}

/** What a line says that the ledger can prove; null when it says nothing of that sort. */
export function staffFigures({ earned, deducted, net, details }: Line): string | null {
  const { attendance, duty, discipline, start, score, ...rest } = details as StaffDetails;
  const parts = [attendance, duty, discipline, rest['key-work']];
  const quarter = score - start;
  if ([earned, deducted, net, quarter, ...parts].every((figure) => figure === 0)) return null;
  return `+${earned} -${deducted} =${net}, parts ${parts.join(' ')}, quarter ${quarter}`;
}
