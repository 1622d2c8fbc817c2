/**
 * Every test: on SQLite, on PostgreSQL and in a browser. The last line sums up.
 *
 *   npm test                                          everything
 *   npm test -- postgres                              one of sqlite, postgres, browser
 *   npm test -- sqlite test/ledger/reversal.test.ts   some files of it
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { databaseUrl, onServer, scratchRoot, TEMPLATE } from './support/environment.ts';
import { startPostgres } from './support/postgres.ts';
import type { PostgresServer } from './support/postgres.ts';

const PARTS = ['sqlite', 'postgres', 'browser'] as const;
type Part = (typeof PARTS)[number];

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const JOBS = 2;
// What asks no database, makes one of its own, or asks who may, which no database decides, is not
// asked twice.
const WITHOUT_DATABASE =
  /^test.(architecture|backup|locales|serve|seeders|base.(csv|images|photo-store|spreadsheet)|people.names|web.policy)\b/;
const PART_MAX_MS = 20 * 60_000;

const root = dirname(import.meta.dirname);
const folder = mkdtempSync(join(scratchRoot(), 'jifenbu-run-'));
const running = new Set<ChildProcess>();
let server: PostgresServer | undefined;

/** Runs a program to its end in the project's folder, and answers its exit code. */
async function run(args: readonly string[], settings: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true, // a group of its own, so that what it starts can be ended with it
  });
  running.add(child);
  const late = setTimeout(() => {
    console.error(`\nstopped after ${PART_MAX_MS / 60_000} minutes`);
    endGroup(child);
  }, PART_MAX_MS);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(late);
  running.delete(child);
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

function endGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

async function must(what: string, args: readonly string[], settings = {}): Promise<void> {
  const code = await run(args, settings);
  if (code !== 0) throw new Error(`${what} failed with exit code ${code}`);
}

/** Makes the schema once; every test process copies it. Answers where the copy comes from. */
async function makeSource(part: Part): Promise<string> {
  const dataDir = join(folder, `${part}-template`);
  mkdirSync(dataDir);
  const settings = { NODE_ENV: 'test', DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
  const script = ['--import', 'tsx', 'test/support/make-template.ts'];
  if (part !== 'postgres') {
    await must('migrating', script, { ...settings, DATABASE_URL: '' });
    return join(dataDir, 'jifenbu.sqlite');
  }
  server = await startPostgres(folder);
  await onServer(server.url, `CREATE DATABASE ${TEMPLATE}`);
  await must('migrating', script, { ...settings, DATABASE_URL: databaseUrl(server.url, TEMPLATE) });
  return server.url;
}

/** The test files of a part, or those that were asked for. */
function filesOf(part: Part, asked: readonly string[]): readonly string[] {
  if (asked.length > 0) return asked;
  const inBrowser = (file: string): boolean => file.startsWith(join('test', 'browser'));
  return readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .map((file) => relative(root, join(import.meta.dirname, file)))
    .filter((file) => file.endsWith('.test.ts') && inBrowser(file) === (part === 'browser'))
    .filter((file) => part !== 'postgres' || !WITHOUT_DATABASE.test(file))
    .sort();
}

async function testPart(part: Part, asked: readonly string[]): Promise<Counts> {
  const files = filesOf(part, asked);
  console.log(`\n=== ${part}: ${files.length} test files`);
  if (files.length === 0) return { passed: 0, failed: 1, skipped: 0 };
  const counts = join(folder, `${part}-counts.json`);
  const parallel = files.length === 1 ? [] : ['--parallel', '--jobs', `${JOBS}`];
  const reporter = ['--reporter', './test/support/reporter.ts'];
  const code = await run(['node_modules/mocha/bin/mocha.js', ...parallel, ...reporter, ...files], {
    TEST_DATABASE: part === 'postgres' ? 'postgres' : 'sqlite',
    TEST_FOLDER: folder,
    TEST_SOURCE: await makeSource(part),
    TEST_COUNTS: counts,
  });
  return judge(part, code, counts);
}

/** What a runner counted; one failure more when it went wrong in a way that it did not count. */
function judge(part: Part, code: number, file: string): Counts {
  const none: Counts = { passed: 0, failed: 0, skipped: 0 };
  const counts = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Counts) : none;
  if (counts.failed > 0 || (code === 0 && counts.passed > 0)) return counts;
  console.error(code === 0 ? `${part}: no test ran` : `${part}: the runner ended with ${code}`);
  return { ...counts, failed: 1 };
}

async function testParts(parts: readonly Part[], files: readonly string[]): Promise<Counts> {
  await must('the build', ['scripts/build.js']);
  let sum: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const part of parts) {
    const counts = await testPart(part, files).catch((error: unknown) => {
      console.error(error);
      return { passed: 0, failed: 1, skipped: 0 };
    });
    sum = {
      passed: sum.passed + counts.passed,
      failed: sum.failed + counts.failed,
      skipped: sum.skipped + counts.skipped,
    };
  }
  return sum;
}

async function cleanUp(): Promise<void> {
  const ended = [...running].map((child) => once(child, 'exit'));
  for (const child of running) endGroup(child);
  await Promise.all(ended);
  await server?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void cleanUp().finally(() => process.exit(128 + constants.signals[signal]));
  });
}

const isPart = (word: string | undefined): word is Part => PARTS.some((part) => part === word);

const [first, ...rest] = process.argv.slice(2);
if (first !== undefined && !isPart(first)) {
  console.error(`npm test -- [${PARTS.join('|')} [files]]`);
  process.exit(2);
}
const sum = await testParts(first === undefined ? PARTS : [first], rest).catch((error: unknown) => {
  console.error(error);
  return { passed: 0, failed: 1, skipped: 0 };
});
await cleanUp();
if (sum.skipped > 0) console.log(`\n${sum.skipped} skipped`);
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;
