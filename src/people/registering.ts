import sql, { bulk, join } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { change, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { arriveTogether } from './households/membership.ts';
import { refusingTaken } from './persons.ts';
import { pinyinOf } from './pinyin.ts';

/** A resident who is put into the register with many others. */
export interface NewRegistration {
  readonly name: string;
  readonly householdId: number | null;
  readonly phone: string | null;
  readonly cardNumber: string | null;
  readonly signInName: string | null;
}

/** So many rows go into one statement; SQLite takes 32,766 values. */
const AT_ONCE = 1_000;

/** Parts of a list that each fit into one statement. */
function* partsOf<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += AT_ONCE) yield list.slice(from, from + AT_ONCE);
}

/**
 * Puts residents into the tables, with cards and grants, some thousand in one statement; their ids in
 * the order given. The caller has seen to it that the households are the community's.
 * Refuses `card-taken`, `sign-in-name-taken`.
 */
export async function insertResidents(
  communityId: number,
  residents: readonly NewRegistration[],
  byId: number,
  tx: Transaction,
): Promise<number[]> {
  const all: number[] = [];
  for (const part of partsOf(residents)) {
    const ids = await insertPersons(communityId, part, tx);
    await insertCards(communityId, part, ids, byId, tx);
    const grants = ids.map((id) => [id, 'resident', communityId, byId, now()]);
    await change(
      sql`INSERT INTO grants (person_id, role, community_id, granted_by_id, granted_at)
          VALUES ${bulk(grants)}`,
      tx,
    );
    const arrivals = part.flatMap(({ householdId }, n) =>
      householdId === null ? [] : [{ personId: ids[n] ?? 0, householdId }],
    );
    await arriveTogether(communityId, arrivals, byId, tx);
    all.push(...ids);
  }
  return all;
}

async function insertPersons(
  communityId: number,
  residents: readonly NewRegistration[],
  tx: Transaction,
): Promise<number[]> {
  const at = now();
  const values = residents.map(({ name, householdId, phone, cardNumber, signInName }) => [
    ...[communityId, householdId, name, pinyinOf(name), signInName, phone, cardNumber],
    ...[true, at, 1],
  ]);
  const made = await refusingTaken(
    rows<{ id: number }>(
      sql`INSERT INTO persons (community_id, household_id, name, pinyin, sign_in_name, phone,
            card_number, active, created_at, password_version)
          VALUES ${bulk(values)} RETURNING id`,
      tx,
    ),
  );
  return made.map(({ id }) => id).sort((a, b) => a - b);
}

async function insertCards(
  communityId: number,
  residents: readonly NewRegistration[],
  ids: readonly number[],
  byId: number,
  tx: Transaction,
): Promise<void> {
  const at = now();
  const cards = residents.flatMap(({ cardNumber }, n) =>
    cardNumber === null ? [] : [[communityId, ids[n], cardNumber, at, byId]],
  );
  if (cards.length === 0) return;
  await change(
    sql`INSERT INTO cards (community_id, person_id, number, issued_at, issued_by_id)
        VALUES ${bulk(cards)}`,
    tx,
  );
}

export interface NewHousehold {
  readonly gridId: number;
  readonly name: string;
}

/** Puts households into the table, some thousand in one statement. */
export async function insertHouseholds(
  communityId: number,
  households: readonly NewHousehold[],
  tx: Transaction,
): Promise<void> {
  for (const part of partsOf(households)) {
    const values = part.map(({ gridId, name }) => [communityId, gridId, name]);
    await change(
      sql`INSERT INTO households (community_id, grid_id, name) VALUES ${bulk(values)}`,
      tx,
    );
  }
}

/** A household with its grid: a grid without any has none. */
export interface Place {
  readonly gridId: number;
  readonly grid: string;
  readonly householdId: number | null;
  readonly household: string | null;
}

/** The grids of a community, each with its households. */
export const placesOf = (communityId: number, tx?: Transaction): Promise<Place[]> =>
  rows<Place>(
    sql`SELECT g.id AS "gridId", g.name AS grid, h.id AS "householdId", h.name AS household
          FROM grids g LEFT JOIN households h ON h.grid_id = g.id
         WHERE g.community_id = ${communityId} ORDER BY g.id, h.id`,
    tx,
  );

/** Somebody of a community, by all that tells them from others. */
export interface Registered extends NewRegistration {
  readonly id: number;
  readonly household: string | null;
}

/** Everybody of a community who was not erased, each once. */
export const registeredPeople = (communityId: number, tx?: Transaction): Promise<Registered[]> =>
  rows<Registered>(
    sql`SELECT p.id, p.name, p.household_id AS "householdId", h.name AS household, p.phone,
               p.card_number AS "cardNumber", p.sign_in_name AS "signInName"
          FROM persons p LEFT JOIN households h ON h.id = p.household_id
         WHERE p.community_id = ${communityId} AND p.erased_at IS NULL AND p.merged_into_id IS NULL
         ORDER BY p.id`,
    tx,
  );

/** Of some card numbers and sign-in names, those that somebody has, or a card had, anywhere. */
export interface TakenMarks {
  readonly cards: ReadonlySet<string>;
  readonly signInNames: ReadonlySet<string>;
}

export async function takenMarks(
  cards: readonly string[],
  signInNames: readonly string[],
  tx?: Transaction,
): Promise<TakenMarks> {
  const taken = { cards: new Set<string>(), signInNames: new Set<string>() };
  for (const part of partsOf(cards)) {
    const found = await rows<{ number: string }>(
      sql`SELECT number FROM cards WHERE number IN (${join([...part])})`,
      tx,
    );
    for (const { number } of found) taken.cards.add(number);
  }
  for (const part of partsOf(signInNames)) {
    const found = await rows<{ name: string }>(
      sql`SELECT sign_in_name AS name FROM persons WHERE sign_in_name IN (${join([...part])})`,
      tx,
    );
    for (const { name } of found) taken.signInNames.add(name);
  }
  return taken;
}
