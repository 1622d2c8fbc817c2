import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { OpeningTime } from './opening.ts';

interface Stored extends Omit<OpeningTime, 'hours'> {
  readonly opensAt: string | null;
  readonly closesAt: string | null;
}

/** When the counter of a community is open, as it was set; nothing: always. */
export async function openingTimes(communityId: number, tx?: Transaction): Promise<OpeningTime[]> {
  const stored = await rows<Stored>(
    sql`SELECT id, kind, number, day, opens_at AS "opensAt", closes_at AS "closesAt"
          FROM opening_times WHERE community_id = ${communityId}
         ORDER BY kind DESC, number, day, opens_at, id`,
    tx,
  );
  return stored.map(({ opensAt, closesAt, ...one }) => ({
    ...one,
    hours: opensAt === null || closesAt === null ? null : { opensAt, closesAt },
  }));
}
