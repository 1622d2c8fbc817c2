import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type sqlite3 from 'sqlite3';
import { copyDatabase } from '../../src/base/sqlite-file.ts';
import { closeSqlite, executeSqlite, openSqlite, sqlitePath } from '../../src/base/sqlite.ts';
import { config } from '../../src/config.ts';

/** A data folder of its own with a copy of this process's SQLite database. */
export async function aDataCopy(): Promise<string> {
  const folder = await mkdtemp(join(config.dataDir, 'copy-'));
  await copyDatabase(sqlitePath(config.dataDir), sqlitePath(folder));
  return folder;
}

/** Runs a script on the database of a data folder, past everything that our code would refuse. */
export async function tamper(folder: string, script: string): Promise<void> {
  const connection = await openSqlite(sqlitePath(folder));
  try {
    await executeSqlite(connection, script);
  } finally {
    await closeSqlite(connection);
  }
}

/** The rows of a statement in the database of a data folder. */
export async function rowsIn<T>(folder: string, statement: string): Promise<T[]> {
  const connection: sqlite3.Database = await openSqlite(sqlitePath(folder));
  try {
    return await new Promise<T[]>((resolve, reject) => {
      connection.all<T>(statement, (error, found) => {
        if (error) reject(error);
        else resolve(found);
      });
    });
  } finally {
    await closeSqlite(connection);
  }
}
