import { randomInt } from 'node:crypto';
import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { inTransaction } from '../src/base/db.ts';
import {
  addGrid,
  addHousehold,
  findActor,
  foundCommunity,
  hashPassword,
  insertPerson,
} from '../src/people/index.ts';
import type { Actor, Role } from '../src/people/index.ts';

/** Things that tests need, made through the same functions as in service. Never cleaned up. */
export const TEST_PASSWORD = 'correct horse';

// The runner may load this file twice in one process, once for each of Node's two module systems.
const load = randomInt(100_000_000, 1_000_000_000);
let count = 0;
const passwordHash = hashPassword(TEST_PASSWORD);

/** A text that no other test of this process has. */
export const unique = (prefix = 'x'): string => {
  count += 1;
  return `${prefix}${load}-${count}`;
};

export interface TestCommunity {
  readonly id: number;
  readonly gridId: number;
}

export function aCommunity(): Promise<TestCommunity> {
  return inTransaction(async (tx) => {
    const id = await foundCommunity({ name: unique('社区'), shortName: unique('c') }, tx);
    return { id, gridId: await addGrid(id, '一网格', tx) };
  });
}

export function aHousehold(community: TestCommunity): Promise<number> {
  return inTransaction((tx) => addHousehold(community.id, community.gridId, unique('户'), tx));
}

interface PersonWish {
  readonly name?: string;
  readonly roles?: readonly Role[];
  readonly householdId?: number;
  readonly nameConsentAt?: string;
  /** Roles for all communities instead of this one. */
  readonly everywhere?: boolean;
}

/** An active person of the community who can sign in by `signInNameOf` with TEST_PASSWORD. */
export async function aPerson(community: TestCommunity, wish: PersonWish = {}): Promise<Actor> {
  const hash = await passwordHash;
  const { roles = ['resident'], name = '王秀兰', everywhere = false, ...rest } = wish;
  const id = await inTransaction((tx) =>
    insertPerson(
      {
        ...rest,
        name,
        roles,
        communityId: community.id,
        grantedIn: everywhere ? null : community.id,
        signInName: unique('p'),
        passwordHash: hash,
      },
      null,
      tx,
    ),
  );
  return (await findActor(id)) as Actor;
}

export const aResident = (community: TestCommunity, wish: PersonWish = {}): Promise<Actor> =>
  aPerson(community, { ...wish, roles: ['resident'] });

export const aManager = (community: TestCommunity, wish: PersonWish = {}): Promise<Actor> =>
  aPerson(community, { ...wish, roles: ['manager'] });

export const aShopkeeper = (community: TestCommunity, wish: PersonWish = {}): Promise<Actor> =>
  aPerson(community, { ...wish, roles: ['shopkeeper'] });

/** A new command of the actor; the same one twice is a repeat. */
export const asked = (actor: Actor): Command => ({ personId: actor.personId, key: newKey() });
