import sql, { bulk } from 'sql-template-tag';
import { change, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found } from '../../base/refusal.ts';
import { photoStore } from '../photos.ts';
import type { KeptPhoto } from '../photos.ts';

/** A photo of a report: everybody may see it. */
export interface ActivityPhoto {
  readonly id: number;
  readonly width: number;
  readonly height: number;
}

export async function insertActivityPhotos(
  activityId: number,
  photos: readonly KeptPhoto[],
  tx: Transaction,
): Promise<void> {
  if (photos.length === 0) return;
  const values = photos.map(({ key, thumbKey, width, height }) => [
    activityId,
    key,
    thumbKey,
    width,
    height,
  ]);
  await change(
    sql`INSERT INTO activity_photos (activity_id, key, thumb_key, width, height)
        VALUES ${bulk(values)}`,
    tx,
  );
}

export const photosOf = (activityId: number): Promise<ActivityPhoto[]> =>
  rows<ActivityPhoto>(
    sql`SELECT id, width, height FROM activity_photos WHERE activity_id = ${activityId} ORDER BY id`,
  );

/** The bytes of one, large or small. Refuses `no-photo`. */
export async function activityPhoto(id: number, size: 'key' | 'thumbKey'): Promise<Buffer> {
  const kept = await row<{ key: string; thumbKey: string }>(
    sql`SELECT key, thumb_key AS "thumbKey" FROM activity_photos WHERE id = ${id}`,
  );
  return found(await photoStore.get(found(kept, 'photo')[size]), 'photo');
}
