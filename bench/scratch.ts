import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sqlitePath } from '../src/base/sqlite.ts';
import { runTask } from './child.ts';
import type { Bench } from './figure.ts';

/** A database that a task has filled, and what the task answered. */
interface Filled {
  readonly dataDir: string;
  readonly answer: number;
}

// Each database is filled once, and read by every figure that needs it.
const filled = new Map<string, Promise<Filled>>();

/** A folder whose database a task has filled, the first time that it is asked for. */
export function filledBy(
  bench: Bench,
  task: 'demo' | 'history' | 'people',
  count: number,
): Promise<Filled> {
  const dataDir = join(bench.folder, `${task}-${count}`);
  const filling = filled.get(dataDir) ?? fill(dataDir, task, count);
  filled.set(dataDir, filling);
  return filling;
}

const fill = async (dataDir: string, task: string, count: number): Promise<Filled> => ({
  dataDir,
  answer: await runTask<number>(dataDir, task, count),
});

/** A copy of a database that no process has open. */
export async function copyOf(bench: Bench, from: string, name: string): Promise<string> {
  const dataDir = join(bench.folder, name);
  await mkdir(dataDir);
  await copyFile(sqlitePath(from), sqlitePath(dataDir));
  return dataDir;
}
