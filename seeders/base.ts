import { inTransaction } from '../src/base/db.ts';
import type { Transaction } from '../src/base/db.ts';
import { addGrid, addHousehold, foundCommunity, insertPerson } from '../src/people/index.ts';
import type { NewCommunity, PersonRow } from '../src/people/index.ts';
import type { Chance } from './chance.ts';

/** People of the demo, by the part they play. */
export interface Cast {
  readonly communityId: number;
  readonly residentIds: readonly number[];
  /** By sign-in name. */
  readonly named: ReadonlyMap<string, number>;
}

/** Somebody who signs in during the demo, and with whom they live. */
export interface Part {
  readonly signInName: string;
  readonly name: string;
  readonly roles: PersonRow['roles'];
  /** Number of the household among those of the community; staff may live elsewhere. */
  readonly household?: number;
  readonly everywhere?: boolean;
}

export interface Settlement extends NewCommunity {
  readonly grids: readonly string[];
  readonly householdsPerGrid: number;
  /** How many people live there in all, those with a sign-in among them. */
  readonly residents: number;
  readonly roles: readonly Part[];
}

/** Founds a community with its grids, households and people, in one transaction. */
export function settle(
  plan: Settlement,
  chance: Chance,
  names: (surname?: string) => string,
  passwordHash: string,
): Promise<Cast> {
  return inTransaction(async (tx) => {
    const communityId = await foundCommunity(plan, tx);
    const households = await build(plan, communityId, tx);
    const named = await castRoles(plan.roles, communityId, households, passwordHash, tx);
    const living = plan.roles.filter(({ household }) => household !== undefined);
    const residentIds = living.map(({ signInName }) => named.get(signInName) as number);
    while (residentIds.length < plan.residents) {
      const n = residentIds.length - living.length;
      const householdId = households[n % households.length] as number;
      const person = resident(communityId, householdId, n, chance, names);
      residentIds.push(await insertPerson(person, null, tx));
    }
    return { communityId, residentIds, named };
  });
}

async function build(
  plan: Settlement,
  communityId: number,
  tx: Transaction,
): Promise<readonly number[]> {
  const households: number[] = [];
  for (const [block, grid] of plan.grids.entries()) {
    const gridId = await addGrid(communityId, grid, tx);
    for (let n = 0; n < plan.householdsPerGrid; n += 1) {
      const door = `${block + 1}栋${(n % 3) + 1}单元${Math.floor(n / 3) + 1}0${(n % 2) + 1}`;
      households.push(await addHousehold(communityId, gridId, door, tx));
    }
  }
  return households;
}

async function castRoles(
  cast: readonly Part[],
  communityId: number,
  households: readonly number[],
  passwordHash: string,
  tx: Transaction,
): Promise<Map<string, number>> {
  const named = new Map<string, number>();
  for (const { household, everywhere, ...person } of cast) {
    const row: PersonRow = {
      ...person,
      communityId,
      passwordHash,
      householdId: household === undefined ? undefined : households[household],
      grantedIn: everywhere ? null : communityId,
    };
    named.set(person.signInName, await insertPerson(row, null, tx));
  }
  return named;
}

/** Most have a phone, every third a card; some agreed to be shown with the full name. */
function resident(
  communityId: number,
  householdId: number,
  n: number,
  chance: Chance,
  names: (surname?: string) => string,
): PersonRow {
  return {
    communityId,
    householdId,
    name: names(),
    roles: ['resident'],
    phone: chance.happens(0.8)
      ? `1990000${String(communityId * 1000 + n).padStart(4, '0')}`
      : undefined,
    cardNumber: n % 3 === 0 ? `${communityId}${String(n).padStart(6, '0')}` : undefined,
    nameConsentAt: chance.happens(0.3) ? '2026-01-05T01:00:00.000Z' : undefined,
  };
}
