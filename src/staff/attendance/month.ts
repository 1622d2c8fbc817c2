import { monthDays, today } from '../../base/period.ts';
import type { Day, Month } from '../../base/period.ts';
import type { DayPlan } from '../calendar/days.ts';
import { knownFacts } from './facts.ts';
import { outcomeOf } from './outcome.ts';
import type { Meaning } from './outcome.ts';

/** A day of a staff member as it stands, with what says so. */
export interface MonthDay {
  readonly day: Day;
  readonly why: DayPlan['why'];
  readonly isWorkday: boolean;
  readonly meaning: Meaning;
  readonly lateBy: number;
  readonly earlyBy: number;
  readonly firstIn: string | null;
  readonly lastOut: string | null;
  readonly importId: number | null;
  /** What assessors have said of it, the arrival first. */
  readonly notes: readonly string[];
  readonly onLeave: boolean;
}

/** The days of a month that have come, of one person, the first day first. */
export async function monthOf(
  streetId: number,
  personId: number,
  month: Month,
): Promise<MonthDay[]> {
  const facts = await knownFacts(streetId, [personId], monthDays(month));
  const days = [...facts.plans.values()].filter(({ day }) => day <= today());
  return days.map(({ day, why, isWorkday }) => {
    const known = facts.of({ personId, day });
    const { meaning, lateBy, earlyBy, onLeave } = outcomeOf(known);
    const kept = facts.dayRow({ personId, day });
    const notes = [known.words.in, known.words.out].flatMap((said) => said?.note ?? []);
    return {
      ...{ day, why, isWorkday, lateBy, earlyBy, onLeave, notes },
      meaning: meaning === 'open' && why !== 'unknown-year' && !isWorkday ? 'rest' : meaning,
      firstIn: kept?.firstIn ?? null,
      lastOut: kept?.lastOut ?? null,
      importId: kept?.importId ?? null,
    };
  });
}
