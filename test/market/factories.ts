import { fromNow, setClock } from '../../src/base/clock.ts';
import { inTransaction } from '../../src/base/db.ts';
import { today } from '../../src/base/period.ts';
import { balancesOf, book } from '../../src/ledger/index.ts';
import { createGood, reserve, shelfOf } from '../../src/market/index.ts';
import type { Good, NewGood, OwnRedemption } from '../../src/market/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aManager, aResident, asked, unique } from '../factories.ts';
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

/** One reservation of so many of a good. */
export const reserved = (person: Actor, good: Good, quantity = 1): Promise<OwnRedemption> =>
  reserve(person, [{ good: good.id, quantity }], asked(person));

/** What is left and what is set aside of a good on the shelf. */
export async function stockOf(good: Good, community: TestCommunity): Promise<[number, number]> {
  const one = (await shelfOf(community.id)).find(({ id }) => id === good.id);
  return [one?.stock ?? -1, one?.setAside ?? -1];
}

/** Available and held points. */
export async function pointsOf(person: Actor): Promise<[number, number]> {
  const { available, held } = await balancesOf(person.personId);
  return [available, held];
}

/** Lets time pass; reset with setClock(). */
export const daysLater = (days: number): void => {
  setClock(fromNow(days * 24 * 3600_000));
};

/** How many of the promises were kept. */
export const kept = (outcomes: readonly PromiseSettledResult<unknown>[]): number =>
  outcomes.filter(({ status }) => status === 'fulfilled').length;
