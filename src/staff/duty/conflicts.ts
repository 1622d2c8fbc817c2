import type { Day } from '../../base/period.ts';
import { overlap } from './times.ts';
import type { DutyTimes } from './times.ts';

/** A duty as far as it may be in the way of another. */
export interface Busy extends DutyTimes {
  readonly id: number;
  readonly personId: number;
}

/** When somebody belongs to the office. */
interface Term {
  readonly personId: number;
  readonly fromOn: Day;
  readonly toOn: Day | null;
}

/** Who works here, and who is on duty already; of leave nothing is known here. */
export interface Known {
  readonly members: ReadonlyMap<number, Term>;
  /** The duties of each person around the time in question. */
  readonly busy: ReadonlyMap<number, readonly Busy[]>;
}

export type Conflict = 'not-member-then' | 'on-duty-then';

/** Why a person cannot be on duty then, or null; duties that they give away are not in the way. */
export function conflictOf(
  { personId, day, ...times }: DutyTimes & { readonly personId: number; readonly day: Day },
  { members, busy }: Known,
  givenAway: readonly number[] = [],
): Conflict | null {
  const term = members.get(personId);
  if (!term || day < term.fromOn || (term.toOn !== null && day > term.toOn)) {
    return 'not-member-then';
  }
  const others = (busy.get(personId) ?? []).filter(({ id }) => !givenAway.includes(id));
  return others.some((other) => overlap(times, other)) ? 'on-duty-then' : null;
}
