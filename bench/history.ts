import { runTask, startServer } from './child.ts';
import type { Server } from './child.ts';
import { askFor, cookieOf, HTML } from './client.ts';
import { byTurns, timed } from './figure.ts';
import type { Bench, Figure, Measured } from './figure.ts';
import { filledBy } from './scratch.ts';

const MANY = 1_000_000;
const FEW = 10_000;
const ROUNDS = 400;

const historyOf = async (bench: Bench, transfers: number): Promise<string> => {
  const count = Math.max(1000, transfers * bench.scale);
  return (await filledBy(bench, 'history', count)).dataDir;
};

/** Asks for the resident's home page; milliseconds. */
async function homeOf({ url }: Server): Promise<() => Promise<number>> {
  const headers = { ...HTML, cookie: await cookieOf(url, 'resident') };
  return () => timed(() => askFor(200, `${url}/`, headers));
}

async function homeByHistory(bench: Bench): Promise<Measured> {
  const folders = [await historyOf(bench, MANY), await historyOf(bench, FEW)] as const;
  const [many, few] = [await startServer(folders[0]), await startServer(folders[1])];
  try {
    const [ofMany, ofFew] = [await homeOf(many), await homeOf(few)];
    return await byTurns(Math.max(40, ROUNDS * bench.scale), ofMany, ofFew, 100);
  } finally {
    await many.stop();
    await few.stop();
  }
}

export const historyFigures: readonly Figure[] = [
  {
    name: 'home-page-by-history',
    about: 'a resident’s home page with 1,000,000 transfers; the same page with 10,000',
    unit: 'ms',
    target: { atMost: 1.3 },
    measure: homeByHistory,
  },
  {
    name: 'tally-of-a-week',
    about: 'tally of a week of 100,000 transfers in 1,000,000; one GROUP BY by the driver',
    unit: 'ms',
    target: { atMost: 2 },
    measure: async (bench) => runTask<Measured>(await historyOf(bench, MANY), 'tally', 0),
  },
];
