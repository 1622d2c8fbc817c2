import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../src/base/root.ts';

/** Password of everybody in the scratch databases. */
export const PASSWORD = 'measure by measure';

/** A process that listens. */
export interface Server {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** A database of its own in its own folder, whatever the settings of this machine say. */
const settingsFor = (dataDir: string): NodeJS.ProcessEnv => ({
  ...process.env,
  DATA_DIR: dataDir,
  DATABASE_URL: '',
  DEMO_PASSWORD: PASSWORD,
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'silent',
  TRUST_PROXY: '0',
});

/** Runs a task of `bench/tasks.ts` in a process of its own, on the database of a folder. */
export async function runTask<T>(dataDir: string, name: string, count: number): Promise<T> {
  const env = { ...settingsFor(dataDir), NODE_ENV: 'development' };
  const child = fork(join(import.meta.dirname, 'tasks.ts'), [name, String(count)], { env });
  let answer: T | undefined;
  child.on('message', (message) => {
    answer = message as T;
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0 || answer === undefined) throw new Error(`the task ${name} failed`);
  return answer;
}

/** The server as it runs in service, built by `npm run build`. */
export function startServer(dataDir: string): Promise<Server> {
  const env = {
    ...settingsFor(dataDir),
    NODE_ENV: 'production',
    SESSION_SECRET: 'a secret that lasts no longer than the bench',
  };
  const child = spawn(process.execPath, [join(projectRoot, 'dist/main.js'), 'serve'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return listening(child);
}

/** Express and EJS alone, sending one page from a file. */
export function startBarePage(view: string): Promise<Server> {
  const child = fork(join(import.meta.dirname, 'bare-page.ts'), [view], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  return listening(child);
}

/** A server says its address when it listens. */
async function listening(child: ChildProcess): Promise<Server> {
  const output = child.stdout;
  if (!output) throw new Error('the server has no output');
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: output }).on('line', (line) => {
      const found = /http:\/\/\S+/.exec(line)?.[0];
      if (found) resolve(found);
    });
    child.once('exit', (code) => {
      reject(new Error(`the server ended with ${code ?? 'a signal'} before it listened`));
    });
  });
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return { url, stop };
}
