import sql, { join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found, Refusal } from '../base/refusal.ts';
import type { Actor, Role, TenantKind } from './actor.ts';
import { mayReadPerson } from './policy.ts';

/** One role of a person, as it stands in the table. */
export interface GrantRow {
  readonly id: number;
  readonly role: Role;
  readonly communityId: number | null;
  readonly communityName: string | null;
}

/** Everything about a person but the password. */
export interface PersonFacts {
  readonly id: number;
  readonly name: string;
  readonly communityId: number;
  readonly communityName: string;
  readonly communityKind: TenantKind;
  readonly householdId: number | null;
  readonly householdName: string | null;
  readonly gridName: string | null;
  readonly signInName: string | null;
  readonly phone: string | null;
  readonly cardNumber: string | null;
  readonly nameConsentAt: string | null;
  readonly codeExpiresAt: string | null;
  readonly hasPassword: boolean;
  readonly active: boolean;
  readonly erasedAt: string | null;
  /** The entry that this one became; null: it is the person's own. */
  readonly mergedIntoId: number | null;
  /** Of a child alone. */
  readonly bornOn: string | null;
  readonly createdAt: string;
  readonly grants: readonly GrantRow[];
}

type FactsRow = Omit<PersonFacts, 'hasPassword' | 'active' | 'grants'> &
  Readonly<Record<'hasPassword' | 'active', unknown>>;

/** A person with roles, or null. */
export async function personById(id: number, tx?: Transaction): Promise<PersonFacts | null> {
  const person = await row<FactsRow>(
    sql`SELECT p.id, p.name, p.community_id AS "communityId", c.name AS "communityName",
               c.kind AS "communityKind", p.household_id AS "householdId", h.name AS "householdName",
               g.name AS "gridName",
               p.sign_in_name AS "signInName", p.phone, p.card_number AS "cardNumber",
               p.name_consent_at AS "nameConsentAt", p.code_expires_at AS "codeExpiresAt",
               (p.password_hash IS NOT NULL) AS "hasPassword", p.active,
               p.erased_at AS "erasedAt", p.merged_into_id AS "mergedIntoId",
               p.born_on AS "bornOn", p.created_at AS "createdAt"
          FROM persons p
          JOIN communities c ON c.id = p.community_id
          LEFT JOIN households h ON h.id = p.household_id
          LEFT JOIN grids g ON g.id = h.grid_id
         WHERE p.id = ${id}`,
    tx,
  );
  if (!person) return null;
  const { hasPassword, active } = person;
  const flags = { hasPassword: Boolean(hasPassword), active: Boolean(active) };
  return { ...person, ...flags, grants: await grantsOf(id, tx) };
}

const grantsOf = (personId: number, tx?: Transaction): Promise<GrantRow[]> =>
  rows<GrantRow>(
    sql`SELECT g.id, g.role, g.community_id AS "communityId", c.name AS "communityName"
          FROM grants g LEFT JOIN communities c ON c.id = g.community_id
         WHERE g.person_id = ${personId} ORDER BY g.id`,
    tx,
  );

/**
 * A person of a community whom the actor may see; others are not there (`no-person`), whoever they
 * are. Those who work for a street office are kept by the staff module, by rules of its own.
 */
export async function visiblePerson(actor: Actor, id: number): Promise<PersonFacts> {
  const person = await personById(id);
  const isVisible = person?.communityKind === 'community' && mayReadPerson(actor, person);
  return found(isVisible ? person : null, 'person');
}

/** Another person of the same household, or the person. */
export interface Member {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
}

/** Who lives in a household, also those who may no longer sign in. */
export async function householdMembers(householdId: number): Promise<Member[]> {
  const members = await rows<{ id: number; name: string; active: unknown }>(
    sql`SELECT id, name, active FROM persons WHERE household_id = ${householdId} ORDER BY id`,
  );
  return members.map((one) => ({ ...one, active: Boolean(one.active) }));
}

/** A person in short, as other modules' lists need them. */
export interface KnownPerson {
  readonly id: number;
  readonly name: string;
  readonly householdId: number | null;
  readonly communityId: number;
  readonly nameConsentAt: string | null;
  readonly erased: boolean;
  readonly erasedAt: string | null;
}

/** People by id, in one query; fits `shownName`. */
export async function peopleByIds(
  ids: readonly number[],
  tx?: Transaction,
): Promise<Map<number, KnownPerson>> {
  const found = new Map<number, KnownPerson>();
  const wanted = [...new Set(ids)];
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    for (const one of await peopleAmong(wanted.slice(from, from + AT_ONCE), tx)) {
      found.set(one.id, { ...one, erased: one.erasedAt !== null });
    }
  }
  return found;
}

// SQLite binds no more than 32,766 values in one statement.
const AT_ONCE = 10_000;

const peopleAmong = (
  ids: readonly number[],
  tx: Transaction | undefined,
): Promise<Omit<KnownPerson, 'erased'>[]> =>
  rows<Omit<KnownPerson, 'erased'>>(
    sql`SELECT id, name, household_id AS "householdId", community_id AS "communityId",
               name_consent_at AS "nameConsentAt", erased_at AS "erasedAt"
          FROM persons WHERE id IN (${join([...ids])})`,
    tx,
  );

/** A household and the grid that it lies in. */
export interface Household {
  readonly id: number;
  readonly name: string;
  readonly communityId: number;
  readonly gridId: number;
  readonly gridName: string;
}

const householdColumns = sql`h.id, h.name, h.community_id AS "communityId",
  h.grid_id AS "gridId", g.name AS "gridName"`;

/** The household of a person, or null. */
export const householdOf = (personId: number, tx?: Transaction): Promise<Household | null> =>
  row<Household>(
    sql`SELECT ${householdColumns}
          FROM persons p
          JOIN households h ON h.id = p.household_id
          JOIN grids g ON g.id = h.grid_id
         WHERE p.id = ${personId}`,
    tx,
  );

/** The households of a community, by grid. */
export const householdsOf = (communityId: number): Promise<Household[]> =>
  rows<Household>(
    sql`SELECT ${householdColumns}
          FROM households h JOIN grids g ON g.id = h.grid_id
         WHERE h.community_id = ${communityId} ORDER BY h.grid_id, h.id`,
  );

/** The grids of a community. */
export const gridsOf = (communityId: number): Promise<{ id: number; name: string }[]> =>
  rows<{ id: number; name: string }>(
    sql`SELECT id, name FROM grids WHERE community_id = ${communityId} ORDER BY id`,
  );

/** A grid of whatever community. Refuses `no-grid`. */
export async function gridById(
  id: number,
  tx?: Transaction,
): Promise<{ readonly id: number; readonly communityId: number }> {
  const grid = await row<{ id: number; communityId: number }>(
    sql`SELECT id, community_id AS "communityId" FROM grids WHERE id = ${id}`,
    tx,
  );
  if (!grid) throw new Refusal('invalid', 'no-grid', {}, 'gridId');
  return grid;
}

/** The active people who hold one of the roles in a community, or everywhere. */
export async function holdersOf(
  roles: readonly Role[],
  communityId: number,
  tx?: Transaction,
): Promise<number[]> {
  const held = await rows<{ id: number }>(
    sql`SELECT DISTINCT p.id FROM grants g JOIN persons p ON p.id = g.person_id
         WHERE g.role IN (${join([...roles])}) AND p.active = TRUE
           AND (g.community_id = ${communityId} OR g.community_id IS NULL)
         ORDER BY p.id`,
    tx,
  );
  return held.map(({ id }) => id);
}

/** Active residents of a community by id, at most `limit` of those after `afterId`. */
export const residentsOf = (
  communityId: number,
  { afterId = 0, limit = 500 }: { readonly afterId?: number; readonly limit?: number } = {},
  tx?: Transaction,
): Promise<{ id: number; name: string; householdId: number | null }[]> =>
  rows<{ id: number; name: string; householdId: number | null }>(
    sql`SELECT p.id, p.name, p.household_id AS "householdId" FROM persons p
         WHERE p.community_id = ${communityId} AND p.active = TRUE AND p.id > ${afterId}
           AND EXISTS (SELECT 1 FROM grants g WHERE g.person_id = p.id AND g.role = 'resident')
         ORDER BY p.id LIMIT ${limit}`,
    tx,
  );

/** For a statement: the entries that are one person, also those that became theirs. */
export const entriesIn = (personId: number): Sql =>
  sql`(SELECT id FROM persons WHERE id = ${personId} OR merged_into_id = ${personId})`;

/** Whose an entry is: another's, once it became part of that. */
export async function ownerOf(personId: number, tx?: Transaction): Promise<number> {
  const owner = await row<{ id: number }>(
    sql`SELECT COALESCE(merged_into_id, id) AS id FROM persons WHERE id = ${personId}`,
    tx,
  );
  return owner?.id ?? personId;
}

/** The entries that are one person: their own first, then those that became it. */
export async function entriesOf(personId: number, tx?: Transaction): Promise<number[]> {
  const merged = await rows<{ id: number }>(
    sql`SELECT id FROM persons WHERE merged_into_id = ${personId} ORDER BY id`,
    tx,
  );
  return [personId, ...merged.map(({ id }) => id)];
}

/** Others of the community whose name sounds the same, or who have the same phone. */
export async function namesakesOf(personId: number): Promise<number[]> {
  const alike = await rows<{ id: number }>(
    sql`SELECT o.id FROM persons p
          JOIN persons o ON o.community_id = p.community_id AND o.id <> p.id
                        AND (o.pinyin = p.pinyin OR o.phone = p.phone)
         WHERE p.id = ${personId} AND o.erased_at IS NULL AND o.merged_into_id IS NULL
         ORDER BY o.id LIMIT 20`,
  );
  return alike.map(({ id }) => id);
}
