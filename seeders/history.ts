import { setClock } from '../src/base/clock.ts';
import { addDays, at } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import type { Actor } from '../src/people/index.ts';
import { expireRedemptions } from '../src/market/index.ts';
import { postDueWeeks } from '../src/postings/index.ts';
import type { Chance } from './chance.ts';
import { decideDay } from './deciding.ts';
import { reportsOfDay } from './reporting.ts';
import { shopDay } from './shopping.ts';

/** Who plays in the history of a community. */
export interface Players {
  /** In the order of how much they do: the first most. */
  readonly residents: readonly Actor[];
  readonly managers: readonly Actor[];
  readonly shopkeeper: Actor;
}

/** How busy the community is. */
export interface Pace {
  readonly reportsPerDay: number;
  readonly shoppers: number;
}

/** A check-in that waits for a decision. */
export interface Waiting {
  readonly id: number;
  readonly by: Actor;
}

/** When people of a day send their reports; all at once, for their photos take the time. */
const TIMES = ['10:20', '12:40', '17:40', '19:10'] as const;
const MONDAY = 1;
const FRIDAY = 5;

const weekdayOf = (day: Day): number => new Date(`${day}T12:00:00Z`).getUTCDay();

/** A community that lives through the days, and what still waits there. */
export interface Life {
  readonly players: Players;
  readonly pace: Pace;
  /** What it does of a morning, before people report. */
  readonly morning?: (day: Day) => Promise<void>;
  waiting: Waiting[];
}

/**
 * Plays the life of communities, from a day (in) to a day (out), through the functions that live
 * use goes through: the clock is set, people report, managers decide, the shop hands over, weeks
 * are posted.
 */
export async function playHistory(
  lives: readonly Life[],
  chance: Chance,
  days: { readonly from: Day; readonly to: Day },
): Promise<void> {
  for (let day = days.from; day < days.to; day = addDays(day, 1)) {
    if (weekdayOf(day) === MONDAY) {
      setClock(at(day, '00:10'));
      await postDueWeeks();
    }
    for (const { morning } of lives) await morning?.(day);
    setClock(at(day, chance.pick(TIMES)));
    const reports = lives.map(({ players, pace }) =>
      reportsOfDay(players.residents, pace.reportsPerDay, chance, day),
    );
    for (const [n, life] of lives.entries()) life.waiting.push(...((await reports[n]) ?? []));
    if (weekdayOf(day) === FRIDAY) {
      for (const { players, pace } of lives) await shopDay(players, pace.shoppers, chance, day);
    }
    setClock(at(day, '20:30'));
    for (const life of lives) {
      life.waiting = await decideDay(life.players.managers, life.waiting, chance);
    }
    await expireRedemptions();
  }
}
