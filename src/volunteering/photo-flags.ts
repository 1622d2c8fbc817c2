import sql, { bulk, join } from 'sql-template-tag';
import { change, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { bandNeighbours, fingerprintBands, fingerprintDistance } from '../base/images.ts';
import type { KeptPhoto } from './photos.ts';

// Up to so many differing bits two pictures look alike; different scenes are 17 apart or more.
const ALIKE_MAX = 8;
// A reviewer needs the closest ones, not the hundredth of a picture that everybody sends.
const FLAGS_MAX = 5;

interface Candidate {
  id: number;
  sha256: string;
  fingerprint: string;
}

/** Flags photos that equal or look like one of another check-in of the community, whoever's. */
export async function flagDuplicates(
  checkIn: { readonly id: number; readonly communityId: number },
  photos: readonly KeptPhoto[],
  photoIds: readonly number[],
  tx: Transaction,
): Promise<void> {
  const flags: unknown[][] = [];
  for (const [index, photo] of photos.entries()) {
    const alike = (await candidatesOf(checkIn, photo, tx))
      .map((other) => ({
        id: other.id,
        kind: other.sha256 === photo.sha256 ? 'exact' : 'near',
        distance: fingerprintDistance(other.fingerprint, photo.fingerprint),
      }))
      .filter(({ kind, distance }) => kind === 'exact' || distance <= ALIKE_MAX)
      .sort((a, b) => a.kind.localeCompare(b.kind) || a.distance - b.distance || a.id - b.id)
      .slice(0, FLAGS_MAX);
    const photoId = photoIds[index];
    flags.push(...alike.map(({ id, kind, distance }) => [photoId, id, kind, distance]));
  }
  if (flags.length === 0) return;
  await change(
    sql`INSERT INTO photo_flags (photo_id, other_photo_id, kind, distance) VALUES ${bulk(flags)}`,
    tx,
  );
}

/** Photos that share a band with this one, but for a few bits: five index look-ups, no scan. */
function candidatesOf(
  checkIn: { readonly id: number; readonly communityId: number },
  photo: KeptPhoto,
  tx: Transaction,
): Promise<Candidate[]> {
  const [one, two, three, four] = fingerprintBands(photo.fingerprint).map((band) =>
    join(bandNeighbours(band)),
  );
  const of = sql`SELECT id, sha256, fingerprint FROM photos
    WHERE community_id = ${checkIn.communityId} AND check_in_id <> ${checkIn.id}`;
  return rows<Candidate>(
    sql`${of} AND sha256 = ${photo.sha256}
        UNION ${of} AND band1 IN (${one}) UNION ${of} AND band2 IN (${two})
        UNION ${of} AND band3 IN (${three}) UNION ${of} AND band4 IN (${four})`,
    tx,
  );
}
