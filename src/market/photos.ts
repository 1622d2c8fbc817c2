import { join } from 'node:path';
import sql from 'sql-template-tag';
import { row } from '../base/db.ts';
import type { Photo } from '../base/images.ts';
import { folderStore, photoKey } from '../base/photo-store.ts';
import { config } from '../config.ts';

const store = folderStore(join(config.dataDir, 'photos'));

/** Where the large and the small picture of a good, or of a document, are kept. */
export interface PhotoKeys {
  readonly photoKey: string | null;
  readonly thumbKey: string | null;
}

const NONE: PhotoKeys = { photoKey: null, thumbKey: null };

/**
 * Keeps a picture while `work` puts its keys into a row, and forgets it again when no row has it
 * after: the command was refused, or was a repeat that had kept a picture before.
 */
export async function withPhoto<T>(
  communityId: number,
  photo: Photo | undefined,
  work: (keys: PhotoKeys) => Promise<T>,
): Promise<T> {
  if (!photo) return work(NONE);
  const keys = { photoKey: photoKey(communityId), thumbKey: photoKey(communityId) };
  await store.put(keys.photoKey, photo.webp);
  await store.put(keys.thumbKey, photo.thumb);
  try {
    return await work(keys);
  } finally {
    const used = await row(
      sql`SELECT id FROM goods WHERE photo_key = ${keys.photoKey}
          UNION ALL SELECT id FROM stock_ins WHERE photo_key = ${keys.photoKey}`,
    );
    if (!used) await forgetPhoto(keys);
  }
}

/** Removes a picture that no good shows any more. */
export async function forgetPhoto({ photoKey: large, thumbKey: small }: PhotoKeys): Promise<void> {
  if (large !== null) await store.remove(large);
  if (small !== null) await store.remove(small);
}

/** The bytes of a picture, or null. */
export const pictureOf = (key: string | null): Promise<Buffer | null> =>
  key === null ? Promise.resolve(null) : store.get(key);
