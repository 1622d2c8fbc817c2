import { existsSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { db, isPostgres } from '../../../src/base/db.ts';
import { sqlitePath } from '../../../src/base/sqlite.ts';
import { config } from '../../../src/config.ts';
import { log } from '../../../src/web/log.ts';
import type { Copy, Row } from './linkers.ts';

const select = (text: string): Promise<Row[]> => db.query<Row>(text, { type: QueryTypes.SELECT });

let tables: readonly string[] | undefined;

async function tableNames(): Promise<readonly string[]> {
  const found = await select(
    isPostgres
      ? `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`
      : `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  );
  return found.map(({ name }) => name as string);
}

/** Every table with its rows as they lie, and with what the database notes of each row itself. */
export async function copyOfDatabase(): Promise<Copy> {
  tables ??= await tableNames();
  const copy = new Map<string, readonly Row[]>();
  for (const table of tables) {
    if (isPostgres)
      copy.set(table, await select(`SELECT ctid::text, xmin::text, t.* FROM "${table}" t`));
    else {
      const withId = select(`SELECT rowid, * FROM "${table}" NOT INDEXED`);
      copy.set(table, await withId.catch(() => select(`SELECT * FROM "${table}"`)));
    }
  }
  return copy;
}

/** Every byte of the database's files, with pages that were freed; on PostgreSQL its rows as text. */
export async function bytesOfDatabase(): Promise<string> {
  if (isPostgres) return JSON.stringify([...(await copyOfDatabase())]);
  const file = sqlitePath(config.dataDir);
  return [file, `${file}-wal`]
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'latin1'))
    .join('');
}

/** The real log of this process, line by line, from now on; `stop` makes it silent again. */
export function captureLog(): { readonly lines: string[]; readonly stop: () => void } {
  const lines: string[] = [];
  const open = log as unknown as Record<symbol, unknown>;
  const stream = open[pino.symbols.streamSym];
  const level = log.level;
  open[pino.symbols.streamSym] = { write: (line: string) => lines.push(line) };
  log.level = 'trace';
  const stop = (): void => {
    log.level = level;
    open[pino.symbols.streamSym] = stream;
  };
  return { lines, stop };
}
