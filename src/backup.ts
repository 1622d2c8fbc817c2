import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { now } from './base/clock.ts';
import { isPostgres } from './base/db.ts';
import { copyDatabase, damageOf, placeFile } from './base/sqlite-file.ts';
import { sqlitePath } from './base/sqlite.ts';
import { config, ConfigError } from './config.ts';

/** A backup or restore that cannot be; the sentence says why. */
export class BackupError extends ConfigError {}

/** What a backup says of itself, in a file beside it. */
export interface Manifest {
  readonly madeAt: string;
  readonly database: { readonly file: string; readonly bytes: number; readonly sha256: string };
  /** Bytes of each photo that was there, by its path in the folder: photos are copied as files. */
  readonly photos: Readonly<Record<string, number>>;
}

export const USE_PG_TOOLS =
  'The database is PostgreSQL: use pg_dump --format=custom and pg_restore, and copy the photos.';

export const backupFolder = (): string => join(config.dataDir, 'backups');
export const photoFolder = (): string => join(config.dataDir, 'photos');
export const manifestOf = (file: string): string => `${file}.json`;

/**
 * Writes a whole copy of the database and its manifest into the folder of backups, also while a
 * server runs; answers the file. Throws for PostgreSQL, and when the copy is not sound.
 */
export async function backup(): Promise<string> {
  if (isPostgres) throw new BackupError(USE_PG_TOOLS);
  const database = sqlitePath(config.dataDir);
  if (!existsSync(database)) throw new BackupError(`There is no database at ${database}`);
  await mkdir(backupFolder(), { recursive: true, mode: 0o700 });
  const madeAt = now();
  const file = join(backupFolder(), `jifenbu-${madeAt.replace(/[:.]/g, '')}.sqlite`);
  const partial = `${file}.partial`;
  try {
    await copyDatabase(database, partial);
    await chmod(partial, 0o600);
    const damage = await damageOf(partial);
    if (damage !== null) throw new BackupError(`The copy is damaged: ${damage}`);
    await writeManifest(file, { madeAt, partial });
    await placeFile(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    await rm(manifestOf(file), { force: true });
    throw error;
  }
  return file;
}

async function writeManifest(
  file: string,
  { madeAt, partial }: { readonly madeAt: string; readonly partial: string },
): Promise<void> {
  const { size } = await stat(partial);
  const database = { file: basename(file), bytes: size, sha256: await sha256Of(partial) };
  const manifest: Manifest = { madeAt, database, photos: await photosNow() };
  const written = `${manifestOf(file)}.partial`;
  await writeFile(written, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  await placeFile(written, manifestOf(file));
}

/** The digest of a file's bytes. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The photos that are there now, with their bytes. */
export async function photosNow(): Promise<Record<string, number>> {
  const folder = photoFolder();
  if (!existsSync(folder)) return {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.partial'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const sizes = await Promise.all(files.map(async (path) => (await stat(path)).size));
  return Object.fromEntries(files.map((path, i) => [relative(folder, path), sizes[i] ?? 0]));
}
