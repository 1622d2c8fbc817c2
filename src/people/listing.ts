import sql, { empty, join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { rows } from '../base/db.ts';
import type { Role } from './actor.ts';
import { findPeople } from './search.ts';

/** A person in a list. */
export interface ListedPerson {
  readonly id: number;
  readonly name: string;
  readonly gridName: string | null;
  readonly householdName: string | null;
  readonly phone: string | null;
  readonly cardNumber: string | null;
  readonly active: boolean;
  readonly erased: boolean;
  readonly roles: readonly Role[];
}

interface ListedRow extends Omit<ListedPerson, 'active' | 'erased' | 'roles'> {
  readonly gridId: number;
  readonly householdId: number;
  readonly active: unknown;
  readonly erasedAt: string | null;
}

/** What a list of people is narrowed to. */
export interface PeopleFilter {
  readonly grid?: number;
  readonly household?: number;
  /** Where the page before ended: `grid.household.person`. */
  readonly after?: string;
}

const PAGE_SIZE = 50;

// Who belongs to no household comes last.
const LAST = 2_147_483_647;

const place = sql`COALESCE(h.grid_id, ${LAST}), COALESCE(p.household_id, ${LAST}), p.id`;

const listed = (condition: Sql, limit: number): Promise<ListedRow[]> =>
  rows<ListedRow>(
    sql`SELECT p.id, p.name, p.phone, p.card_number AS "cardNumber", p.active,
               p.erased_at AS "erasedAt", g.name AS "gridName", h.name AS "householdName",
               COALESCE(h.grid_id, ${LAST}) AS "gridId",
               COALESCE(p.household_id, ${LAST}) AS "householdId"
          FROM persons p
          LEFT JOIN households h ON h.id = p.household_id
          LEFT JOIN grids g ON g.id = h.grid_id
         WHERE ${condition}
         ORDER BY COALESCE(h.grid_id, ${LAST}), COALESCE(p.household_id, ${LAST}), p.id
         LIMIT ${limit}`,
  );

/** The people of a community, household by household; `next` is where the next page begins. */
export async function peopleOf(
  communityId: number,
  filter: PeopleFilter,
): Promise<{ items: ListedPerson[]; next: string | null }> {
  const found = await listed(
    sql`p.community_id = ${communityId} ${narrowed(filter)} ${afterPlace(filter.after)}`,
    PAGE_SIZE + 1,
  );
  const shown = found.slice(0, PAGE_SIZE);
  const last = found.length > PAGE_SIZE ? shown.at(-1) : undefined;
  const next = last ? `${last.gridId}.${last.householdId}.${last.id}` : null;
  return { items: await withRoles(shown), next };
}

const narrowed = ({ grid, household }: PeopleFilter): Sql =>
  sql`${grid === undefined ? empty : sql`AND h.grid_id = ${grid}`}
      ${household === undefined ? empty : sql`AND p.household_id = ${household}`}`;

function afterPlace(after: string | undefined): Sql {
  if (after === undefined) return empty;
  const [grid = 0, household = 0, person = 0] = after.split('.').map(Number);
  return sql`AND (${place}) > (${grid}, ${household}, ${person})`;
}

const FOUND_MAX = 50;

/**
 * People of a community by name, pinyin or its initials, card number, or phone (whole, or its last
 * four digits and more); at most 50.
 */
export async function searchPeople(communityId: number, q: string): Promise<ListedPerson[]> {
  const ids = await findPeople(communityId, q, FOUND_MAX);
  return ids.length === 0 ? [] : withRoles(await listed(sql`p.id IN (${join(ids)})`, FOUND_MAX));
}

async function withRoles(people: readonly ListedRow[]): Promise<ListedPerson[]> {
  if (people.length === 0) return [];
  const grants = await rows<{ personId: number; role: Role }>(
    sql`SELECT person_id AS "personId", role FROM grants
         WHERE person_id IN (${join(people.map(({ id }) => id))}) ORDER BY id`,
  );
  return people.map((one) => ({
    id: one.id,
    name: one.name,
    gridName: one.gridName,
    householdName: one.householdName,
    phone: one.phone,
    cardNumber: one.cardNumber,
    active: Boolean(one.active),
    erased: one.erasedAt !== null,
    roles: [
      ...new Set(grants.filter(({ personId }) => personId === one.id).map(({ role }) => role)),
    ],
  }));
}
