import sql, { empty } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { row, rows } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { insertDeliveries, retry } from './outbox.ts';
import { mayKeepWebhook } from './policy.ts';

/** How one message went out; of nobody by name. */
export interface Delivery {
  readonly id: number;
  /** Null: a trial. */
  readonly kind: string | null;
  readonly state: 'waiting' | 'sent' | 'failed' | 'dropped';
  readonly tries: number;
  readonly lastStatus: number | null;
  readonly nextTryAt: Instant;
  readonly createdAt: Instant;
}

/** A tenant's deliveries, newest first. */
export const deliveriesOf = (
  communityId: number,
  limit: number,
  before?: number,
): Promise<Delivery[]> =>
  rows<Delivery>(
    sql`SELECT d.id, m.kind, d.state, d.tries, d.last_status AS "lastStatus",
               d.next_try_at AS "nextTryAt", d.created_at AS "createdAt"
          FROM webhook_deliveries d LEFT JOIN messages m ON m.id = d.message_id
         WHERE d.community_id = ${communityId}
           ${before === undefined ? empty : sql`AND d.id < ${before}`}
         ORDER BY d.id DESC LIMIT ${limit}`,
  );

/** Queues a trial that concerns nobody. Refuses `keep-webhook`, `no-webhook`. */
export function tryOut(actor: Actor, command: Command): Promise<{ readonly id: number }> {
  permit(mayKeepWebhook(actor), 'keep-webhook');
  const { communityId } = actor;
  return once(command, 'try-webhook', { communityId }, async (tx) => {
    const there = sql`SELECT community_id FROM webhooks WHERE community_id = ${communityId}`;
    found(await row(there, tx), 'webhook');
    const [id = 0] = await insertDeliveries([{ communityId, messageId: null }], tx);
    return { id };
  });
}

/** Gives a failed delivery one more try. Refuses `keep-webhook`, `not-failed`. */
export function retryDelivery(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ readonly id: number }> {
  permit(mayKeepWebhook(actor), 'keep-webhook');
  return once(command, 'retry-delivery', { id }, async (tx) => {
    const isAgain = await retry(id, actor.communityId, tx);
    if (!isAgain) throw new Refusal('conflict', 'not-failed');
    return { id };
  });
}
