import type sqlite3 from 'sqlite3';
import { closeSqlite, openSqlite } from '../src/base/sqlite.ts';
import { timed } from './figure.ts';

/** Writes rows that a server made into a copy of its file, through the driver and nothing else. */
export interface BareRows {
  /** What was made for each id in a transaction of its own; milliseconds. */
  writeOneByOne(ids: readonly number[], keys: readonly string[]): Promise<number>;
  /** All in one transaction; milliseconds. */
  writeTogether(ids: readonly number[], keys: readonly string[]): Promise<number>;
  close(): Promise<void>;
}

export type Row = Readonly<Record<string, unknown>>;
type Write = readonly [statement: sqlite3.Statement, values: readonly unknown[]];

/** Where the rows of one thing lie, and how those of its id are found. */
export interface Trace {
  /** The columns that are changed of the row with that id, if one is. */
  readonly updated?: { readonly table: string; readonly columns: readonly string[] };
  /** Tables in the order in which they are written, each with the condition of its rows. */
  readonly inserted: readonly (readonly [table: string, which: string])[];
}

/** Both connections have the settings of service. */
export async function openRows(source: string, copy: string, trace: Trace): Promise<BareRows> {
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
        ids.map((id, index) => writesOf(from, prepared, trace, [id], keys.slice(index, index + 1))),
      );
      return timed(async () => {
        for (const writes of all) await inTransaction(writes);
      });
    },
    writeTogether: async (ids, keys) => {
      const writes = await writesOf(from, prepared, trace, ids, keys);
      return timed(() => inTransaction(writes));
    },
    close: async () => {
      for (const statement of statements.values()) statement.finalize();
      await closeSqlite(to);
      await closeSqlite(from);
    },
  };
}

/** Everything that was written for these ids. */
async function writesOf(
  from: sqlite3.Database,
  prepared: (sql: string) => sqlite3.Statement,
  { updated, inserted }: Trace,
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
  const update = async (id: number): Promise<void> => {
    if (!updated) return;
    const { table, columns } = updated;
    const changed = await rowsOf(from, `SELECT ${columns.join()} FROM ${table} WHERE id = ?`, id);
    const sql = `UPDATE ${table} SET ${columns.join(' = ?, ')} = ? WHERE id = ?`;
    for (const row of changed) writes.push([prepared(sql), [...Object.values(row), id]]);
  };
  for (const id of ids) {
    await update(id);
    for (const [table, which] of inserted) {
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
