import type { Transaction } from 'sequelize';
import type sqlite3 from 'sqlite3';
import { changeSqlite } from './statements.ts';

/**
 * SQLite has one writer, so writers take turns. The disk takes longer to keep a transaction than
 * SQLite to make it, so those who wait at the same time are kept together: each is undone alone when
 * it fails, and nobody is answered before the disk has all of them.
 */
type Work<T> = (tx: Transaction) => Promise<T>;

interface Waiting {
  readonly work: Work<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Tells one who waited how it went. */
type Settle = () => void;

/** What the writer asks of the connections. */
export interface Writing {
  readonly connect: () => Promise<sqlite3.Database>;
  /** Lets go of a connection of which nobody knows what it holds. */
  readonly discard: (connection: sqlite3.Database) => Promise<void>;
}

export interface Writer {
  /** Runs `work` in its turn: kept when it resolves, undone when it throws. */
  write<T>(work: Work<T>): Promise<T>;
  readonly waitingCount: () => number;
}

// Those who are done wait for the others no longer than the disk would take anyhow.
const TOGETHER_MAX = 16;
const TOGETHER_MS = 20;

export function writerOn({ connect, discard }: Writing): Writer {
  const waiting: Waiting[] = [];
  let isBusy = false;

  async function takeTurns(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    while (waiting.length > 0) {
      const taken: Waiting[] = [];
      try {
        const settled = await keepTogether(await connect(), waiting, taken, discard);
        for (const settle of settled) settle();
      } catch (error) {
        const failed = taken.length > 0 ? taken : waiting.splice(0, 1);
        for (const { reject } of failed) reject(error);
      }
    }
    isBusy = false;
  }

  return {
    write: <T>(work: Work<T>) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: resolve as Waiting['resolve'], reject });
        void takeTurns();
      }),
    waitingCount: () => waiting.length,
  };
}

/** One transaction for those who wait. Throws when it cannot be kept: then nothing of it was. */
async function keepTogether(
  connection: sqlite3.Database,
  waiting: Waiting[],
  taken: Waiting[],
  discard: Writing['discard'],
): Promise<Settle[]> {
  const until = performance.now() + TOGETHER_MS;
  const settled: Settle[] = [];
  try {
    await run(connection, 'BEGIN IMMEDIATE');
    do {
      const [one] = waiting.splice(0, 1);
      if (!one) break;
      taken.push(one);
      settled.push(await attempt(connection, one));
    } while (taken.length < TOGETHER_MAX && performance.now() < until);
    await run(connection, 'COMMIT');
    return settled;
  } catch (error) {
    await run(connection, 'ROLLBACK').catch(() => discard(connection));
    throw error;
  }
}

/** Does one's work, or undoes what it did; what it answers is told when all is kept. */
async function attempt(connection: sqlite3.Database, one: Waiting): Promise<Settle> {
  await run(connection, 'SAVEPOINT one');
  try {
    // Sequelize knows a transaction by its connection; the rest of its class is not for writers.
    const answer = await one.work({ connection } as unknown as Transaction);
    return () => {
      one.resolve(answer);
    };
  } catch (error) {
    // Of some errors, a full disk among them, SQLite itself undoes the whole transaction.
    await run(connection, 'ROLLBACK TO one').catch(() => {
      throw error;
    });
    return () => {
      one.reject(error);
    };
  }
}

const run = (connection: sqlite3.Database, text: string): Promise<number> =>
  changeSqlite(connection, text, []);
