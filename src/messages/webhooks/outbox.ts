import { randomUUID } from 'node:crypto';
import sql, { bulk, join } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { topicOf } from '../topics.ts';
import type { Topic } from '../topics.ts';

/** A message that was just kept. */
export interface KeptMessage {
  readonly id: number;
  readonly communityId: number;
  readonly personId: number;
  readonly kind: string;
}

/**
 * Puts those messages into the outbox that a tenant sends and their person agreed to, in the
 * transaction that makes them true: what is undone is never sent.
 */
export async function queue(messages: readonly KeptMessage[], tx: Transaction): Promise<void> {
  const sent = await topicsSent(messages, tx);
  if (sent.size === 0) return;
  const wanted = messages.filter(({ communityId, kind }) =>
    sent.get(communityId)?.includes(topicOf(kind)),
  );
  const agreed = await topicsAgreed(wanted, tx);
  const due = wanted.filter(({ personId, kind }) => agreed.get(personId)?.includes(topicOf(kind)));
  await insertDeliveries(
    due.map(({ id, communityId }) => ({ communityId, messageId: id })),
    tx,
  );
}

interface NewDelivery {
  readonly communityId: number;
  /** Null: a trial. */
  readonly messageId: number | null;
}

/** Puts deliveries into the outbox, to go at once. */
export async function insertDeliveries(
  deliveries: readonly NewDelivery[],
  tx: Transaction,
): Promise<number[]> {
  if (deliveries.length === 0) return [];
  const at = now();
  const values = deliveries.map(({ communityId, messageId }) => [
    `msg_${randomUUID()}`,
    communityId,
    messageId,
    'waiting',
    at,
    at,
  ]);
  const made = await rows<{ id: number }>(
    sql`INSERT INTO webhook_deliveries (key, community_id, message_id, state, next_try_at, created_at)
        VALUES ${bulk(values)} RETURNING id`,
    tx,
  );
  return made.map(({ id }) => id);
}

type Topics = ReadonlyMap<number, readonly Topic[]>;

const topicsFrom = (kept: readonly { id: number; topics: string }[]): Topics =>
  new Map(kept.map(({ id, topics }) => [id, JSON.parse(topics) as Topic[]]));

async function topicsSent(messages: readonly KeptMessage[], tx: Transaction): Promise<Topics> {
  const ids = [...new Set(messages.map(({ communityId }) => communityId))];
  return topicsFrom(
    await rows(
      sql`SELECT community_id AS id, topics FROM webhooks
           WHERE enabled = TRUE AND community_id IN (${join(ids)})`,
      tx,
    ),
  );
}

async function topicsAgreed(messages: readonly KeptMessage[], tx: Transaction): Promise<Topics> {
  const ids = [...new Set(messages.map(({ personId }) => personId))];
  if (ids.length === 0) return new Map();
  return topicsFrom(
    await rows(
      sql`SELECT person_id AS id, topics FROM message_choices WHERE person_id IN (${join(ids)})`,
      tx,
    ),
  );
}

/** Gives one that was given up another try at once; answers whether there was one. */
export async function retry(id: number, communityId: number, tx: Transaction): Promise<boolean> {
  const again = await change(
    sql`UPDATE webhook_deliveries SET state = 'waiting', next_try_at = ${now()}, settled_at = NULL
         WHERE id = ${id} AND community_id = ${communityId} AND state = 'failed'`,
    tx,
  );
  return again === 1;
}
