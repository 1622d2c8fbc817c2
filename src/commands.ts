import { closeDatabase } from './base/db.ts';
import { migrate } from './base/migrator.ts';
import { serve } from './serve.ts';

type Command = (args: readonly string[]) => Promise<void>;

/** What `npm run <name>` does; each opens the database and closes it again. */
export const commands: Readonly<Record<string, Command>> = {
  serve,
  migrate: () => withDatabase(migrate),
};

async function withDatabase(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await closeDatabase();
  }
}
