import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../src/base/root.ts';

/** What a command of ours said, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
}

let isBuilt = false;

/** What `npm run` starts: the bundle, made anew when the sources have changed. */
function bundle(): string {
  if (!isBuilt) execFileSync(process.execPath, [join(projectRoot, 'scripts/build.js')]);
  isBuilt = true;
  return join(projectRoot, 'dist/main.js');
}

/** Starts `npm run <name>` as a process of its own, in the settings of this one but for `settings`. */
export const startCommand = (
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): ChildProcess =>
  spawn(process.execPath, [bundle(), ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Runs a command to its end. */
export async function runCommand(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = startCommand(args, settings);
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, lines: said.split('\n').filter((line) => line !== '') };
}

/** The address that a server which was started says that it serves. */
export function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.once('exit', (code) => {
      reject(new Error(`the server ended with ${code ?? 'a signal'}: ${said}`));
    });
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    });
  });
}
