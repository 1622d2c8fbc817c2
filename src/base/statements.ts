import { DatabaseError } from 'sequelize';
import type sqlite3 from 'sqlite3';

/**
 * Statements on a connection of SQLite, kept ready: asked again, SQLite need not read the text
 * again, and what an ORM does around every query is left out. A page asks ten; each took longer to
 * get to SQLite than in it.
 */
type Statement = sqlite3.Statement;
type Ready = Map<string, Promise<Statement>>;

const KEPT_MAX = 300;
/** Longer texts are lists of rows, of which no second one has the same length. */
const LENGTH_MAX = 4_000;

const kept = new WeakMap<sqlite3.Database, Ready>();

/** All rows of a statement. Throws Sequelize's `DatabaseError` with what SQLite said as `original`. */
export const readSqlite = <T extends object>(
  connection: sqlite3.Database,
  text: string,
  values: readonly unknown[],
): Promise<T[]> =>
  withStatement(
    connection,
    text,
    values,
    (statement) =>
      new Promise((resolve, reject) => {
        statement.all<T>(values, (error, found) => {
          if (error) reject(error);
          else resolve(found);
        });
      }),
  );

/** Runs a statement that changes rows, and answers how many. Throws as `readSqlite` does. */
export const changeSqlite = (
  connection: sqlite3.Database,
  text: string,
  values: readonly unknown[],
): Promise<number> =>
  withStatement(
    connection,
    text,
    values,
    (statement) =>
      new Promise((resolve, reject) => {
        statement.run(values, function (this: sqlite3.RunResult, error: Error | null) {
          if (error) reject(error);
          else resolve(this.changes);
        });
      }),
  );

/** Lets go of the statements of a connection; it cannot be closed before. */
export async function finalizeStatements(connection: sqlite3.Database): Promise<void> {
  const ready = kept.get(connection);
  kept.delete(connection);
  const statements = await Promise.allSettled([...(ready?.values() ?? [])]);
  for (const one of statements) if (one.status === 'fulfilled') one.value.finalize();
}

async function withStatement<T>(
  connection: sqlite3.Database,
  text: string,
  values: readonly unknown[],
  work: (statement: Statement) => Promise<T>,
): Promise<T> {
  if (values.includes(undefined)) throw new Error('a value of this query is undefined');
  try {
    if (text.length <= LENGTH_MAX) return await work(await readyStatement(connection, text));
    const statement = await prepare(connection, text);
    return await work(statement).finally(() => statement.finalize());
  } catch (error) {
    throw new DatabaseError(Object.assign(error as Error, { sql: text }));
  }
}

function readyStatement(connection: sqlite3.Database, text: string): Promise<Statement> {
  const ready = kept.get(connection) ?? new Map<string, Promise<Statement>>();
  kept.set(connection, ready);
  const known = ready.get(text);
  if (known) return known;
  const preparing = prepare(connection, text);
  ready.set(text, preparing);
  preparing.catch(() => ready.delete(text));
  if (ready.size > KEPT_MAX) letGoOfOldest(ready);
  return preparing;
}

// A statement that runs at this moment is finalized by the driver when it is through.
function letGoOfOldest(ready: Ready): void {
  const [oldest] = ready;
  if (!oldest) return;
  ready.delete(oldest[0]);
  oldest[1].then(
    (statement) => statement.finalize(),
    () => undefined,
  );
}

const prepare = (connection: sqlite3.Database, text: string): Promise<Statement> =>
  new Promise((resolve, reject) => {
    const statement: Statement = connection.prepare(text, (error: Error | null) => {
      if (error) reject(error);
      else resolve(statement);
    });
  });
