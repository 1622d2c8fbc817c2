import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DEMO_PIN } from '../seeders/counter.ts';
import { DEMO_SIGN_INS, isEmpty, seedDemo } from '../seeders/demo.ts';
import { buildApp } from './app.ts';
import { closeDatabase } from './base/db.ts';
import { migrate, unmigrate } from './base/migrator.ts';
import { config } from './config.ts';
import { demoPassword, keptDemoPassword } from './demo-password.ts';
import { startJobs, stopJobs } from './jobs.ts';
import { log } from './web/log.ts';

const STOP_MS = 10_000;
const IDLE_MS = 50;

/**
 * Migrates, fills an empty database with the demo (never in production), serves until told to stop,
 * then finishes the requests in flight.
 */
export async function serve(): Promise<void> {
  await migrate();
  if (config.environment !== 'production') await makeDemoOnce();
  const server = createServer(buildApp());
  await listen(server);
  startJobs(log);
  say(greeting(server));
  await signalled();
  await stop(server);
}

// Lies there while the demo is being made: a start that finds it makes the demo anew.
const unfinished = join(config.dataDir, 'demo-unfinished');

async function makeDemoOnce(): Promise<void> {
  if (existsSync(unfinished)) {
    await unmigrate();
    await migrate();
  } else if (!(await isEmpty())) return;
  say('The database is empty: making the demo, twelve weeks of two communities …');
  writeFileSync(unfinished, '');
  await seedDemo(demoPassword());
  rmSync(unfinished);
}

function greeting(server: Server): string {
  const { port } = server.address() as AddressInfo;
  const address = `Jifenbu serves http://${config.host}:${port}`;
  const password = config.environment === 'production' ? null : keptDemoPassword();
  if (password === null) return address;
  return `${address}\nDemo sign-ins: ${DEMO_SIGN_INS.join(', ')}\nDemo password: ${password}\nDemo pick-up PIN of resident and manager: ${DEMO_PIN}`;
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
}

const signalled = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });

async function stop(server: Server): Promise<void> {
  const late = setTimeout(() => {
    server.closeAllConnections();
  }, STOP_MS);
  // A connection that is kept alive falls idle only after its last answer.
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, IDLE_MS);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(idle);
  clearTimeout(late);
  await stopJobs();
  await closeDatabase();
}
