import { agreeToPool } from '../../src/households/index.ts';
import { findActor } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { householdById, membersOf } from '../../src/people/index.ts';
import { asked } from '../factories.ts';

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
