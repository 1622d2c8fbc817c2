import type { Day } from '../src/base/period.ts';
import type { Actor } from '../src/people/index.ts';
import { submitCheckIn } from '../src/volunteering/index.ts';
import type { Chance } from './chance.ts';
import { drawDeed } from './drawings.ts';
import type { Waiting } from './history.ts';
import { ask, withFile } from './market.ts';
import { NOTES, PLACES } from './phrases.ts';

interface Deed {
  readonly code: string;
  /** How often among all deeds. */
  readonly weight: number;
  readonly inHours?: boolean;
}

const DEEDS: readonly Deed[] = [
  { code: 'photo-service', weight: 8 },
  { code: 'clean-up', weight: 6, inHours: true },
  { code: 'building-patrol', weight: 4 },
  { code: 'visit-elder', weight: 4 },
  { code: 'civility', weight: 3, inHours: true },
  { code: 'policy-talk', weight: 2 },
  { code: 'mediation', weight: 1 },
  { code: 'small-wish', weight: 1 },
  { code: 'tree', weight: 1 },
];
const SAME_DEED: Deed = { code: 'photo-service', weight: 1 };
const BAG = DEEDS.flatMap((deed) => Array.from({ length: deed.weight }, () => deed));

let pictures = 0;

/** Some residents report what they did, each with a photo of their own. */
export async function reportsOfDay(
  residents: readonly Actor[],
  reports: number,
  chance: Chance,
  day: Day,
): Promise<Waiting[]> {
  const count = Math.floor(reports + chance.next());
  // The square puts those who stand first forward: a few do much, many do a little.
  const people = Array.from(
    { length: count },
    () => residents[Math.floor(chance.next() ** 2 * residents.length)] as Actor,
  );
  return Promise.all([...new Set(people)].map((by) => report(by, chance, day)));
}

/** One report, with a photo of its own, or `again` with the very photo of the report before. */
export async function report(
  by: Actor,
  chance: Chance,
  day: Day,
  photo: 'new' | 'again' = 'new',
): Promise<Waiting> {
  const { code, inHours } = photo === 'again' ? SAME_DEED : chance.pick(BAG);
  if (photo === 'new') pictures += 1;
  const wish = {
    rule: code,
    quantity: inHours ? 1 + chance.whole(2) : 1,
    occurredOn: day,
    place: chance.pick(PLACES),
    note: chance.pick(NOTES[code] ?? ['']),
  };
  const picture = await drawDeed(code, pictures);
  const { id } = await withFile(picture, (path) => submitCheckIn(by, wish, [{ path }], ask(by)));
  return { id, by };
}
