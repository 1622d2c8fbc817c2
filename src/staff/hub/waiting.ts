import { today } from '../../base/period.ts';
import { unreadCount } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { isYearKnown } from '../../base/holidays.ts';
import { overridesOf } from '../calendar/days.ts';
import { mayKeepStaff } from '../policy.ts';

/** Something that may wait for a person; each part of the office says what of its own does. */
export interface WaitingPart {
  /** The sentence, under `staff`: `duty.waiting.swaps`, with the count. */
  readonly key: string;
  /** Where it is done. */
  readonly href: string;
  /** How many wait for the actor; 0 for whom it does not concern. */
  readonly count: (actor: Actor) => Promise<number>;
}

const parts: WaitingPart[] = [];

/** Puts something into the list of what waits, after what is there. */
export function letWait(part: WaitingPart): void {
  parts.push(part);
}

/** Something that waits for somebody. */
export interface Waiting {
  readonly key: string;
  readonly href: string;
  readonly count: number;
}

/** What waits for a person of a street office to do, in the order of the parts. */
export async function waitingFor(actor: Actor): Promise<Waiting[]> {
  const counted = await Promise.all(
    parts.map(async ({ key, href, count }) => ({ key, href, count: await count(actor) })),
  );
  return counted.filter(({ count }) => count > 0);
}

letWait({
  key: 'hub.waiting.messages',
  href: '/me/messages',
  count: ({ personId }) => unreadCount(personId),
});

// The notice of the next year comes in November; whoever counts on its days needs them by then.
const NOTICE_MONTH = 11;

letWait({
  key: 'hub.waiting.year',
  href: '/staff/calendar/overrides/new',
  count: async (actor) => {
    const [year = 0, month = 0] = today().split('-').map(Number);
    const isDue = month >= NOTICE_MONTH && !isYearKnown(year + 1);
    if (!isDue || !mayKeepStaff(actor, actor.communityId)) return 0;
    const next = { from: `${year + 1}-01-01`, to: `${year + 2}-01-01` };
    return (await overridesOf(actor.communityId, next)).length === 0 ? 1 : 0;
  },
});
