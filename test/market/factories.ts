import { inTransaction } from '../../src/base/db.ts';
import { today } from '../../src/base/period.ts';
import { book } from '../../src/ledger/index.ts';
import { createGood } from '../../src/market/index.ts';
import type { Good, NewGood } from '../../src/market/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aManager, aResident, aShopkeeper, asked, unique } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';

/** A good on the shelf of the community, by a manager made for it. */
export async function aGood(community: TestCommunity, wish: Partial<NewGood> = {}): Promise<Good> {
  const manager = await aManager(community);
  const good = { name: unique('香皂'), points: 5, stock: 10, ...wish };
  return createGood(manager, good, asked(manager));
}

/** A resident who has that many points available. */
export async function aSaver(
  community: TestCommunity,
  points: number,
  wish: { readonly householdId?: number } = {},
): Promise<Actor> {
  const person = await aResident(community, wish);
  await givePoints(person, points);
  return person;
}

export async function givePoints(person: Actor, points: number): Promise<void> {
  const award = { personId: person.personId, move: 'award' as const, points };
  const cause = unique('test:');
  await inTransaction((tx) =>
    book(person.communityId, [{ ...award, cause, occurredOn: today(), bookedById: null }], tx),
  );
}

export { aShopkeeper };
