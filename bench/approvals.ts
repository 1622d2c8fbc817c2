import { sqlitePath } from '../src/base/sqlite.ts';
import { openRows } from './bare-rows.ts';
import type { BareRows } from './bare-rows.ts';
import { runTask, startServer } from './child.ts';
import { askFor, bearerOf } from './client.ts';
import { byTurns, timed } from './figure.ts';
import type { Bench, Figure, Measured } from './figure.ts';
import { copyOf, filledBy } from './scratch.ts';

const ROUNDS = 11;
const WARM_UP = 3;
const CLIENTS = 8;

/** Check-ins approved in one round, in whichever way; the idempotency keys that were used. */
type Approve = (ids: readonly number[]) => Promise<readonly string[]>;

/**
 * Approves batch after batch over HTTP, and after each writes the very rows that it made into a copy
 * of the same file through the driver alone.
 */
async function against(
  bench: Bench,
  name: string,
  perRound: number,
  way: (url: string) => Promise<Approve>,
  write: (bare: BareRows, ids: readonly number[], keys: readonly string[]) => Promise<number>,
): Promise<Measured> {
  const demo = await filledBy(bench, 'demo', 0);
  const own = await copyOf(bench, demo.dataDir, name);
  const ids = await runTask<number[]>(own, 'queue', perRound * (ROUNDS + WARM_UP));
  const copy = await copyOf(bench, own, `${name}-bare`);
  const server = await startServer(own);
  const bare = await openRows(sqlitePath(own), sqlitePath(copy));
  try {
    const approve = await way(server.url);
    const batch = (round: number): number[] => ids.slice(round * perRound, (round + 1) * perRound);
    let keys: readonly string[] = [];
    return await byTurns(
      ROUNDS,
      async (round) => {
        const took = await timed(async () => {
          keys = await approve(batch(round));
        });
        return (perRound * 1000) / took;
      },
      async (round) => (perRound * 1000) / (await write(bare, batch(round), keys)),
      WARM_UP,
    );
  } finally {
    await bare.close();
    await server.stop();
  }
}

/** Eight clients take from one list until it is empty. */
async function oneByOne(url: string): Promise<Approve> {
  const headers = await bearerOf(url, 'manager');
  return async (ids) => {
    const left = [...ids];
    const client = async (): Promise<void> => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        const key = { 'idempotency-key': keyOf(id) };
        await askFor(200, `${url}/check-ins/${id}/approval`, { ...headers, ...key }, '{}');
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return ids.map(keyOf);
  };
}

const keyOf = (id: number): string => `bench-approval-${id}`;

async function allAtOnce(url: string): Promise<Approve> {
  const headers = await bearerOf(url, 'manager');
  return async (ids) => {
    const key = `bench-reviews-${ids[0] ?? 0}`;
    const asked = { ...headers, 'idempotency-key': key };
    const body = JSON.stringify({ approve: ids });
    const answer = await askFor(200, `${url}/reviews`, asked, body);
    const { approved } = JSON.parse(answer.body) as { approved: number[] };
    if (approved.length !== ids.length) throw new Error('not all were approved');
    return [key];
  };
}

const batchSize = (scale: number, full: number): number => Math.max(8, Math.round(full * scale));

export const approvalFigures: readonly Figure[] = [
  {
    name: 'approvals-one-by-one',
    about: 'approvals by 8 clients over HTTP; the same rows committed one by one by the driver',
    unit: 'approvals/s',
    target: { atLeast: 0.5 },
    measure: (bench) =>
      against(bench, 'one-by-one', batchSize(bench.scale, 250), oneByOne, (bare, ids, keys) =>
        bare.writeOneByOne(ids, keys),
      ),
  },
  {
    name: 'approvals-200-at-once',
    about: 'approval of 200 at once over HTTP; the same rows in one transaction of the driver',
    unit: 'approvals/s',
    target: { atLeast: 0.5 },
    measure: (bench) =>
      against(bench, 'at-once', batchSize(bench.scale, 200), allAtOnce, (bare, ids, keys) =>
        bare.writeTogether(ids, keys),
      ),
  },
];
