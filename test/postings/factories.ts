import { setClock } from '../../src/base/clock.ts';
import { at } from '../../src/base/period.ts';
import type { Day } from '../../src/base/period.ts';
import type { Move } from '../../src/ledger/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { booked } from '../ledger/factories.ts';

/** Books a move of a person's points as if it were noon of that day; the id of the transfer. */
export async function bookedOn(
  day: Day,
  person: Actor,
  move: Move,
  points: number,
  time = '12:00',
): Promise<number> {
  setClock(at(day, time));
  return booked(person, move, points);
}
