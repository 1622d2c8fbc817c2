import sql, { join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayReadDelivery } from '../policy.ts';

export type DeliveryState =
  'asked' | 'assigned' | 'stated' | 'delivered' | 'undelivered' | 'withdrawn';

/** The states in which something is still to be done. */
export const OPEN_STATES = ['asked', 'assigned', 'stated'] as const;

/** The person's code, their signature on the list, or the helper's word and a second person's. */
export const PROOFS = ['code', 'signature', 'statement'] as const;
export type Proof = (typeof PROOFS)[number];

/** A reservation that is brought to its person's door. */
export interface Delivery {
  readonly id: number;
  readonly communityId: number;
  readonly redemptionId: number;
  readonly state: DeliveryState;
  readonly address: string | null;
  readonly personId: number;
  readonly person: string;
  readonly householdId: number | null;
  readonly helperId: number | null;
  readonly helper: string | null;
  readonly proof: Proof | null;
  readonly reason: string | null;
  readonly askedAt: Instant;
  readonly endedAt: Instant | null;
  readonly endedBy: string | null;
}

const deliveriesWhere = (rest: Sql, tx?: Transaction): Promise<Delivery[]> =>
  rows<Delivery>(
    sql`SELECT d.id, d.community_id AS "communityId", d.redemption_id AS "redemptionId", d.state,
               d.address, r.person_id AS "personId", p.name AS person,
               p.household_id AS "householdId", d.helper_id AS "helperId", h.name AS helper,
               d.proof, d.reason, d.asked_at AS "askedAt", d.ended_at AS "endedAt",
               e.name AS "endedBy"
          FROM deliveries d
          JOIN redemptions r ON r.id = d.redemption_id
          JOIN persons p ON p.id = r.person_id
          LEFT JOIN persons h ON h.id = d.helper_id
          LEFT JOIN persons e ON e.id = d.ended_by_id
         WHERE ${rest}`,
    tx,
  );

/** One that the actor may read: to anybody else it does not exist. Refuses `no-delivery`. */
export async function readableDelivery(
  actor: Actor,
  id: number,
  tx?: Transaction,
): Promise<Delivery> {
  const [one] = await deliveriesWhere(sql`d.id = ${id}`, tx);
  return found(one && mayReadDelivery(actor, one) ? one : null, 'delivery');
}

const open = join([...OPEN_STATES]);

/** What a shop has to bring, oldest first. */
export const openDeliveries = (communityId: number): Promise<Delivery[]> =>
  deliveriesWhere(sql`d.community_id = ${communityId} AND d.state IN (${open}) ORDER BY d.id`);

/** What a helper has to bring, oldest first. */
export const roundOf = (helperId: number): Promise<Delivery[]> =>
  deliveriesWhere(sql`d.helper_id = ${helperId} AND d.state = 'assigned' ORDER BY d.id`);

/** The last delivery of a reservation; null when none was asked for. */
export async function deliveryOf(redemptionId: number): Promise<Delivery | null> {
  const [one] = await deliveriesWhere(
    sql`d.redemption_id = ${redemptionId} ORDER BY d.id DESC LIMIT 1`,
  );
  return one ?? null;
}
