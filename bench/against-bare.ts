import { sqlitePath } from '../src/base/sqlite.ts';
import { openRows } from './bare-rows.ts';
import type { BareRows, Trace } from './bare-rows.ts';
import { runTask, startServer } from './child.ts';
import { byTurns, timed } from './figure.ts';
import type { Bench, Measured } from './figure.ts';
import { copyOf, filledBy } from './scratch.ts';

const ROUNDS = 11;
const WARM_UP = 3;

/** Books what is to be booked for these ids, in whichever way; the idempotency keys that were used. */
export type Book = (ids: readonly number[]) => Promise<readonly string[]>;

/** What is booked over HTTP, and how the same rows are written by the driver. */
interface Contest {
  readonly name: string;
  /** Fills the demo with what is to be booked, and answers its ids. */
  readonly task: string;
  readonly perRound: number;
  readonly way: (url: string) => Promise<Book>;
  readonly trace: Trace;
  readonly write: (
    bare: BareRows,
    ids: readonly number[],
    keys: readonly string[],
  ) => Promise<number>;
}

/**
 * Books batch after batch over HTTP, and after each writes the very rows that it made into a copy
 * of the same file through the driver alone.
 */
export async function against(bench: Bench, contest: Contest): Promise<Measured> {
  const { name, task, perRound, way, trace, write } = contest;
  const demo = await filledBy(bench, 'demo', 0);
  const own = await copyOf(bench, demo.dataDir, name);
  const ids = await runTask<number[]>(own, task, perRound * (ROUNDS + WARM_UP));
  const copy = await copyOf(bench, own, `${name}-bare`);
  const server = await startServer(own);
  const bare = await openRows(sqlitePath(own), sqlitePath(copy), trace);
  try {
    const book = await way(server.url);
    const batch = (round: number): number[] => ids.slice(round * perRound, (round + 1) * perRound);
    let keys: readonly string[] = [];
    return await byTurns(
      ROUNDS,
      async (round) => {
        const took = await timed(async () => {
          keys = await book(batch(round));
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

export const batchSize = ({ scale }: Bench, full: number): number =>
  Math.max(8, Math.round(full * scale));

/** So many clients take from one list until it is empty. */
export async function sharedOut(
  clients: number,
  ids: readonly number[],
  work: (id: number) => Promise<void>,
): Promise<void> {
  const left = [...ids];
  const client = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) await work(id);
  };
  await Promise.all(Array.from({ length: clients }, client));
}
