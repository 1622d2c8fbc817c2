import sql, { empty } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import type { MoveKind } from './membership.ts';

/** Somebody who lives in a household. */
export interface HouseholdMember {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
  /** Of a child alone. */
  readonly bornOn: Day | null;
  /** Since when they agree that the household spends together, and who has it on paper. */
  readonly consentedAt: Instant | null;
  readonly consentedBy: string | null;
}

/** Who lives in a household, in order of id, each with the consent that stands. */
export async function membersOf(householdId: number, tx?: Transaction): Promise<HouseholdMember[]> {
  const members = await rows<Omit<HouseholdMember, 'active'> & { readonly active: unknown }>(
    sql`SELECT p.id, p.name, p.active, p.born_on AS "bornOn", c.given_at AS "consentedAt",
               CASE WHEN c.on_paper = TRUE THEN b.name END AS "consentedBy"
          FROM persons p
          LEFT JOIN pool_consents c ON c.household_id = p.household_id AND c.person_id = p.id
                                   AND c.ended_at IS NULL
          LEFT JOIN persons b ON b.id = c.given_by_id
         WHERE p.household_id = ${householdId} ORDER BY p.id`,
    tx,
  );
  return members.map((one) => ({ ...one, active: Boolean(one.active) }));
}

/** A household as its page shows it. */
export interface HouseholdFacts {
  readonly id: number;
  readonly name: string;
  readonly communityId: number;
  readonly gridId: number;
  readonly gridName: string;
  readonly headId: number | null;
  readonly headName: string | null;
  readonly pooledAt: Instant | null;
}

const factColumns = sql`h.id, h.name, h.community_id AS "communityId", h.grid_id AS "gridId",
  g.name AS "gridName", h.head_id AS "headId", k.name AS "headName", h.pooled_at AS "pooledAt"`;
const factSource = sql`households h JOIN grids g ON g.id = h.grid_id
  LEFT JOIN persons k ON k.id = h.head_id`;

/** Refuses `no-household`. */
export const householdById = async (id: number, tx?: Transaction): Promise<HouseholdFacts> =>
  found(
    await row<HouseholdFacts>(sql`SELECT ${factColumns} FROM ${factSource} WHERE h.id = ${id}`, tx),
    'household',
  );

/** A household in a list. */
export interface ListedHousehold extends HouseholdFacts {
  readonly members: number;
}

/** Which households are meant. */
export interface HouseholdFilter {
  readonly grid?: number | undefined;
  /** In the name of the household, of its head, or in the pinyin of the head. */
  readonly q?: string | undefined;
  readonly after?: number | undefined;
}

const PAGE = 50;

/** The households of a community, grid by grid; `next` is the id after which the next page begins. */
export async function householdList(
  communityId: number,
  { grid, q, after = 0 }: HouseholdFilter,
): Promise<{ items: ListedHousehold[]; next: number | null }> {
  const like = q?.replace(/\s+/g, '').replace(/[!%_]/g, '!$&');
  const named =
    like === undefined
      ? empty
      : sql`AND (h.name LIKE ${`%${like}%`} ESCAPE '!' OR k.name LIKE ${`%${like}%`} ESCAPE '!'
              OR k.pinyin LIKE ${`${like.toLowerCase()}%`} ESCAPE '!')`;
  const all = await rows<ListedHousehold>(
    sql`SELECT ${factColumns}, (SELECT CAST(COUNT(*) AS INTEGER) FROM persons p
                                 WHERE p.household_id = h.id) AS members
          FROM ${factSource}
         WHERE h.community_id = ${communityId} ${named}
           ${grid === undefined ? empty : sql`AND h.grid_id = ${grid}`}
           AND (h.grid_id, h.id) > (SELECT COALESCE(MAX(grid_id), 0), COALESCE(MAX(id), 0)
                                      FROM households WHERE id = ${after})
         ORDER BY h.grid_id, h.id LIMIT ${PAGE + 1}`,
  );
  const items = all.slice(0, PAGE);
  return { items, next: all.length > PAGE ? (items.at(-1)?.id ?? null) : null };
}

/** One line of the history of a household. */
export interface HouseholdMove {
  readonly id: number;
  readonly kind: MoveKind;
  readonly personId: number;
  readonly person: string;
  readonly fromHouseholdId: number | null;
  readonly fromHousehold: string | null;
  readonly toHouseholdId: number | null;
  readonly toHousehold: string | null;
  readonly fromCommunity: string;
  readonly toCommunity: string;
  readonly reason: string | null;
  readonly by: string | null;
  readonly at: Instant;
}

/** Whether a person lived in a community before. */
export const livedIn = async (personId: number, communityId: number): Promise<boolean> =>
  (await row(
    sql`SELECT id FROM household_moves
         WHERE person_id = ${personId} AND from_community_id = ${communityId} LIMIT 1`,
  )) !== null;

const HISTORY_MAX = 200;

/** Who came into a household and who went, the newest first. */
export const movesOf = (householdId: number): Promise<HouseholdMove[]> =>
  rows<HouseholdMove>(
    sql`SELECT m.id, m.kind, m.person_id AS "personId", p.name AS person,
               m.from_household_id AS "fromHouseholdId", f.name AS "fromHousehold",
               m.to_household_id AS "toHouseholdId", t.name AS "toHousehold",
               fc.name AS "fromCommunity", tc.name AS "toCommunity",
               m.reason, b.name AS "by", m.at
          FROM household_moves m
          JOIN persons p ON p.id = m.person_id
          JOIN communities fc ON fc.id = m.from_community_id
          JOIN communities tc ON tc.id = m.to_community_id
          LEFT JOIN households f ON f.id = m.from_household_id
          LEFT JOIN households t ON t.id = m.to_household_id
          LEFT JOIN persons b ON b.id = m.by_id
         WHERE m.from_household_id = ${householdId} OR m.to_household_id = ${householdId}
         ORDER BY m.id DESC LIMIT ${HISTORY_MAX}`,
  );
