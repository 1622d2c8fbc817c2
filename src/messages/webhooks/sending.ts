import sql, { join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { fromNow, now, nowMs } from '../../base/clock.ts';
import type { Instant } from '../../base/clock.ts';
import { change, inTransaction, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { bodyOf, mayGo } from './body.ts';
import type { Outgoing, Sentence } from './body.ts';
import { post } from './post.ts';
import { REACH } from './settings.ts';
import { signedHeaders } from './signature.ts';
import { warnAdministrators } from './warning.ts';

const MINUTE_MS = 60_000;
const PATIENCE_MS = 5_000;
const AT_ONCE = 20;
/** Longer than all tries of one claim take; a process that dies meanwhile holds them this long. */
const LEASE_MS = 2 * MINUTE_MS;
const DELAY_MAX_MS = 240 * MINUTE_MS;
const GIVE_UP_MS = 24 * 60 * MINUTE_MS;

/**
 * Sends what is due, and again until nothing is. Any number of processes may do so: what one has
 * claimed no other sees, and what it does not settle comes due again.
 */
export async function sendDue(sentence: Sentence): Promise<void> {
  for (;;) {
    const due = sql`SELECT d.id FROM webhook_deliveries d
      JOIN webhooks w ON w.community_id = d.community_id AND w.enabled = TRUE
      WHERE d.state = 'waiting' AND d.next_try_at <= ${now()}
      ORDER BY d.next_try_at, d.id LIMIT ${AT_ONCE}`;
    const claimed = await claim(due);
    if (claimed.length === 0) return;
    await Promise.all(claimed.map((one) => send(one, sentence)));
  }
}

/** Sends one at once if it waits, also while sending is off: an administrator tries it out. */
export async function sendOne(id: number, sentence: Sentence): Promise<void> {
  const claimed = await claim(sql`SELECT CAST(${id} AS INTEGER)`);
  await Promise.all(claimed.map((one) => send(one, sentence)));
}

async function claim(due: Sql): Promise<Outgoing[]> {
  return inTransaction(async (tx) => {
    const claimed = await rows<{ id: number }>(
      sql`UPDATE webhook_deliveries SET tries = tries + 1, next_try_at = ${fromNow(LEASE_MS)}
           WHERE id IN (${due}) AND state = 'waiting' AND next_try_at <= ${now()} RETURNING id`,
      tx,
    );
    const ids = claimed.map(({ id }) => id);
    return ids.length === 0 ? [] : outgoing(ids, tx);
  });
}

const outgoing = (ids: readonly number[], tx: Transaction): Promise<Outgoing[]> =>
  rows<Outgoing>(
    sql`SELECT d.id, d.key, d.tries, d.created_at AS "createdAt", d.message_id AS "messageId",
               d.community_id AS "communityId", w.url, w.secret, w.with_phone AS "withPhone",
               m.kind, m.facts, m.href, m.person_id AS "personId", p.phone,
               c.topics, c.phone AS "phoneAgreed"
          FROM webhook_deliveries d
          JOIN webhooks w ON w.community_id = d.community_id
          LEFT JOIN messages m ON m.id = d.message_id
          LEFT JOIN persons p ON p.id = m.person_id
          LEFT JOIN message_choices c ON c.person_id = m.person_id
         WHERE d.id IN (${join([...ids])})`,
    tx,
  );

async function send(one: Outgoing, sentence: Sentence): Promise<void> {
  if (!mayGo(one)) {
    await inTransaction((tx) => settle(one, 'dropped', null, tx));
    return;
  }
  const body = bodyOf(one, sentence);
  const headers = signedHeaders({ key: one.key, body, secret: one.secret, atMs: nowMs() });
  const status = await post({ url: one.url, body, headers, patienceMs: PATIENCE_MS }, REACH);
  const isTaken = status !== null && status >= 200 && status < 300;
  await inTransaction((tx) => (isTaken ? taken(one, status, tx) : refused(one, status, tx)));
}

async function taken(one: Outgoing, status: number, tx: Transaction): Promise<void> {
  await settle(one, 'sent', status, tx);
  await change(
    sql`UPDATE webhooks SET warned_at = NULL
         WHERE community_id = ${one.communityId} AND warned_at IS NOT NULL`,
    tx,
  );
}

/** Waits longer each time, up to four hours; after a day it is given up and somebody told. */
async function refused(one: Outgoing, status: number | null, tx: Transaction): Promise<void> {
  const nextMs = nowMs() + Math.min(2 ** (one.tries - 1) * MINUTE_MS, DELAY_MAX_MS);
  const isTrial = one.messageId === null;
  if (isTrial || nextMs >= Date.parse(one.createdAt) + GIVE_UP_MS) {
    await settle(one, 'failed', status, tx);
    if (!isTrial) await warnAdministrators(one.communityId, tx);
    return;
  }
  await change(
    sql`UPDATE webhook_deliveries
           SET next_try_at = ${new Date(nextMs).toISOString()}, last_status = ${status}
         WHERE id = ${one.id} AND state = 'waiting'`,
    tx,
  );
}

const settle = (
  { id }: Outgoing,
  state: 'sent' | 'failed' | 'dropped',
  status: number | null,
  tx: Transaction,
): Promise<number> =>
  change(
    sql`UPDATE webhook_deliveries SET state = ${state}, last_status = ${status},
               settled_at = ${now()} WHERE id = ${id} AND state = 'waiting'`,
    tx,
  );

/** Forgets deliveries that were settled before an instant. */
export const forgetDeliveries = (before: Instant): Promise<number> =>
  inTransaction((tx) =>
    change(sql`DELETE FROM webhook_deliveries WHERE settled_at < ${before}`, tx),
  );
