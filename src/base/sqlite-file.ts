import { copyFile, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import sqlite3 from 'sqlite3';
import { closeSqlite, executeSqlite } from './sqlite.ts';

/** What is done with a database as a file: copied, checked, put in its place. */

function openPlain(file: string, mode: number): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const opened = new sqlite3.Database(file, mode, (error) => {
      if (error) reject(error);
      else resolve(opened);
    });
  });
}

async function withFile<T>(
  file: string,
  mode: number,
  work: (connection: sqlite3.Database) => Promise<T>,
): Promise<T> {
  const connection = await openPlain(file, mode);
  try {
    return await work(connection);
  } finally {
    await closeSqlite(connection);
  }
}

/** Writes a whole and consistent copy of a database, also while others write to it. */
export function copyDatabase(from: string, to: string): Promise<void> {
  return withFile(from, sqlite3.OPEN_READWRITE, async (connection) => {
    await executeSqlite(connection, 'PRAGMA busy_timeout = 5000');
    await new Promise<void>((resolve, reject) => {
      connection.run('VACUUM INTO ?', [to], (error: Error | null) => {
        if (error) reject(error);
        else resolve();
      });
    });
  });
}

/** What SQLite finds wrong with a file, or null when it is a whole database. */
export async function damageOf(file: string): Promise<string | null> {
  try {
    return await withFile(file, sqlite3.OPEN_READONLY, async (connection) => {
      const found = await integrityOf(connection);
      return found === 'ok' ? null : found;
    });
  } catch (error) {
    return (error as Error).message;
  }
}

function integrityOf(connection: sqlite3.Database): Promise<string> {
  return new Promise((resolve, reject) => {
    connection.get<{ integrity_check: string }>('PRAGMA integrity_check', (error, found) => {
      if (error) reject(error);
      else resolve(found.integrity_check);
    });
  });
}

/**
 * Whether another process has the database open. Every connection in WAL mode keeps a shared lock
 * while it lives, so a lock that is exclusive is only had when there is none.
 */
export async function isOpenElsewhere(file: string): Promise<boolean> {
  return withFile(file, sqlite3.OPEN_READWRITE, async (connection) => {
    try {
      await executeSqlite(
        connection,
        'PRAGMA busy_timeout = 200; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK',
      );
      return false;
    } catch (error) {
      if ((error as { code?: string }).code === 'SQLITE_BUSY') return true;
      throw error;
    }
  });
}

/** Waits until the disk has a file or folder. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts a copy of a file in a place, whole or not at all. */
export async function placeCopy(from: string, to: string): Promise<void> {
  const partial = `${to}.partial`;
  await copyFile(from, partial);
  await placeFile(partial, to);
}

/** Renames a file that was written into its place; after a power cut it is there, or was not. */
export async function placeFile(partial: string, to: string): Promise<void> {
  await syncPath(partial);
  await rename(partial, to);
  await syncPath(dirname(to));
}
