import type sqlite3 from 'sqlite3';
import sql from 'sql-template-tag';
import { row } from '../src/base/db.ts';
import { addDays, mondayOf, today, weekOfDay, weekSpan } from '../src/base/period.ts';
import { closeSqlite, openSqlite, sqlitePath } from '../src/base/sqlite.ts';
import { tally } from '../src/ledger/index.ts';
import { byTurns, timed } from './figure.ts';
import type { Measured } from './figure.ts';

const ROUNDS = 15;

/** The tally of last week against one GROUP BY over the same rows in the driver; milliseconds. */
export async function measureTally(dataDir: string): Promise<Measured> {
  const community = await row<{ id: number }>(sql`SELECT id FROM communities ORDER BY id LIMIT 1`);
  if (!community) throw new Error('there is no history');
  const span = weekSpan(weekOfDay(addDays(mondayOf(weekOfDay(today())), -7)));
  const bare = await openSqlite(sqlitePath(dataDir));
  try {
    return await byTurns(
      ROUNDS,
      () => timed(() => tally(community.id, span)),
      () => timed(() => groupBy(bare, [community.id, span.from, span.to])),
      2,
    );
  } finally {
    await closeSqlite(bare);
  }
}

const groupBy = (bare: sqlite3.Database, values: readonly unknown[]): Promise<unknown[]> =>
  new Promise((resolve, reject) => {
    bare.all(
      `SELECT to_account_id, SUM(points) AS points FROM transfers
        WHERE community_id = ? AND booked_at >= ? AND booked_at < ? GROUP BY to_account_id`,
      values,
      (error: Error | null, found: unknown[]) => {
        if (error) reject(error);
        else resolve(found);
      },
    );
  });
