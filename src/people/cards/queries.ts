import sql, { empty, join } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { CardEnd } from './keeping.ts';
import { numberIn } from './number.ts';

/**
 * The person of a community whose card stands and was scanned (what its QR code holds) or typed (its
 * number); null for a card that is lost, replaced, another community's or nobody's.
 */
export async function personByCard(
  communityId: number,
  code: string,
  tx?: Transaction,
): Promise<{ personId: number } | null> {
  const number = numberIn(code);
  if (number === null) return null;
  return row<{ personId: number }>(
    sql`SELECT person_id AS "personId" FROM cards
         WHERE number = ${number} AND community_id = ${communityId} AND ended_at IS NULL`,
    tx,
  );
}

/** Whether what was scanned or typed is a card of a community that stands no more. */
export async function endedCard(communityId: number, code: string): Promise<boolean> {
  const number = numberIn(code);
  if (number === null) return false;
  const ended = await row(
    sql`SELECT id FROM cards
         WHERE number = ${number} AND community_id = ${communityId} AND ended_at IS NOT NULL`,
  );
  return ended !== null;
}

/** One of the cards that a person has had. */
export interface CardRow {
  readonly id: number;
  readonly number: string;
  readonly issuedAt: Instant;
  readonly endedAt: Instant | null;
  readonly endedBecause: CardEnd | null;
}

/** The cards of a person, the newest first. */
export const cardsOf = (personId: number): Promise<CardRow[]> =>
  rows<CardRow>(
    sql`SELECT id, number, issued_at AS "issuedAt", ended_at AS "endedAt",
               ended_because AS "endedBecause"
          FROM cards WHERE person_id = ${personId} ORDER BY id DESC`,
  );

/** A resident, with the number of the card that stands. */
export interface Holder {
  readonly id: number;
  readonly name: string;
  readonly number: string | null;
  readonly gridName: string | null;
  readonly householdName: string | null;
}

/** Which residents are meant: of one grid, or those chosen; unsaid: all. */
export interface HolderFilter {
  readonly grid?: number | undefined;
  readonly person?: readonly number[] | undefined;
}

/** Active residents of a community, household by household. */
export const holders = (
  communityId: number,
  { grid, person }: HolderFilter,
  tx?: Transaction,
): Promise<Holder[]> =>
  rows<Holder>(
    sql`SELECT p.id, p.name, p.card_number AS "number", g.name AS "gridName",
               h.name AS "householdName"
          FROM persons p
          LEFT JOIN households h ON h.id = p.household_id
          LEFT JOIN grids g ON g.id = h.grid_id
         WHERE p.community_id = ${communityId} AND p.active = TRUE
           AND EXISTS (SELECT 1 FROM grants r WHERE r.person_id = p.id AND r.role = 'resident')
           ${grid === undefined ? empty : sql`AND h.grid_id = ${grid}`}
           ${person === undefined ? empty : sql`AND p.id IN (${join([0, ...person])})`}
         ORDER BY COALESCE(h.grid_id, 2147483647), COALESCE(p.household_id, 2147483647), p.id`,
    tx,
  );
