import { createHash } from 'node:crypto';
import sql from 'sql-template-tag';
import { fromNow, now, nowMs } from './clock.ts';
import { change, inTransaction, row } from './db.ts';
import { Refusal } from './refusal.ts';

/**
 * Counts tries of something, in the database, so that all processes count together.
 * What is counted is kept as a digest: a name or number that was typed does not lie about.
 */
export interface Limit {
  /** What is tried: `sign-in`, `pick-up-code`. */
  readonly name: string;
  /** How long a failure is remembered after the last one. */
  readonly rememberMs: number;
  /** How long to wait after so many failures; 0 is not at all. */
  readonly waitMs: (failures: number) => number;
}

const keyOf = (limit: Limit, who: string): string =>
  `${limit.name}:${createHash('sha256').update(who).digest('base64url')}`;

interface Kept {
  count: number;
  expiresAt: string;
}

/** Refuses `too-many-tries` (with `seconds`) while the wait after the last failures is on. */
export async function refuseTooMany(limit: Limit, who: string): Promise<void> {
  const kept = await row<Kept>(
    sql`SELECT count, expires_at AS "expiresAt" FROM attempts WHERE key = ${keyOf(limit, who)}`,
  );
  if (!kept) return;
  const lastAt = Date.parse(kept.expiresAt) - limit.rememberMs;
  const left = lastAt + limit.waitMs(kept.count) - nowMs();
  if (left > 0)
    throw new Refusal('too-many', 'too-many-tries', { seconds: Math.ceil(left / 1000) });
}

/** Counts a failure; the count starts anew when the last one is forgotten. */
export async function countFailure(limit: Limit, who: string): Promise<void> {
  await inTransaction((tx) =>
    change(
      sql`INSERT INTO attempts (key, count, expires_at)
          VALUES (${keyOf(limit, who)}, 1, ${fromNow(limit.rememberMs)})
          ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN attempts.expires_at > ${now()} THEN attempts.count + 1 ELSE 1 END,
            expires_at = excluded.expires_at`,
      tx,
    ),
  );
}

/** Forgets the failures of one who succeeded; writes nothing when there were none. */
export async function forgetFailures(limit: Limit, who: string): Promise<void> {
  const kept = await row(sql`SELECT count FROM attempts WHERE key = ${keyOf(limit, who)}`);
  if (!kept) return;
  await inTransaction((tx) =>
    change(sql`DELETE FROM attempts WHERE key = ${keyOf(limit, who)}`, tx),
  );
}

/** Removes counts that nobody needs any more. */
export function forgetAttempts(): Promise<number> {
  return inTransaction((tx) => change(sql`DELETE FROM attempts WHERE expires_at <= ${now()}`, tx));
}
