import sql, { bulk, join } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, lockRows, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { Refusal } from '../../base/refusal.ts';
import { isAdult } from './child.ts';
import { endConsentsOf } from './consents.ts';
import { settlePool } from './pool.ts';

/** Why somebody's household became another. */
export type MoveKind = 'joined' | 'left' | 'split' | 'moved' | 'merged';

/** Where somebody lives; a person may belong to no household. */
export interface Home {
  readonly communityId: number;
  readonly householdId: number | null;
}

/** What is written down of a change of household. */
export interface Why {
  readonly kind: MoveKind;
  readonly reason?: string | undefined;
  readonly byId: number | null;
}

/** Makes others who change these households, or who spends with whom, wait their turn. */
export const holdHouseholds = (ids: readonly (number | null)[], tx: Transaction): Promise<void> =>
  lockRows(
    'households',
    ids.filter((id) => id !== null),
    tx,
  );

/**
 * Lets a person live somewhere else, whoever asks: the caller has asked its policy and holds the
 * households. History, heads and pools follow. Refuses `moved-meanwhile` when they live elsewhere
 * than the caller thinks.
 */
export async function place(
  person: Home & { readonly id: number },
  to: Home,
  why: Why,
  tx: Transaction,
): Promise<void> {
  const moved = await change(
    sql`UPDATE persons SET household_id = ${to.householdId}, community_id = ${to.communityId}
         WHERE id = ${person.id} AND community_id = ${person.communityId}
           AND COALESCE(household_id, 0) = ${person.householdId ?? 0}`,
    tx,
  );
  if (moved === 0) throw new Refusal('conflict', 'moved-meanwhile');
  if (person.householdId !== null) await leave(person.id, person.householdId, why.byId, tx);
  await arrive(person.id, { from: person, to }, why, tx);
}

async function leave(
  personId: number,
  householdId: number,
  byId: number | null,
  tx: Transaction,
): Promise<void> {
  await endConsentsOf(householdId, personId, byId, tx);
  const next = sql`SELECT MIN(id) FROM persons
    WHERE household_id = ${householdId} AND ${isAdult()}`;
  await change(
    sql`UPDATE households SET head_id = (${next})
         WHERE id = ${householdId} AND head_id = ${personId}`,
    tx,
  );
  await settlePool(householdId, byId, tx);
}

/** The part of `place` that is true of somebody new as well. */
export async function arrive(
  personId: number,
  { from, to }: { readonly from: Home; readonly to: Home },
  { kind, reason, byId }: Why,
  tx: Transaction,
): Promise<void> {
  await change(
    sql`INSERT INTO household_moves (person_id, kind, from_household_id, to_household_id,
          from_community_id, to_community_id, reason, by_id, at)
        VALUES (${personId}, ${kind}, ${from.householdId}, ${to.householdId},
          ${from.communityId}, ${to.communityId}, ${reason ?? null}, ${byId}, ${now()})`,
    tx,
  );
  if (to.householdId === null) return;
  await headIfNone(to.householdId, personId, tx);
  await settlePool(to.householdId, byId, tx);
}

/** Somebody new in a community, with the household that they come to. */
export interface Arrival {
  readonly personId: number;
  readonly householdId: number;
}

/** As `arrive`, for people who are new in a community, hundreds in a few statements. */
export async function arriveTogether(
  communityId: number,
  arrivals: readonly Arrival[],
  byId: number,
  tx: Transaction,
): Promise<void> {
  if (arrivals.length === 0) return;
  const homes = [...new Set(arrivals.map(({ householdId }) => householdId))];
  await holdHouseholds(homes, tx);
  const at = now();
  const moves = arrivals.map(({ personId, householdId }) => [
    ...[personId, 'joined', householdId, communityId, communityId, byId, at],
  ]);
  await change(
    sql`INSERT INTO household_moves (person_id, kind, to_household_id, from_community_id,
          to_community_id, by_id, at) VALUES ${bulk(moves)}`,
    tx,
  );
  await change(
    sql`UPDATE households
           SET head_id = (SELECT MIN(id) FROM persons
                           WHERE household_id = households.id AND ${isAdult()})
         WHERE id IN (${join(homes)}) AND head_id IS NULL`,
    tx,
  );
  const pools = await rows<{ id: number }>(
    sql`SELECT id FROM households WHERE id IN (${join(homes)}) AND pooled_at IS NOT NULL
         ORDER BY id`,
    tx,
  );
  for (const { id } of pools) await settlePool(id, byId, tx);
}

/** The first grown-up of a household is its head until another is named. */
async function headIfNone(householdId: number, personId: number, tx: Transaction): Promise<void> {
  await change(
    sql`UPDATE households SET head_id = ${personId}
         WHERE id = ${householdId} AND head_id IS NULL
           AND EXISTS (SELECT 1 FROM persons WHERE id = ${personId} AND ${isAdult()})`,
    tx,
  );
}

/**
 * Names the head of a household; the caller has asked its policy and holds the household. Refuses
 * `not-in-household`, `head-is-child`.
 */
export async function nameHead(
  householdId: number,
  personId: number,
  byId: number,
  tx: Transaction,
): Promise<void> {
  const member = await row<{ adult: unknown }>(
    sql`SELECT ${isAdult()} AS adult FROM persons
         WHERE id = ${personId} AND household_id = ${householdId}`,
    tx,
  );
  if (!member) throw new Refusal('invalid', 'not-in-household', {}, 'memberId');
  if (!member.adult) throw new Refusal('invalid', 'head-is-child', {}, 'memberId');
  await change(sql`UPDATE households SET head_id = ${personId} WHERE id = ${householdId}`, tx);
  await settlePool(householdId, byId, tx);
}
