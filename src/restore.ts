import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  backupFolder,
  BackupError,
  manifestOf,
  photosNow,
  sha256Of,
  USE_PG_TOOLS,
} from './backup.ts';
import type { Manifest } from './backup.ts';
import { now } from './base/clock.ts';
import { closeDatabase, isPostgres } from './base/db.ts';
import { migrate } from './base/migrator.ts';
import { damageOf, isOpenElsewhere, placeCopy, syncPath } from './base/sqlite-file.ts';
import { sqlitePath } from './base/sqlite.ts';
import { config } from './config.ts';
import { linesOf, verifyAll } from './verify.ts';

/** What became of a restore. */
export interface Restored {
  /** Where the database of before lies now; null when there was none. */
  readonly asideIn: string | null;
  /** What the verification of the restored database said. */
  readonly lines: readonly string[];
  /** Photos that the backup knew and that are not in the folder. */
  readonly missingPhotos: number;
}

/**
 * Puts a backup in the place of the database, which is kept aside. Throws, and leaves everything as
 * it was, while a server runs, when the backup is not whole, and when its figures do not add up.
 */
export async function restore(named: string): Promise<Restored> {
  if (isPostgres) throw new BackupError(USE_PG_TOOLS);
  const file = existsSync(named) ? resolve(named) : join(backupFolder(), basename(named));
  const manifest = await checkedManifest(file);
  const database = sqlitePath(config.dataDir);
  if (existsSync(database) && (await isOpenElsewhere(database))) {
    throw new BackupError('A server has the database open: stop it first.');
  }
  const asideIn = await moveAside(database);
  try {
    await placeCopy(file, database);
    await migrate();
    const verification = await verifyAll();
    const lines = linesOf(verification);
    if (verification.differences.length > 0) throw new BackupError(lines.join('\n'));
    return { asideIn, lines, missingPhotos: await missingPhotos(manifest) };
  } catch (error) {
    await closeDatabase();
    await moveBack(database, asideIn);
    throw error;
  }
}

async function checkedManifest(file: string): Promise<Manifest | null> {
  if (!existsSync(file)) throw new BackupError(`There is no backup ${file}`);
  const damage = await damageOf(file);
  if (damage !== null) throw new BackupError(`The backup is damaged: ${damage}`);
  if (!existsSync(manifestOf(file))) return null;
  const manifest = JSON.parse(await readFile(manifestOf(file), 'utf8')) as Manifest;
  if (manifest.database.sha256 !== (await sha256Of(file))) {
    throw new BackupError('The backup is not the file that its manifest describes.');
  }
  return manifest;
}

/** A database and what belongs to it: a -wal that stays behind would be read into the next one. */
const partsOf = (database: string): string[] =>
  ['', '-wal', '-shm'].map((end) => `${database}${end}`).filter((path) => existsSync(path));

async function moveAside(database: string): Promise<string | null> {
  const parts = partsOf(database);
  if (parts.length === 0) return null;
  const folder = join(config.dataDir, `replaced-${now().replace(/[:.]/g, '')}`);
  await movedInto(folder, parts);
  return folder;
}

/** What was put in place is kept too, for somebody to look at. */
async function moveBack(database: string, asideIn: string | null): Promise<void> {
  const failed = join(config.dataDir, `not-restored-${now().replace(/[:.]/g, '')}`);
  await movedInto(failed, partsOf(database));
  if (asideIn !== null) await movedInto(config.dataDir, partsOf(join(asideIn, basename(database))));
}

async function movedInto(folder: string, parts: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const part of parts) await rename(part, join(folder, basename(part)));
  await syncPath(folder);
}

async function missingPhotos(manifest: Manifest | null): Promise<number> {
  if (manifest === null) return 0;
  const there = await photosNow();
  return Object.entries(manifest.photos).filter(([name, bytes]) => there[name] !== bytes).length;
}
