import { join, parse } from 'node:path';
import type { QueryInterface } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';
import { db, isPostgres, row } from './db.ts';
import { projectRoot } from './root.ts';
import { assertSoundSqlite } from './sqlite.ts';
import sql from 'sql-template-tag';

/** One step of the schema: `up` takes it, `down` takes it back. */
export type Migration = (schema: QueryInterface) => Promise<void>;

// Built, this file lies in dist/ beside the built migrations; else both are read as they are written.
const built = import.meta.dirname.startsWith(join(projectRoot, 'dist'));
const folder = built ? join(projectRoot, 'dist/migrations') : join(projectRoot, 'migrations');

const load = async (path: string): Promise<{ up: Migration; down: Migration }> =>
  (await import(path)) as { up: Migration; down: Migration };

const migrator = new Umzug({
  migrations: {
    glob: ['*.{ts,js}', { cwd: folder }],
    resolve: ({ name, path = '', context: schema }) => ({
      name: parse(name).name, // without .ts or .js, so a build does not run them all again
      up: async () => (await load(path)).up(schema),
      down: async () => (await load(path)).down(schema),
    }),
  },
  context: db.getQueryInterface(),
  storage: new SequelizeStorage({ sequelize: db }),
  logger: undefined,
});

/** Brings the schema up to date; a second time changes nothing. */
export async function migrate(): Promise<void> {
  if (!isPostgres) {
    const found = await row<{ version: string }>(sql`SELECT sqlite_version() AS version`);
    assertSoundSqlite(found?.version ?? '0');
  }
  await migrator.up();
}

/** Takes back every step, newest first. */
export async function unmigrate(): Promise<void> {
  await migrator.down({ to: 0 });
}

/** The steps that the database still lacks. */
export async function pendingMigrations(): Promise<string[]> {
  return (await migrator.pending()).map(({ name }) => name);
}
