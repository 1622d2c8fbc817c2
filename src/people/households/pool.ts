import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { isChild } from './child.ts';
import { membersOf } from './queries.ts';
import type { HouseholdMember } from './queries.ts';

/**
 * A household pools while its head and every grown-up member agree to it, and there are at least two
 * of them. A child is no party to it: whoever has the child's care has agreed for themselves.
 */
export function poolStands(
  headId: number | null,
  members: readonly Pick<HouseholdMember, 'id' | 'bornOn' | 'consentedAt'>[],
): boolean {
  const adults = members.filter(({ bornOn }) => !isChild(bornOn));
  return (
    members.length > 1 &&
    adults.some(({ id }) => id === headId) &&
    adults.every(({ consentedAt }) => consentedAt !== null)
  );
}

/** A household that began to pool, or does no more. */
export interface PoolChange {
  readonly communityId: number;
  readonly householdId: number;
  readonly name: string;
  readonly pooled: boolean;
  readonly memberIds: readonly number[];
  readonly byId: number | null;
}

type Listener = (change: PoolChange, tx: Transaction) => Promise<void>;

const listeners: Listener[] = [];

/** Has somebody hear of every pool that begins or ends, in the transaction that makes it true. */
export const hearOfPools = (listener: Listener): void => {
  listeners.push(listener);
};

interface Standing {
  readonly communityId: number;
  readonly name: string;
  readonly headId: number | null;
  readonly pooledAt: string | null;
}

/**
 * Lets a household pool or not, as its members and their consents now say. Every change of either
 * calls this, and nothing else switches a pool; the caller holds the household.
 */
export async function settlePool(
  householdId: number,
  byId: number | null,
  tx: Transaction,
): Promise<void> {
  const household = await row<Standing>(
    sql`SELECT community_id AS "communityId", name, head_id AS "headId", pooled_at AS "pooledAt"
          FROM households WHERE id = ${householdId}`,
    tx,
  );
  if (!household) return;
  const members = await membersOf(householdId, tx);
  const pooled = poolStands(household.headId, members);
  if (pooled === (household.pooledAt !== null)) return;
  await change(
    sql`UPDATE households SET pooled_at = ${pooled ? now() : null} WHERE id = ${householdId}`,
    tx,
  );
  const { communityId, name } = household;
  const event = { communityId, personId: byId, name: pooled ? 'pool-begun' : 'pool-ended' };
  await note({ ...event, subject: `household:${householdId}` }, tx);
  const memberIds = members.map(({ id }) => id);
  const told = { communityId, householdId, name, pooled, memberIds, byId };
  for (const listener of listeners) await listener(told, tx);
}
