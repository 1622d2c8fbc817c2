import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { promised } from './promised.ts';
import { finalizeStatements } from './statements.ts';

/** The name of the database file in the data folder. */
export const SQLITE_FILE = 'jifenbu.sqlite';

export const sqlitePath = (dataDir: string): string => join(dataDir, SQLITE_FILE);

// FULL: a booking that was answered survives a power cut; NORMAL lost a fifth of them when tried.
const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA busy_timeout = 5000;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -65536;
  PRAGMA trusted_schema = OFF;
`;

/** Opens a connection with the settings that every connection of ours has. */
export async function openSqlite(file: string): Promise<sqlite3.Database> {
  const connection = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(file, (error) => {
      if (error) reject(error);
      else resolve(opened);
    });
  });
  await executeSqlite(connection, PRAGMAS);
  return connection;
}

export const executeSqlite = (connection: sqlite3.Database, script: string): Promise<void> =>
  promised((done) => {
    connection.exec(script, done);
  });

export async function closeSqlite(connection: sqlite3.Database): Promise<void> {
  await finalizeStatements(connection);
  await promised((done) => {
    connection.close(done);
  });
}

/**
 * SQLite before 3.51.3 can lose a WAL reset, and 3.52.0 was withdrawn by its makers.
 * Throws rather than keep a ledger in either.
 */
export function assertSoundSqlite(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const number = major * 1_000_000 + minor * 1_000 + patch;
  if (number < 3_051_003 || number === 3_052_000) {
    throw new Error(
      `SQLite ${version} is not sound enough for a ledger: 3.51.3 or newer, not 3.52.0`,
    );
  }
}
