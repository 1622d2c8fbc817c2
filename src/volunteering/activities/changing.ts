import type { Transaction } from '../../base/db.ts';
import { now } from '../../base/clock.ts';
import { Refusal } from '../../base/refusal.ts';
import { timeOf } from '../../base/period.ts';
import { tell } from '../../messages/index.ts';
import type { Activity } from './activity.ts';
import type { ActivityWish } from './forms.ts';
import { participantsOf, placesOf } from './queries.ts';

/** Refuses `activity-begun`, and `places-taken` when more have a place than there would be. */
export async function refuseUnfairChange(
  activity: Activity,
  { places }: ActivityWish,
  tx: Transaction,
): Promise<void> {
  if (activity.state !== 'announced') return;
  if (activity.startsAt <= now()) throw new Refusal('conflict', 'activity-begun');
  const { taken } = await placesOf(activity.id, tx);
  if (places !== undefined && places < taken) {
    throw new Refusal('invalid', 'places-taken', { taken }, 'places');
  }
}

/** What became different for who comes: when, where, or something else that they should read. */
function differences(before: Activity, wish: ActivityWish): readonly string[] {
  const hours = [before.heldOn, timeOf(before.startsAt), timeOf(before.endsAt)].join();
  const kinds = [
    hours !== [wish.heldOn, wish.from, wish.to].join() && 'activity-moved',
    before.place !== wish.place && 'activity-elsewhere',
    (['content', 'conditions', 'risk', 'contact', 'inCharge'] as const).some(
      (part) => before[part] !== wish[part],
    ) && 'activity-changed',
    before.ageMin !== (wish.ageMin ?? null) && 'activity-changed',
  ];
  return [...new Set(kinds.filter((kind) => kind !== false))];
}

/** Tells all who signed up or wait what has changed. */
export async function tellChanges(
  before: Activity,
  wish: ActivityWish,
  tx: Transaction,
): Promise<void> {
  if (before.state !== 'announced') return;
  const kinds = differences(before, wish);
  const { id, communityId } = before;
  const when = `${wish.heldOn} ${wish.from}–${wish.to}`;
  const facts = { title: wish.title, when, place: wish.place };
  const coming = (await participantsOf(id, tx)).filter(
    ({ state }) => state === 'signed-up' || state === 'waiting',
  );
  const messages = coming.flatMap(({ personId }) =>
    kinds.map((kind) => ({ communityId, personId, kind, facts, href: `/activities/${id}` })),
  );
  await tell(messages, tx);
}
