import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** Where the run that started this process put what all its processes share (see test/run.ts). */
export interface Shared {
  /** Folder for the data of every process; removed when the run ends. */
  readonly folder: string;
  /** A migrated SQLite file to copy, or the address of a PostgreSQL server. */
  readonly source: string;
}

export const TEMPLATE = 'jifenbu_template';

const MEMORY = '/dev/shm';
const ROOM_MIN = 2 * 1024 ** 3;

/** Where tests write: in memory where there is room, for most of their time went to the disk. */
export function scratchRoot(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= ROOM_MIN ? MEMORY : tmpdir();
}

/**
 * Gives this process a data folder and a database of its own, and settings that do not depend on
 * the machine. Answers whether the schema still has to be made.
 */
export async function prepareEnvironment(): Promise<{ migrated: boolean }> {
  const shared = process.env['TEST_FOLDER'];
  const source = process.env['TEST_SOURCE'];
  const dataDir = mkdtempSync(join(shared ?? scratchRoot(), 'jifenbu-test-'));
  if (shared === undefined) process.once('exit', () => rmSync(dataDir, { recursive: true }));
  for (const name of ['DATABASE_URL', 'DEMO_PASSWORD', 'HOST', 'PORT', 'TRUST_PROXY']) {
    Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, {
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    SESSION_SECRET: randomBytes(32).toString('hex'),
    // Far from Shanghai, so that a day or week taken from the machine's zone is seen to be wrong.
    TZ: 'America/Los_Angeles',
  });
  if (process.env['TEST_DATABASE'] === 'postgres') {
    process.env['DATABASE_URL'] = await newDatabase(source);
    return { migrated: true };
  }
  if (source === undefined) return { migrated: false };
  copyFileSync(source, join(dataDir, 'jifenbu.sqlite'));
  return { migrated: true };
}

async function newDatabase(server: string | undefined): Promise<string> {
  if (server === undefined) {
    throw new Error('PostgreSQL is started by the run: npm test -- postgres [files]');
  }
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  return databaseUrl(server, name);
}

/** The address of a database on a server. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement in the server's own database. */
export async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
