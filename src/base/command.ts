import { createHash, randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import { now } from './clock.ts';
import { change, inTransaction, row } from './db.ts';
import type { Transaction } from './db.ts';
import { Refusal } from './refusal.ts';

/**
 * Who asks for a change, and the idempotency key of the asking: the same key again gives the first
 * answer and changes nothing more. The key is 8 to 200 characters, and one person's own.
 */
export interface Command {
  readonly personId: number;
  readonly key: string;
}

interface Kept {
  digest: string;
  answer: string;
}

/** A key for a command that is made here: by a test, the seeder, or a form as it is drawn. */
export const newKey = (): string => randomUUID();

/**
 * Runs a change once for its key, in one transaction with the record of the key.
 * `input` is everything that the change depends on; `work` answers with plain data.
 * Refuses `key-reused` (conflict) when the key came before with another name or other input.
 */
export async function once<T>(
  command: Command,
  name: string,
  input: unknown,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const digest = digestOf(name, input);
  return inTransaction(async (tx) => {
    const first = await change(
      sql`INSERT INTO idempotency_keys (person_id, key, digest, created_at)
          VALUES (${command.personId}, ${command.key}, ${digest}, ${now()})
          ON CONFLICT (person_id, key) DO NOTHING`,
      tx,
    );
    if (first === 0) return (await firstAnswer(command, digest, tx)) as T;
    const answer = await work(tx);
    await change(
      sql`UPDATE idempotency_keys SET answer = ${JSON.stringify(answer ?? null)}
          WHERE person_id = ${command.personId} AND key = ${command.key}`,
      tx,
    );
    return answer;
  });
}

/** The answer that a key has already got, or undefined. For work that is costly to prepare. */
export async function answered<T>(
  command: Command,
  name: string,
  input: unknown,
): Promise<T | undefined> {
  const kept = await findKept(command);
  return kept ? (answerOf(kept, digestOf(name, input)) as T) : undefined;
}

/** Forgets keys from before an instant; a repeat that comes later is a new command. */
export function forgetKeys(before: string): Promise<number> {
  return inTransaction((tx) =>
    change(sql`DELETE FROM idempotency_keys WHERE created_at < ${before}`, tx),
  );
}

async function firstAnswer(command: Command, digest: string, tx: Transaction): Promise<unknown> {
  const kept = await findKept(command, tx);
  if (!kept) throw new Error('an idempotency key was there and is gone');
  return answerOf(kept, digest);
}

function findKept(command: Command, tx?: Transaction): Promise<Kept | null> {
  return row<Kept>(
    sql`SELECT digest, answer FROM idempotency_keys
        WHERE person_id = ${command.personId} AND key = ${command.key}`,
    tx,
  );
}

function answerOf(kept: Kept, digest: string): unknown {
  if (kept.digest !== digest) throw new Refusal('conflict', 'key-reused');
  return JSON.parse(kept.answer) as unknown;
}

function digestOf(name: string, input: unknown): string {
  return createHash('sha256')
    .update(`${name}\n${canonical(input)}`)
    .digest('hex');
}

/** JSON with the names of every object in order, so that equal inputs have equal digests. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
