import type sqlite3 from 'sqlite3';
import { closeSqlite, openSqlite } from '../src/base/sqlite.ts';
import { timed } from './figure.ts';

/** Writes rows that a server made into a copy of its file, through the driver and nothing else. */
export interface BareRows {
  /** Each approval in a transaction of its own; milliseconds. */
  writeOneByOne(ids: readonly number[], keys: readonly string[]): Promise<number>;
  /** All in one transaction; milliseconds. */
  writeTogether(ids: readonly number[], keys: readonly string[]): Promise<number>;
  close(): Promise<void>;
}

export type Row = Readonly<Record<string, unknown>>;
type Write = readonly [statement: sqlite3.Statement, values: readonly unknown[]];

/** Where the rows of an approval lie, and how those of one check-in are found. */
const INSERTED = [
  ['check_in_decisions', "to_state = 'approved' AND check_in_id = ?"],
  ['service_records', 'check_in_id = ?'],
  ['transfers', "cause = 'check-in:' || ?"],
] as const;
const DECIDED = ['state', 'points', 'credited', 'capped', 'decided_at', 'decided_by_id'];

/** Both connections have the settings of service. */
export async function openRows(source: string, copy: string): Promise<BareRows> {
  const [from, to] = [await openSqlite(source), await openSqlite(copy)];
  const statements = new Map<string, sqlite3.Statement>();
  const prepared = (sql: string): sqlite3.Statement => {
    const statement = statements.get(sql) ?? to.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const inTransaction = async (writes: readonly Write[]): Promise<void> => {
    await run(prepared('BEGIN IMMEDIATE'), []);
    for (const [statement, values] of writes) await run(statement, values);
    await run(prepared('COMMIT'), []);
  };
  return {
    writeOneByOne: async (ids, keys) => {
      const all = await Promise.all(
        ids.map((id, index) => writesOf(from, prepared, [id], keys.slice(index, index + 1))),
      );
      return timed(async () => {
        for (const writes of all) await inTransaction(writes);
      });
    },
    writeTogether: async (ids, keys) => {
      const writes = await writesOf(from, prepared, ids, keys);
      return timed(() => inTransaction(writes));
    },
    close: async () => {
      for (const statement of statements.values()) statement.finalize();
      await closeSqlite(to);
      await closeSqlite(from);
    },
  };
}

/** Everything that the approval of these check-ins has written. */
async function writesOf(
  from: sqlite3.Database,
  prepared: (sql: string) => sqlite3.Statement,
  ids: readonly number[],
  keys: readonly string[],
): Promise<Write[]> {
  const writes: Write[] = [];
  const insert = (table: string, row: Row): void => {
    const marks = Object.keys(row).map(() => '?');
    const sql = `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${marks.join()})`;
    writes.push([prepared(sql), Object.values(row)]);
  };
  for (const key of keys) {
    const found = await rowsOf(from, 'SELECT * FROM idempotency_keys WHERE key = ?', key);
    for (const row of found) insert('idempotency_keys', row);
  }
  const update = prepared(`UPDATE check_ins SET ${DECIDED.join(' = ?, ')} = ? WHERE id = ?`);
  for (const id of ids) {
    const decided = `SELECT ${DECIDED.join()} FROM check_ins WHERE id = ?`;
    for (const row of await rowsOf(from, decided, id)) {
      writes.push([update, [...Object.values(row), id]]);
    }
    for (const [table, which] of INSERTED) {
      const made = await rowsOf(from, `SELECT * FROM ${table} WHERE ${which}`, id);
      for (const row of made) insert(table, row);
    }
  }
  return writes;
}

/** Runs a prepared statement. */
export const run = (statement: sqlite3.Statement, values: readonly unknown[]): Promise<void> =>
  new Promise((resolve, reject) => {
    statement.run(values, (error: Error | null) => {
      if (error) reject(error);
      else resolve();
    });
  });

/** What a statement finds. */
export const rowsOf = (from: sqlite3.Database, sql: string, value: unknown): Promise<Row[]> =>
  new Promise((resolve, reject) => {
    from.all<Row>(sql, [value], (error, rows) => {
      if (error) reject(error);
      else resolve(rows);
    });
  });
