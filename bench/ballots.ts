import { runTask, startServer } from './child.ts';
import { ask } from './client.ts';
import { byTurns, timed } from './figure.ts';
import type { Bench, Figure } from './figure.ts';
import { copyOf, filledBy } from './scratch.ts';

const CLIENTS = 8;
const ROUNDS = 7;
const WARM_UP = 2;
const PER_SECOND = 100;

/** What `fillBox` answers: where ballots go, and papers that are good for one each. */
export interface FilledBox {
  readonly cycleId: number;
  readonly answers: number;
  readonly papers: readonly string[];
}

/** Ballots a second that eight clients cast, each with a signed paper of its own. */
async function cast(url: string, box: FilledBox, papers: readonly string[]): Promise<number> {
  const left = [...papers];
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const answers = Object.fromEntries(
    Array.from({ length: box.answers }, (_, place) => [`a${place}`, '4']),
  );
  const client = async (): Promise<void> => {
    for (let paper = left.shift(); paper !== undefined; paper = left.shift()) {
      const body = JSON.stringify({ ...answers, paper, remark: '继续努力' });
      const { status, body: said } = await ask(`${url}/ballots/${box.cycleId}`, headers, body);
      if (status !== 200) throw new Error(`a ballot was answered ${status}: ${said.slice(0, 200)}`);
    }
  };
  const took = await timed(() => Promise.all(Array.from({ length: CLIENTS }, client)));
  return (papers.length * 1000) / took;
}

export const ballotFigures: readonly Figure[] = [
  {
    name: 'ballots-cast',
    about: 'ballots on 64 people cast by 8 clients over HTTP, keys of 2048 bits; 100 a second',
    unit: 'ballots/s',
    target: { atLeast: 1 },
    measure: async (bench: Bench) => {
      const perRound = Math.max(8, Math.round(100 * bench.scale));
      const demo = await filledBy(bench, 'demo', 0);
      const own = await copyOf(bench, demo.dataDir, 'ballots');
      const box = await runTask<FilledBox>(own, 'ballots', perRound * (ROUNDS + WARM_UP));
      const server = await startServer(own);
      const batch = (round: number): readonly string[] =>
        box.papers.slice(round * perRound, (round + 1) * perRound);
      try {
        return await byTurns(
          ROUNDS,
          (round) => cast(server.url, box, batch(round)),
          () => Promise.resolve(PER_SECOND),
          WARM_UP,
        );
      } finally {
        await server.stop();
      }
    },
  },
];
