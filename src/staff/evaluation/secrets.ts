import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { placeFile } from '../../base/sqlite-file.ts';
import { Refusal } from '../../base/refusal.ts';
import { config } from '../../config.ts';

/**
 * What must not be in the database nor in its backups, in files of the data folder, which all
 * processes of a server share. A cycle has two: the keys that sign papers, destroyed when issuing
 * ends, and the key of the ballot box, destroyed when the ballots are published.
 */
export type SigningKeys = Readonly<Record<number, string>>;

const folder = join(config.dataDir, 'ballot-keys');
const signingFile = (name: string): string => join(folder, `${name}.signing`);
const boxFile = (name: string): string => join(folder, `${name}.box`);

export const newSecretName = (): string => randomBytes(16).toString('hex');

/** Keeps the keys of the sets, as PEM by their ids, and a new key for the ballot box. */
export async function keepSecrets(name: string, signing: SigningKeys): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await write(signingFile(name), JSON.stringify(signing));
  await write(boxFile(name), randomBytes(32).toString('base64'));
}

async function write(path: string, text: string): Promise<void> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', 0o600);
  await file.writeFile(text).finally(() => file.close());
  await placeFile(partial, path);
}

/** Refuses `ballot-keys-lost` when the file is gone. */
export const signingKeys = async (name: string | null): Promise<SigningKeys> =>
  JSON.parse(await read(signingFile(name ?? ''))) as SigningKeys;

/** AES-256 in base64. Refuses `ballot-keys-lost` when the file is gone: what it sealed stays so. */
export const boxKey = (name: string | null): Promise<string> => read(boxFile(name ?? ''));

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    throw new Refusal('conflict', 'ballot-keys-lost');
  }
}

/** From here on nobody signs papers of the cycle. Twice is harmless, as all of these are. */
export const destroySigningKeys = (name: string | null): Promise<void> =>
  name === null ? Promise.resolve() : destroy(signingFile(name));

/** From here on nobody opens an envelope of the cycle. */
export async function destroySecrets(name: string | null): Promise<void> {
  await destroySigningKeys(name);
  if (name !== null) await destroy(boxFile(name));
}

// Removing a file alone leaves its bytes on the disk.
async function destroy(path: string): Promise<void> {
  const known = await stat(path).catch(() => null);
  if (!known) return;
  const file = await open(path, 'r+');
  try {
    await file.write(randomBytes(known.size), 0, known.size, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await rm(path, { force: true });
}
