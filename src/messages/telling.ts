import sql, { bulk } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import type { Instant } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, inTransaction, row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found } from '../base/refusal.ts';
import type { Facts } from '../base/refusal.ts';
import type { Actor } from '../people/index.ts';
import { queue } from './webhooks/outbox.ts';
import type { KeptMessage } from './webhooks/outbox.ts';

/** Something that one person is to know. */
export interface NewMessage {
  readonly communityId: number;
  readonly personId: number;
  /** A word under `message` in a module's message file: `appeal-decided`. */
  readonly kind: string;
  /** What the sentence names. */
  readonly facts?: Facts;
  /** Where it leads: `/staff/appeals/7`. */
  readonly href: string;
}

/** Tells people in the transaction that makes it true; what goes out of the house goes after it. */
export async function tell(messages: readonly NewMessage[], tx: Transaction): Promise<void> {
  if (messages.length === 0) return;
  const at = now();
  const values = messages.map(({ communityId, personId, kind, facts, href }) => [
    communityId,
    personId,
    kind,
    JSON.stringify(facts ?? {}),
    href,
    at,
  ]);
  const kept = await rows<KeptMessage>(
    sql`INSERT INTO messages (community_id, person_id, kind, facts, href, created_at)
        VALUES ${bulk(values)}
        RETURNING id, community_id AS "communityId", person_id AS "personId", kind`,
    tx,
  );
  await queue(kept, tx);
}

/** Marks one of one's own messages as read and answers where it leads. Refuses `no-message`. */
export function openMessage(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ readonly href: string }> {
  return once(command, 'open-message', { id }, async (tx) => {
    const opened = await row<{ href: string }>(
      sql`UPDATE messages SET read_at = COALESCE(read_at, ${now()})
           WHERE id = ${id} AND person_id = ${actor.personId} RETURNING href`,
      tx,
    );
    return found(opened, 'message');
  });
}

/** Marks one's own messages up to one of them as read; twice is harmless. */
export function markRead(
  actor: Actor,
  upTo: number,
  command: Command,
): Promise<{ readonly read: number }> {
  return once(command, 'read-messages', { upTo }, async (tx) => {
    const read = await change(
      sql`UPDATE messages SET read_at = ${now()}
           WHERE person_id = ${actor.personId} AND id <= ${upTo} AND read_at IS NULL`,
      tx,
    );
    return { read };
  });
}

/** Forgets messages from before an instant, with how they went out. */
export function forgetMessages(before: Instant): Promise<number> {
  return inTransaction(async (tx) => {
    await change(
      sql`DELETE FROM webhook_deliveries
           WHERE message_id IN (SELECT id FROM messages WHERE created_at < ${before})`,
      tx,
    );
    return change(sql`DELETE FROM messages WHERE created_at < ${before}`, tx);
  });
}
