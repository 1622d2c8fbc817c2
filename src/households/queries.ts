import sql from 'sql-template-tag';
import type { Instant } from '../base/clock.ts';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found } from '../base/refusal.ts';

export type MergeState = 'proposed' | 'approved' | 'dropped';

/** Two entries that are said to be one person. */
export interface Merge {
  readonly id: number;
  readonly communityId: number;
  readonly keptId: number;
  readonly kept: string;
  readonly mergedId: number;
  readonly merged: string;
  readonly state: MergeState;
  readonly reason: string;
  readonly proposedById: number;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
}

const mergeColumns = sql`m.id, m.community_id AS "communityId", m.kept_id AS "keptId",
  k.name AS kept, m.merged_id AS "mergedId", d.name AS merged, m.state, m.reason,
  m.proposed_by_id AS "proposedById", p.name AS "proposedBy", m.proposed_at AS "proposedAt",
  b.name AS "decidedBy", m.decided_at AS "decidedAt"`;
const mergeSource = sql`merges m
  JOIN persons k ON k.id = m.kept_id
  JOIN persons d ON d.id = m.merged_id
  JOIN persons p ON p.id = m.proposed_by_id
  LEFT JOIN persons b ON b.id = m.decided_by_id`;

/** Refuses `no-merge`. */
export const mergeById = async (id: number, tx?: Transaction): Promise<Merge> =>
  found(
    await row<Merge>(sql`SELECT ${mergeColumns} FROM ${mergeSource} WHERE m.id = ${id}`, tx),
    'merge',
  );

const MERGES_MAX = 100;

/** The merges of a community: those that wait first, then the newest. */
export const mergesOf = (communityId: number): Promise<Merge[]> =>
  rows<Merge>(
    sql`SELECT ${mergeColumns} FROM ${mergeSource} WHERE m.community_id = ${communityId}
         ORDER BY CASE WHEN m.state = 'proposed' THEN 0 ELSE 1 END, m.id DESC LIMIT ${MERGES_MAX}`,
  );

/** What somebody of a household gave to what others of it redeemed. */
export interface Given {
  readonly redemptionId: number;
  readonly giver: string;
  readonly to: string;
  readonly points: number;
  readonly reservedAt: Instant;
  readonly state: string;
}

const GIVEN_MAX = 50;

/** What the members gave to one another's redemptions, the newest first. */
export const givenIn = (householdId: number): Promise<Given[]> =>
  rows<Given>(
    sql`SELECT r.id AS "redemptionId", g.name AS giver, t.name AS "to", s.points,
               r.reserved_at AS "reservedAt", r.state
          FROM redemption_shares s
          JOIN redemptions r ON r.id = s.redemption_id
          JOIN persons g ON g.id = s.person_id
          JOIN persons t ON t.id = r.person_id
         WHERE g.household_id = ${householdId} AND t.household_id = ${householdId}
         ORDER BY r.id DESC, g.id LIMIT ${GIVEN_MAX}`,
  );
