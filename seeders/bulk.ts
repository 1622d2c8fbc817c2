import sql, { bulk, raw } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { now } from '../src/base/clock.ts';
import { change, inTransaction, isPostgres, row } from '../src/base/db.ts';
import type { Transaction } from '../src/base/db.ts';
import { addDays, mondayOf, weekOf } from '../src/base/period.ts';
import { communityAccounts, personAccounts } from '../src/ledger/index.ts';
import { foundCommunity, hashPassword, insertPerson } from '../src/people/index.ts';

/** What was made: enough to ask for its pages. */
export interface Bulk {
  readonly communityId: number;
  readonly residentId: number;
  readonly transfers: number;
}

const WEEKS = 10;
const TRANSFERS_PER_PERSON = 100;
const AT_ONCE = 100_000;

/**
 * Fills a database with one community and so many awards, spread evenly over its people and over
 * the ten weeks before this one. For measuring only: it writes rows where live use calls verbs, so
 * that a million take seconds; balances come from the ledger's own trigger all the same.
 */
export async function seedBulk(transfers: number, password: string): Promise<Bulk> {
  const passwordHash = await hashPassword(password);
  const people = Math.max(20, Math.round(transfers / TRANSFERS_PER_PERSON));
  const { communityId, residentId } = await inTransaction((tx) =>
    settleBulk(people, passwordHash, tx),
  );
  for (let from = 0; from < transfers; from += AT_ONCE) {
    const to = Math.min(transfers, from + AT_ONCE);
    await inTransaction((tx) => bookBulk(communityId, { from, to, of: transfers }, people, tx));
  }
  return { communityId, residentId, transfers };
}

async function settleBulk(
  people: number,
  passwordHash: string,
  tx: Transaction,
): Promise<{ communityId: number; residentId: number }> {
  const communityId = await foundCommunity({ name: '大社区', shortName: '大社区' }, tx);
  const person = { communityId, name: '王秀兰', passwordHash };
  const residentId = await insertPerson(
    { ...person, signInName: 'resident', roles: ['resident'] },
    null,
    tx,
  );
  await insertPerson({ ...person, signInName: 'manager', roles: ['manager'] }, null, tx);
  for (let made = 1; made < people; made += 500) {
    const rows = Array.from({ length: Math.min(500, people - made) }, (_, n) => [
      communityId,
      `居民${made + n}`,
      `jumin${made + n}`,
      now(),
    ]);
    await change(
      sql`INSERT INTO persons (community_id, name, pinyin, created_at) VALUES ${bulk(rows)}`,
      tx,
    );
  }
  await communityAccounts(communityId, tx);
  await personAccounts(communityId, [residentId], tx);
  await change(
    sql`INSERT INTO accounts (community_id, owner_kind, owner_id, kind)
        SELECT p.community_id, 'person', p.id, k.kind FROM persons p
          JOIN (SELECT 'available' AS kind UNION ALL SELECT 'held') AS k ON TRUE
         WHERE p.community_id = ${communityId} AND p.id > ${residentId}
         ORDER BY p.id, k.kind`,
    tx,
  );
  return { communityId, residentId };
}

interface Slice {
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

/** Awards number `from` to `to`, one after another over the people and over time. */
async function bookBulk(
  communityId: number,
  { from, to, of }: Slice,
  people: number,
  tx: Transaction,
): Promise<void> {
  const { issuance } = await communityAccounts(communityId, tx);
  const first = addDays(mondayOf(weekOf(now())), -7 * WEEKS);
  const perDay = Math.ceil(of / (7 * WEEKS));
  await change(
    sql`CREATE TEMPORARY TABLE bulk_accounts AS
    SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS place FROM accounts
     WHERE community_id = ${communityId} AND kind = 'available'`,
    tx,
  );
  for (let start = from; start < to; start += perDay) {
    const end = Math.min(to, start + perDay);
    const day = addDays(first, Math.floor(start / perDay));
    await change(
      sql`INSERT INTO transfers (community_id, from_account_id, to_account_id, points, kind, cause,
            occurred_on, booked_at)
          WITH RECURSIVE numbers (n) AS (
            SELECT CAST(${start} AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${end})
          SELECT CAST(${communityId} AS INTEGER), CAST(${issuance} AS INTEGER), b.id, 2, 'award',
                 'bulk:' || numbers.n, ${typed(day, 'DATE')},
                 ${typed(`${day}T04:00:00.000Z`, 'TIMESTAMPTZ')}
            FROM numbers JOIN bulk_accounts b ON b.place = numbers.n % ${people}
           ORDER BY numbers.n`,
      tx,
    );
  }
  await change(sql`DROP TABLE bulk_accounts`, tx);
}

// PostgreSQL takes a parameter in a SELECT for text; SQLite holds these as text.
const typed = (text: string, type: 'DATE' | 'TIMESTAMPTZ'): Sql =>
  isPostgres ? sql`CAST(${text} AS ${raw(type)})` : sql`${text}`;

/** How many transfers there are. */
export async function transferCount(): Promise<number> {
  const found = await row<{ count: number }>(sql`SELECT COUNT(*) AS count FROM transfers`);
  return found?.count ?? 0;
}
