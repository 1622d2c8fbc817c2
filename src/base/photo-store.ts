import assert from 'node:assert';
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where photos are kept, by key. A folder here; an object store can stand behind it as well. */
export interface PhotoStore {
  /** Keeps `data` whole or not at all; when it resolves, a power cut no longer loses it. */
  put(key: string, data: Buffer): Promise<void>;
  /** What was put, or null when nothing is kept under the key. */
  get(key: string): Promise<Buffer | null>;
  /** Forgets the key; one that is not kept is no fault. */
  remove(key: string): Promise<void>;
}

// c<community>/<first two digits>/<128 random bits>.<type>: nothing that could leave the folder.
const KEY = /^c[1-9]\d{0,14}\/([0-9a-f]{2})\/\1[0-9a-f]{30}\.(?:webp|pdf)$/;

/** A new key for a photo, or a document, of this community that nobody can guess. */
export function photoKey(communityId: number, type: 'webp' | 'pdf' = 'webp'): string {
  const name = randomBytes(16).toString('hex');
  const key = `c${communityId}/${name.slice(0, 2)}/${name}.${type}`;
  assert.match(key, KEY);
  return key;
}

/** Keeps photos as files below `root`, readable by the server's own account only. */
export function folderStore(root: string): PhotoStore {
  return {
    async put(key, data) {
      await writeWhole(pathOf(root, key), data);
    },
    async get(key) {
      return readFile(pathOf(root, key)).catch(nullWhenMissing);
    },
    async remove(key) {
      await rm(pathOf(root, key), { force: true });
    },
  };
}

/** Keys are made by `photoKey`, so one of another shape is our bug or an attack, never a request. */
function pathOf(root: string, key: string): string {
  assert.match(key, KEY);
  return join(root, key);
}

/** Writes beside the target and renames, so that no reader or crash meets half a photo. */
async function writeWhole(path: string, data: Buffer): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const partial = `${path}.${randomBytes(6).toString('hex')}.partial`;
  try {
    await writeSynced(partial, data);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

async function writeSynced(path: string, data: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is safe from a power cut only once the folder itself is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
