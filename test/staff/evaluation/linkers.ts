import { createHash } from 'node:crypto';

/**
 * What an attacker has in hand, and ways to join a ballot to a voter by it. Each linker says for
 * every voter, in the order in which they voted, which of the published ballots is theirs.
 */
export type Row = Readonly<Record<string, unknown>>;
/** A copy of a database: its tables, each with its rows in the order in which they lie. */
export type Copy = ReadonlyMap<string, readonly Row[]>;

export interface Evidence {
  /** Around each cast, in the order of casting. The attacker knows who came when. */
  readonly casts: readonly {
    readonly before: Copy;
    readonly after: Copy;
    /** Lines that were logged meanwhile. */
    readonly log: readonly string[];
  }[];
  /** The published ballots in the order in which they lie, with everything that their rows say. */
  readonly published: readonly Row[];
}

export type Linker = (evidence: Evidence) => readonly number[];

const inOrder = (evidence: Evidence): number[] => evidence.casts.map((_, place) => place);

/** Numbers of the rows, sorted by something that is a text or a number. */
function sortedBy<T>(list: readonly T[], value: (one: T) => string | number): number[] {
  return list
    .map((one, place) => ({ place, value: value(one) }))
    .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.place - b.place))
    .map(({ place }) => place);
}

/** The nth smallest of one list is taken for the nth smallest of the other. */
function byRank(ours: readonly number[], theirs: readonly number[]): number[] {
  const guess: number[] = [];
  for (const [rank, cast] of ours.entries()) guess[cast] = theirs[rank] ?? 0;
  return guess;
}

/** Rows that a cast has added or changed, whatever their table. */
function newRows({ before, after }: Evidence['casts'][number]): Row[] {
  return [...after].flatMap(([table, rows]) => {
    const known = new Set((before.get(table) ?? []).map((row) => JSON.stringify(row)));
    return rows.filter((row) => !known.has(JSON.stringify(row)));
  });
}

const sizeOf = (rows: readonly Row[]): number => JSON.stringify(rows).length;
const textOf = (rows: readonly Row[]): string => JSON.stringify(rows);

/** Names of columns in which a row says where it lies, and not what it is. */
const PLACES = new Set(['ctid', 'xmin', 'rowid', 'set_id', 'cycle_id']);

const sha256 = (text: string, encoding: 'hex' | 'base64url'): string =>
  createHash('sha256').update(text).digest(encoding);

/** What a published row could be known again by: its values, and digests of them. */
const tracesOf = (row: Row): string[] =>
  Object.entries(row).flatMap(([name, value]) => {
    if (PLACES.has(name) || typeof value !== 'string') return [];
    return value.length < 4 ? [] : [value, sha256(value, 'hex'), sha256(value, 'base64url')];
  });

/** Where a trace of a published row is found in what was said at a cast. */
const found = (published: readonly Row[], said: string): number =>
  published.findIndex((row) => tracesOf(row).some((trace) => said.includes(trace)));

const TIME = /^\d{4}-\d\d-\d\dT/;
const timeOf = (row: Row): string =>
  Object.values(row).find(
    (value): value is string => typeof value === 'string' && TIME.test(value),
  ) ?? '';

const timesIn = (copy: Copy, table: string, column: string): string =>
  (copy.get(table) ?? []).reduce((last, row) => {
    const time = row[column] as string;
    return time > last ? time : last;
  }, '');

export const LINKERS: Readonly<Record<string, Linker>> = {
  'the order in which rows lie': inOrder,
  'row ids': ({ published, casts }) => {
    const key = (row: Row): number =>
      Number(row['rowid'] ?? row['id'] ?? /\d+(?=\)$)/.exec(row['ctid'] as string)?.[0] ?? 0);
    return byRank(
      casts.map((_, place) => place),
      sortedBy(published, key),
    );
  },
  'random keys': ({ published, casts }) => {
    const news = casts.map(
      (one) => newRows(one).find((row) => 'digest' in row)?.['digest'] as string,
    );
    const mark = (row: Row): string => row['mark'] as string;
    return byRank(
      sortedBy(news, (one) => one),
      sortedBy(published, mark),
    );
  },
  times: ({ published, casts }) =>
    byRank(
      casts.map((_, place) => place),
      sortedBy(published, timeOf),
    ),
  sizes: ({ published, casts }) =>
    byRank(
      sortedBy(casts, (one) => sizeOf(newRows(one))),
      sortedBy(published, (row) => sizeOf([row])),
    ),
  'what the rows of a cast say': ({ published, casts }) =>
    casts.map((one) => found(published, textOf(newRows(one)))),
  'idempotency keys': ({ published, casts }) =>
    casts.map(({ before, after }) => {
      const known = textOf(before.get('idempotency_keys') ?? []);
      const news = (after.get('idempotency_keys') ?? []).filter(
        (row) => !known.includes(JSON.stringify(row)),
      );
      return found(published, textOf(news));
    }),
  'sessions and when they were touched': ({ published, casts }) =>
    byRank(
      sortedBy(casts, ({ after }) => timesIn(after, 'sessions', 'expires_at')),
      sortedBy(published, timeOf),
    ),
  'lines of the log': ({ published, casts }) =>
    casts.map(({ log }) => found(published, log.join('\n'))),
};

/**
 * The fewest right guesses of `tries` that chance alone reaches less often than once in a million
 * runs, when each is right with the probability 1 / `choices`.
 */
export function beyondChance(tries: number, choices: number): number {
  const p = 1 / choices;
  let term = (1 - p) ** tries;
  let below = 0;
  for (let right = 0; ; right += 1) {
    if (1 - below < 1e-6) return right;
    below += term;
    term *= ((tries - right) / (right + 1)) * (p / (1 - p));
  }
}
