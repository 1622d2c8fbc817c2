import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { config } from '../../config.ts';
import type { Actor } from '../../people/index.ts';
import type { Topic } from '../topics.ts';
import { whyNotTo } from './address.ts';
import type { Reach } from './address.ts';
import type { WebhookWish } from './forms.ts';
import { mayKeepWebhook } from './policy.ts';
import { newSecret } from './signature.ts';

/** This computer may receive for itself only where nothing is at stake. */
export const REACH: Reach = { loopback: config.environment !== 'production' };

export interface Webhook {
  readonly url: string;
  readonly enabled: boolean;
  readonly withPhone: boolean;
  readonly topics: readonly Topic[];
}

interface Kept {
  readonly url: string;
  readonly enabled: unknown;
  readonly withPhone: unknown;
  readonly topics: string;
}

/** How a tenant is connected, without the secret; null when it never was. */
export async function webhookOf(communityId: number): Promise<Webhook | null> {
  const kept = await row<Kept>(
    sql`SELECT url, enabled, with_phone AS "withPhone", topics FROM webhooks
         WHERE community_id = ${communityId}`,
  );
  if (!kept) return null;
  return {
    url: kept.url,
    enabled: Boolean(kept.enabled),
    withPhone: Boolean(kept.withPhone),
    topics: JSON.parse(kept.topics) as Topic[],
  };
}

/** For the page that shows it once. */
export async function secretOf(communityId: number): Promise<string | null> {
  const kept = await row<{ secret: string }>(
    sql`SELECT secret FROM webhooks WHERE community_id = ${communityId}`,
  );
  return kept?.secret ?? null;
}

/**
 * Says where messages go and which; a first one gets a secret and is off until it is turned on.
 * Refuses `keep-webhook`, `webhook-not-https`, `webhook-private`.
 */
export function setWebhook(
  actor: Actor,
  wish: WebhookWish,
  command: Command,
): Promise<{ readonly isNew: boolean }> {
  permit(mayKeepWebhook(actor), 'keep-webhook');
  const why = whyNotTo(wish.url, REACH);
  if (why !== null) throw new Refusal('invalid', why, {}, 'url');
  return once(command, 'set-webhook', { communityId: actor.communityId, wish }, async (tx) => {
    const { communityId } = actor;
    const topics = JSON.stringify(wish.topics);
    const made = await change(
      sql`INSERT INTO webhooks (community_id, url, secret, enabled, with_phone, topics)
          VALUES (${communityId}, ${wish.url}, ${newSecret()}, FALSE, ${wish.withPhone}, ${topics})
          ON CONFLICT DO NOTHING`,
      tx,
    );
    if (made === 0) {
      await change(
        sql`UPDATE webhooks SET url = ${wish.url}, with_phone = ${wish.withPhone},
                   topics = ${topics} WHERE community_id = ${communityId}`,
        tx,
      );
    }
    await noteChange(actor, 'webhook-set', tx);
    return { isNew: made === 1 };
  });
}

/** Turns sending on or off. Refuses `keep-webhook`, `no-webhook`. */
export function turnWebhook(
  actor: Actor,
  on: boolean,
  command: Command,
): Promise<{ readonly on: boolean }> {
  permit(mayKeepWebhook(actor), 'keep-webhook');
  return once(command, 'turn-webhook', { communityId: actor.communityId, on }, async (tx) => {
    const turned = await change(
      sql`UPDATE webhooks SET enabled = ${on}, warned_at = NULL
           WHERE community_id = ${actor.communityId}`,
      tx,
    );
    if (turned === 0) throw new Refusal('missing', 'no-webhook');
    if (!on) await dropWaiting(actor.communityId, tx);
    await noteChange(actor, on ? 'webhook-on' : 'webhook-off', tx);
    return { on };
  });
}

/** Puts a new secret in the place of the old one, at once. Refuses `keep-webhook`, `no-webhook`. */
export function renewSecret(actor: Actor, command: Command): Promise<{ readonly renewed: true }> {
  permit(mayKeepWebhook(actor), 'keep-webhook');
  return once(command, 'renew-secret', { communityId: actor.communityId }, async (tx) => {
    const renewed = await change(
      sql`UPDATE webhooks SET secret = ${newSecret()} WHERE community_id = ${actor.communityId}`,
      tx,
    );
    if (renewed === 0) throw new Refusal('missing', 'no-webhook');
    await noteChange(actor, 'webhook-secret', tx);
    return { renewed: true as const };
  });
}

// What waits would be stale when it is turned on again.
const dropWaiting = (communityId: number, tx: Transaction): Promise<number> =>
  change(
    sql`UPDATE webhook_deliveries SET state = 'dropped', settled_at = ${now()}
         WHERE community_id = ${communityId} AND state = 'waiting'`,
    tx,
  );

const noteChange = ({ communityId, personId }: Actor, name: string, tx: Transaction) =>
  note({ communityId, personId, name, subject: `community:${communityId}` }, tx);
