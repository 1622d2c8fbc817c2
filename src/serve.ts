import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { buildApp } from './app.ts';
import { closeDatabase } from './base/db.ts';
import { migrate } from './base/migrator.ts';
import { config } from './config.ts';
import { log } from './web/log.ts';

const STOP_MS = 10_000;

/** Migrates, serves until told to stop, then finishes the requests in flight. */
export async function serve(): Promise<void> {
  await migrate();
  const server = createServer(buildApp());
  await listen(server);
  log.info(`http://${config.host}:${config.port}`);
  await signalled();
  await stop(server);
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
}

const signalled = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

async function stop(server: Server): Promise<void> {
  const late = setTimeout(() => {
    server.closeAllConnections();
  }, STOP_MS);
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await closed;
  clearTimeout(late);
  await closeDatabase();
}
