import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sql, { bulk } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { change, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { fingerprintBands, readPhoto } from '../base/images.ts';
import type { Photo } from '../base/images.ts';
import { folderStore, photoKey } from '../base/photo-store.ts';
import { Refusal } from '../base/refusal.ts';
import { config } from '../config.ts';
import { PHOTOS_MAX } from './forms.ts';

/** Where photos of check-ins are kept. */
export const photoStore = folderStore(join(config.dataDir, 'photos'));

/** A photo as it was uploaded. */
export interface PhotoFile {
  readonly path: string;
}

/** A photo that lies in the store and is not yet in the database. */
export interface KeptPhoto extends Photo {
  readonly key: string;
  readonly thumbKey: string;
}

/** What tells one set of photos from another, for the digest of a command. */
export const photoDigests = (files: readonly PhotoFile[]): Promise<string[]> =>
  Promise.all(
    files.map(async ({ path }) => {
      const hash = createHash('sha256');
      await pipeline(createReadStream(path), hash);
      return hash.digest('hex');
    }),
  );

/**
 * Reads the uploads, puts them into the store and runs `work`, which books them; when anything
 * fails, no file is left. Refuses `photos-too-many` and what `readPhoto` refuses.
 */
export async function withPhotos<T>(
  communityId: number,
  files: readonly PhotoFile[],
  work: (photos: readonly KeptPhoto[]) => Promise<T>,
): Promise<T> {
  if (files.length > PHOTOS_MAX) {
    throw new Refusal('invalid', 'photos-too-many', { max: PHOTOS_MAX }, 'photos');
  }
  const read = await Promise.all(files.map(({ path }) => readPhoto(path, 'photos')));
  const photos = read.map((photo) => ({
    ...photo,
    key: photoKey(communityId),
    thumbKey: photoKey(communityId),
  }));
  try {
    await keepFiles(photos);
    return await work(photos);
  } catch (error) {
    await dropFiles(photos);
    throw error;
  }
}

async function keepFiles(photos: readonly KeptPhoto[]): Promise<void> {
  const puts = photos.flatMap(({ key, webp, thumbKey, thumb }) => [
    photoStore.put(key, webp),
    photoStore.put(thumbKey, thumb),
  ]);
  // All are waited for, so that none appears after those of a failure were removed.
  const failed = (await Promise.allSettled(puts)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}

/** Takes photos out of the store again. */
export async function dropFiles(photos: readonly KeptPhoto[]): Promise<void> {
  await Promise.all(
    photos.flatMap(({ key, thumbKey }) => [photoStore.remove(key), photoStore.remove(thumbKey)]),
  );
}

/** Books photos as those of a check-in; the ids in the same order. */
export async function insertPhotos(
  checkIn: { readonly id: number; readonly communityId: number },
  photos: readonly KeptPhoto[],
  tx: Transaction,
): Promise<number[]> {
  if (photos.length === 0) return [];
  const values = photos.map((photo) => [
    checkIn.communityId,
    checkIn.id,
    photo.key,
    photo.thumbKey,
    photo.sha256,
    photo.fingerprint,
    ...fingerprintBands(photo.fingerprint),
    photo.width,
    photo.height,
    photo.capturedAt,
  ]);
  const made = await rows<{ id: number; key: string }>(
    sql`INSERT INTO photos (community_id, check_in_id, key, thumb_key, sha256, fingerprint,
          band1, band2, band3, band4, width, height, captured_at)
        VALUES ${bulk(values)} RETURNING id, key`,
    tx,
  );
  const ids = new Map(made.map(({ id, key }) => [key, id]));
  return photos.map(({ key }) => ids.get(key) as number);
}

/** Another set of photos takes the place of these; they stay as evidence. */
export async function replacePhotos(checkInId: number, tx: Transaction): Promise<void> {
  await change(
    sql`UPDATE photos SET replaced_at = ${now()}
         WHERE check_in_id = ${checkInId} AND replaced_at IS NULL`,
    tx,
  );
}
