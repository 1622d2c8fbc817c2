import sql, { empty } from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Facts } from '../base/refusal.ts';

/** A message as its reader sees it. */
export interface Message {
  readonly id: number;
  readonly kind: string;
  readonly facts: Facts;
  readonly href: string;
  readonly createdAt: string;
  readonly readAt: string | null;
}

const PAGE = 30;

type Kept = Omit<Message, 'facts'> & { readonly facts: string };

/** A page of a person's messages, newest first; `next` is the query of the next page, or null. */
export async function messagesOf(
  personId: number,
  before?: number,
): Promise<{ items: Message[]; next: string | null }> {
  const kept = await rows<Kept>(
    sql`SELECT id, kind, facts, href, created_at AS "createdAt", read_at AS "readAt" FROM messages
         WHERE person_id = ${personId} ${before === undefined ? empty : sql`AND id < ${before}`}
         ORDER BY id DESC LIMIT ${PAGE + 1}`,
  );
  const items = kept
    .slice(0, PAGE)
    .map((one) => ({ ...one, facts: JSON.parse(one.facts) as Facts }));
  const last = items.at(-1);
  return { items, next: kept.length > PAGE && last ? `?before=${last.id}` : null };
}

/** How many messages a person has not read. */
export async function unreadCount(personId: number): Promise<number> {
  const counted = await row<{ count: number }>(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS count FROM messages
         WHERE person_id = ${personId} AND read_at IS NULL`,
  );
  return counted?.count ?? 0;
}
