import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdirSync } from 'node:fs';
import pLimit from 'p-limit';
import { QueryTypes } from 'sequelize';
import type { Transaction } from 'sequelize';
import type { Sql } from 'sql-template-tag';
import { connect } from './connect.ts';
import { Refusal } from './refusal.ts';
import { changeSqlite, readSqlite } from './statements.ts';
import { config } from '../config.ts';

mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });

const { sequelize, close, sqlite } = connect(config);

/** The database. Models are defined on it; everything else goes through the functions below. */
export const db = sequelize;
export const closeDatabase: () => Promise<void> = close;
export const isPostgres = config.databaseUrl !== undefined;

const open = new AsyncLocalStorage<Transaction>();

// A query that forgets its tx would run on another connection, and outlive a rollback.
function refuseForgotten(tx: Transaction | null | undefined): void {
  const current = open.getStore();
  if (current && tx !== current) throw new Error('pass { transaction: tx } to this query');
}
db.addHook('beforeQuery', (query: { transaction?: Transaction | null }) =>
  refuseForgotten(query.transaction),
);

const WAITING_MAX = 200;
const pooled = pLimit(100);

let commits = 0;

/** How many transactions this process has kept: what was rendered before a commit may be stale. */
export const commitCount = (): number => commits;

/**
 * Runs `work` in one transaction: kept when it resolves, undone when it throws.
 * A function that takes a `tx` never calls this; a function that calls this never takes a `tx`.
 * Refuses `too-busy` when 200 writers wait already.
 */
export async function inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  if (open.getStore()) throw new Error('a transaction is open already: pass its tx down');
  const waiting = sqlite ? sqlite.writer.waitingCount() : pooled.pendingCount;
  if (waiting >= WAITING_MAX) throw new Refusal('busy', 'too-busy');
  const within = (tx: Transaction): Promise<T> => open.run(tx, () => work(tx));
  const answer = await (sqlite ? sqlite.writer.write(within) : pooled(() => retrying(within)));
  commits += 1;
  return answer;
}

const TRIES = 5;

async function retrying<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (attempt >= TRIES || !isCollision(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}

// serialization_failure and deadlock_detected: PostgreSQL asks that the whole be tried again.
function isCollision(error: unknown): boolean {
  const code = (error as { original?: { code?: string } }).original?.code;
  return code === '40001' || code === '40P01';
}

/** Rows of a statement, also of `INSERT … RETURNING`. The fastest way to read. */
export async function rows<T extends object>(statement: Sql, tx?: Transaction): Promise<T[]> {
  if (sqlite) {
    refuseForgotten(tx);
    return readSqlite<T>(await sqlite.connectionOf(tx), statement.sql, statement.values);
  }
  // Sequelize takes a text that starts with "insert into" for one that returns no rows.
  return db.query<T>(`/**/${statement.text}`, {
    bind: statement.values,
    type: QueryTypes.SELECT,
    ...(tx ? { transaction: tx } : {}),
  });
}

/** The first row of a statement, or null. */
export async function row<T extends object>(statement: Sql, tx?: Transaction): Promise<T | null> {
  return (await rows<T>(statement, tx))[0] ?? null;
}

/** Runs a statement that changes rows, and answers how many. */
export async function change(statement: Sql, tx: Transaction): Promise<number> {
  if (sqlite) {
    refuseForgotten(tx);
    return changeSqlite(await sqlite.connectionOf(tx), statement.sql, statement.values);
  }
  const count: unknown = await db.query(`/**/${statement.text}`, {
    bind: statement.values,
    type: QueryTypes.BULKUPDATE,
    transaction: tx,
  });
  return Number(count);
}

/**
 * Makes others who lock the same rows wait until this transaction ends (PostgreSQL; SQLite has one
 * writer anyhow). Always in order of id, so that no two lockers deadlock.
 */
export async function lockRows(
  table: 'accounts' | 'activities' | 'communities' | 'goods' | 'households' | 'persons',
  ids: readonly number[],
  tx: Transaction,
): Promise<void> {
  if (!isPostgres || ids.length === 0) return;
  const list = [...new Set(ids)].sort((a, b) => a - b);
  await db.query(`SELECT id FROM ${table} WHERE id = ANY($1) ORDER BY id FOR UPDATE`, {
    bind: [list],
    transaction: tx,
  });
}

export type { Transaction } from 'sequelize';
