import { today } from '../base/period.ts';
import { found } from '../base/refusal.ts';
import { streets } from '../people/index.ts';
import type { Actor, Community } from '../people/index.ts';
import { settingsOf } from '../staff/index.ts';
import { mayReadInside } from './policy.ts';
import { postingById } from './queries.ts';
import type { Posting } from './queries.ts';

/** A posting that a reader may see; `inside` when with everything that its own people see. */
export interface Readable {
  readonly posting: Posting;
  readonly inside: boolean;
}

/**
 * A posting for a reader, or for a visitor (null). Residents' are public. Those of a street office
 * are for its own people; the public sees a week only where the office has switched that on, and only
 * until its last day is over. Refuses `no-posting` to all others: for them it is not there.
 */
export async function readablePosting(reader: Actor | null, id: number): Promise<Readable> {
  const { posting } = await postingById(id);
  const inside = mayReadInside(reader, posting.communityId);
  const isShown = inside || posting.kind === 'resident' || (await isPublic(posting));
  return { posting: found(isShown ? posting : null, 'posting'), inside };
}

const isPublic = async ({ kind, closesOn, communityId }: Posting): Promise<boolean> =>
  kind === 'staff' && today() <= closesOn && (await settingsOf(communityId)).publicPosting;

/** A street office whose postings a reader may list. */
export interface ReadableStreet extends Pick<Community, 'id' | 'name'> {
  readonly inside: boolean;
}

/** The street offices of which a reader sees postings, inside or as the public does. */
export async function readableStreets(reader: Actor | null): Promise<ReadableStreet[]> {
  const readable: ReadableStreet[] = [];
  for (const { id, name } of await streets()) {
    const inside = mayReadInside(reader, id);
    if (inside || (await settingsOf(id)).publicPosting) readable.push({ id, name, inside });
  }
  return readable;
}
