import sql from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found } from '../base/refusal.ts';

/** A community and its settings. */
export interface Community {
  readonly id: number;
  readonly name: string;
  /** As it stands in the number of a posting. */
  readonly shortName: string;
  readonly postingWindowDays: number;
  readonly reservationDays: number;
}

const columns = sql`id, name, short_name AS "shortName",
  posting_window_days AS "postingWindowDays", reservation_days AS "reservationDays"`;

export const communities = (): Promise<Community[]> =>
  rows<Community>(sql`SELECT ${columns} FROM communities ORDER BY id`);

/** Refuses `no-community`. */
export async function communityById(id: number, tx?: Transaction): Promise<Community> {
  const one = await row<Community>(sql`SELECT ${columns} FROM communities WHERE id = ${id}`, tx);
  return found(one, 'community');
}

let first: number | undefined;

/** The community that a visitor without sign-in sees: the one they chose, else the first. */
export async function defaultCommunityId(chosen: number | null): Promise<number> {
  if (chosen !== null) return chosen;
  first ??= (await communities())[0]?.id;
  return first ?? 0;
}
