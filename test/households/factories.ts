import { agreeToPool, decideMerge, movePeople, proposeMerge } from '../../src/households/index.ts';
import { findActor } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { householdById, membersOf } from '../../src/people/index.ts';
import { aCommunity, aManager, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';

/** The same person as they are now: they may have moved since. */
export const now = async (person: Actor): Promise<Actor> =>
  (await findActor(person.personId)) as Actor;

/** Each agrees, the head first. */
export async function allAgree(people: readonly Actor[]): Promise<void> {
  for (const one of people) {
    const actor = await now(one);
    await agreeToPool(actor, asked(actor));
  }
}

export const isPooled = async (householdId: number): Promise<boolean> =>
  (await householdById(householdId)).pooledAt !== null;

export const memberIds = async (householdId: number): Promise<number[]> =>
  (await membersOf(householdId)).map(({ id }) => id);

/** Two managers find that an entry is the person of another. */
export async function merged(
  community: TestCommunity,
  twin: Actor,
  { into }: { readonly into: Actor },
): Promise<void> {
  const [one, other] = [await aManager(community), await aManager(community)];
  const wish = { keptId: into.personId, mergedId: twin.personId, reason: '同一人' };
  const { id } = await proposeMerge(one, wish, asked(one));
  await decideMerge(other, id, { isSame: true }, asked(other));
}

/** Somebody with a household moves to a community made for it; what they reserved is given back. */
export async function movedAway(community: TestCommunity, person: Actor): Promise<void> {
  const [manager, fresh] = [await aManager(community), await aCommunity()];
  const wish = { memberIds: [person.personId], gridId: fresh.gridId, name: '1栋', reason: '搬家' };
  await movePeople(manager, person.householdId ?? 0, { ...wish, cancel: true }, asked(manager));
}
