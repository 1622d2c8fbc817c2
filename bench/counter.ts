import sql, { bulk, join } from 'sql-template-tag';
import { now } from '../src/base/clock.ts';
import { newKey } from '../src/base/command.ts';
import { change, inTransaction, row, rows } from '../src/base/db.ts';
import { today } from '../src/base/period.ts';
import { book } from '../src/ledger/index.ts';
import { createGood } from '../src/market/index.ts';
import { findActor } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import { against, batchSize, sharedOut } from './against-bare.ts';
import type { Book } from './against-bare.ts';
import type { Trace } from './bare-rows.ts';
import { ask, askFor, bearerOf } from './client.ts';
import type { Figure } from './figure.ts';

const COUNTERS = 4;
const STOCK = 100_000;
const GOOD = '量过的香皂';

/** Makes so many residents with points, and a good that lasts for all of them; their ids. */
export async function fillShoppers(count: number): Promise<number[]> {
  const shopkeeper = await row<{ id: number }>(
    sql`SELECT id FROM persons WHERE sign_in_name = 'shopkeeper'`,
  );
  const actor = (await findActor(shopkeeper?.id ?? 0)) as Actor;
  const { communityId, personId } = actor;
  const good = { name: GOOD, points: 5, stock: STOCK, limitPerQuarter: 2 };
  await createGood(actor, good, { personId, key: newKey() });
  return inTransaction(async (tx) => {
    await change(sql`DELETE FROM opening_times`, tx); // it is measured at night, too
    const people = Array.from({ length: count }, (_, n) => [
      ...[communityId, `居民${n}`, `jumin${n}`, now()],
    ]);
    const made = await rows<{ id: number }>(
      sql`INSERT INTO persons (community_id, name, pinyin, created_at)
          VALUES ${bulk(people)} RETURNING id`,
      tx,
    );
    const ids = made.map(({ id }) => id);
    await change(
      sql`INSERT INTO grants (person_id, role, community_id, granted_at)
          SELECT id, 'resident', community_id, created_at FROM persons WHERE id IN (${join(ids)})`,
      tx,
    );
    const awards = ids.map((id) => ({
      ...{ personId: id, move: 'award' as const, points: 50, cause: `bench:${id}` },
      ...{ occurredOn: today(), bookedById: null },
    }));
    await book(communityId, awards, tx);
    return ids;
  });
}

const REDEMPTION = '(SELECT id FROM redemptions WHERE person_id = ?)';

/** What a hand-over at the counter writes, and how that of one person is found. */
const HAND_OVER: Trace = {
  inserted: [
    ['redemptions', 'person_id = ?'],
    ['redemption_lines', `redemption_id = ${REDEMPTION}`],
    ['stock_moves', `cause LIKE 'redemption:' || ${REDEMPTION} || ':%'`],
    ['transfers', `cause LIKE 'redemption:' || ${REDEMPTION} || ':%'`],
    ['confirmations', `redemption_id = ${REDEMPTION}`],
    ['messages', 'person_id = ?'],
  ],
};

async function atFourCounters(url: string): Promise<Book> {
  const headers = await bearerOf(url, 'shopkeeper');
  const shelf = await ask(`${url}/goods`, headers);
  const { items } = JSON.parse(shelf.body) as { items: { id: number; name: string }[] };
  const good = items.find(({ name }) => name === GOOD)?.id;
  const keyOf = (personId: number): string => `bench-hand-over-${personId}`;
  return async (ids) => {
    await sharedOut(COUNTERS, ids, async (personId) => {
      const body = {
        ...{ personId, lines: [{ good, quantity: 1 }] },
        ...{ confirmation: 'signature', signature: 'M10 20L30 40L50 30L70 60L90 20' },
      };
      const asked = { ...headers, 'idempotency-key': keyOf(personId) };
      await askFor(201, `${url}/counter/hand-overs`, asked, JSON.stringify(body));
    });
    return ids.map(keyOf);
  };
}

export const counterFigures: readonly Figure[] = [
  {
    name: 'hand-overs-4-counters',
    about: 'hand-overs by 4 counters over HTTP; the same rows committed one by one by the driver',
    unit: 'hand-overs/s',
    target: { atLeast: 0.3 },
    measure: (bench) =>
      against(bench, {
        name: 'hand-overs',
        task: 'shoppers',
        perRound: batchSize(bench, 200),
        way: atFourCounters,
        trace: HAND_OVER,
        write: (bare, ids, keys) => bare.writeOneByOne(ids, keys),
      }),
  },
];
