import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBarePage, startServer } from './child.ts';
import { askFor, cookieOf, HTML, requestsPerSecond } from './client.ts';
import { byTurns } from './figure.ts';
import type { Bench, Figure, Measured } from './figure.ts';
import { filledBy } from './scratch.ts';

const ROUNDS = 5;
const SECONDS = 3;

interface Page {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A page of the demo against Express and EJS alone, which send the same bytes. */
async function against(
  bench: Bench,
  pageOf: (url: string, postingId: number) => Promise<Page>,
): Promise<Measured> {
  const { dataDir, answer: postingId } = await filledBy(bench, 'demo', 0);
  const server = await startServer(dataDir);
  try {
    const { url, headers } = await pageOf(server.url, postingId);
    const view = join(dataDir, 'same.ejs');
    await writeFile(view, asView((await askFor(200, url, headers)).body));
    const bare = await startBarePage(view);
    try {
      const seconds = Math.max(1, SECONDS * bench.scale);
      return await byTurns(
        ROUNDS,
        () => requestsPerSecond(url, headers, seconds),
        () => requestsPerSecond(bare.url, headers, seconds),
      );
    } finally {
      await bare.stop();
    }
  } finally {
    await server.stop();
  }
}

/** The page as a view: its text stands as it is, but for the title, which is put in. */
const asView = (html: string): string =>
  html.replaceAll('<%', '<%%').replace(/<title>.*?<\/title>/s, '<title><%= title %></title>');

export const pageFigures: readonly Figure[] = [
  {
    name: 'resident-home-page',
    about: 'a resident’s signed-in home page; Express and EJS alone with a page of the same bytes',
    unit: 'requests/s',
    target: { atLeast: 0.2 },
    measure: (bench) =>
      against(bench, async (url) => ({
        url: `${url}/`,
        headers: { ...HTML, cookie: await cookieOf(url, 'resident') },
      })),
  },
  {
    name: 'public-posting-page',
    about: 'a posting of about 100 lines without sign-in; Express and EJS alone, the same bytes',
    unit: 'requests/s',
    target: { atLeast: 0.6 },
    measure: (bench) =>
      against(bench, (url, postingId) =>
        Promise.resolve({ url: `${url}/postings/${postingId}`, headers: HTML }),
      ),
  },
];
