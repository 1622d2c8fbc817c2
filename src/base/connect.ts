import { join } from 'node:path';
import pg from 'pg';
import { DataTypes, Sequelize } from 'sequelize';
import type { Options, Transaction } from 'sequelize';
import sqlite3 from 'sqlite3';
import type { Config } from '../config.ts';
import { closeSqlite, executeSqlite, openSqlite, SQLITE_FILE } from './sqlite.ts';
import { writerOn } from './writer.ts';
import type { Writer } from './writer.ts';

interface Connected {
  readonly sequelize: Sequelize;
  readonly close: () => Promise<void>;
  readonly sqlite: Sqlite | null;
}

/** What SQLite is asked past Sequelize. */
export interface Sqlite {
  readonly writer: Writer;
  /** The connection of a transaction, or the one that reads. */
  readonly connectionOf: (tx?: Transaction) => Promise<sqlite3.Database>;
}

const MODEL_DEFAULTS: Options['define'] = { underscored: true, timestamps: false };

/** Opens the database that the settings name. */
export function connect(settings: Pick<Config, 'databaseUrl' | 'dataDir'>): Connected {
  return settings.databaseUrl === undefined
    ? connectSqlite(join(settings.dataDir, SQLITE_FILE))
    : connectPostgres(settings.databaseUrl);
}

function connectPostgres(url: string): Connected {
  // Counts and sums as numbers, days and instants as the same text that SQLite holds.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  // Sequelize reads NUMERIC by a table of its own, before it asks the driver.
  (DataTypes as unknown as { postgres: { DECIMAL: { parse: unknown } } }).postgres.DECIMAL.parse =
    Number;
  pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
  pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    dialectModule: pg,
    logging: false,
    define: MODEL_DEFAULTS,
    pool: { max: 10, idle: 30_000 },
    dialectOptions: { statement_timeout: 5_000, lock_timeout: 2_000 },
  });
  return { sequelize, close: () => sequelize.close(), sqlite: null };
}

/** What Sequelize asks of the connections of a dialect; ours answers with two that stay open. */
interface Connections {
  readonly getConnection: (options: { uuid?: string }) => Promise<sqlite3.Database>;
  readonly releaseConnection: (connection: sqlite3.Database) => void;
  readonly destroyConnection: (connection: sqlite3.Database) => Promise<void>;
}

/**
 * SQLite with one connection that reads and one that writes, both kept open. Left alone, Sequelize 6
 * opens and closes a file handle for every transaction, which costs more than the booking itself.
 */
function connectSqlite(storage: string): Connected {
  const sequelize = new Sequelize({
    dialect: 'sqlite',
    dialectModule: sqlite3,
    storage,
    logging: false,
    define: MODEL_DEFAULTS,
    retry: { max: 1, match: [] },
  });
  const { connections, close } = keptConnections(storage);
  Object.assign(sequelize.connectionManager, connections);
  const connectionOf = async (tx?: Transaction): Promise<sqlite3.Database> =>
    (tx as { connection?: sqlite3.Database } | undefined)?.connection ??
    connections.getConnection({});
  const writer = writerOn({
    connect: () => connections.getConnection({ uuid: 'writer' }),
    discard: connections.destroyConnection,
  });
  return { sequelize, close, sqlite: { writer, connectionOf } };
}

/** The two connections to a file, opened when they are first asked for. */
function keptConnections(storage: string): {
  readonly connections: Connections;
  readonly close: () => Promise<void>;
} {
  let reader: Promise<sqlite3.Database> | undefined;
  let writer: Promise<sqlite3.Database> | undefined;
  const connections: Connections = {
    getConnection: async ({ uuid }) => {
      reader ??= openSqlite(storage);
      await reader;
      return uuid === undefined || uuid === 'default' ? reader : (writer ??= openSqlite(storage));
    },
    releaseConnection: () => undefined,
    // After a COMMIT or ROLLBACK that failed, what the connection holds is unknown.
    destroyConnection: async (connection) => {
      writer = undefined;
      await closeSqlite(connection);
    },
  };
  const close = async (): Promise<void> => {
    const [reading, writing] = [await reader, await writer];
    reader = writer = undefined;
    if (writing) await closeSqlite(writing);
    if (!reading) return;
    await executeSqlite(reading, 'PRAGMA wal_checkpoint(TRUNCATE)');
    await closeSqlite(reading);
  };
  return { connections, close };
}
