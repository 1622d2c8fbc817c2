import sql from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { Refusal } from '../base/refusal.ts';
import type { TenantKind } from './actor.ts';

/** Founding a community: done by setting up, not by a page, so these take the caller's `tx`. */
export interface NewCommunity {
  readonly name: string;
  readonly shortName: string;
  /** A community, unless it is said to be a street office. */
  readonly kind?: TenantKind;
}

const idOf = (made: { id: number } | null): number => (made as { id: number }).id;

export async function foundCommunity(
  { name, shortName, kind = 'community' }: NewCommunity,
  tx: Transaction,
): Promise<number> {
  return idOf(
    await row<{ id: number }>(
      sql`INSERT INTO communities (name, short_name, kind, posting_window_days,
            reservation_days, created_at)
          VALUES (${name}, ${shortName}, ${kind}, 5, 7, ${now()}) RETURNING id`,
      tx,
    ),
  );
}

export async function addGrid(communityId: number, name: string, tx: Transaction): Promise<number> {
  return idOf(
    await row<{ id: number }>(
      sql`INSERT INTO grids (community_id, name) VALUES (${communityId}, ${name}) RETURNING id`,
      tx,
    ),
  );
}

export async function addHousehold(
  communityId: number,
  gridId: number,
  name: string,
  tx: Transaction,
): Promise<number> {
  return idOf(
    await row<{ id: number }>(
      sql`INSERT INTO households (community_id, grid_id, name)
          VALUES (${communityId}, ${gridId}, ${name}) RETURNING id`,
      tx,
    ),
  );
}

/** Refuses `no-grid` when the grid is not one of the community. */
export async function refuseStrangeGrid(
  communityId: number,
  gridId: number | undefined,
  tx: Transaction,
): Promise<void> {
  const grid = sql`SELECT 1 AS one FROM grids
    WHERE id = ${gridId ?? 0} AND community_id = ${communityId}`;
  if (!(await row(grid, tx))) throw new Refusal('invalid', 'no-grid', {}, 'gridId');
}
