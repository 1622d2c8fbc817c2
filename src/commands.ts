import { closeDatabase } from './base/db.ts';
import { migrate } from './base/migrator.ts';
import { exportCommand } from './export.ts';
import { foundCommand } from './found.ts';
import { seed } from './seed.ts';
import { serve } from './serve.ts';
import { backupCommand, postWeekCommand, restoreCommand, verifyCommand } from './upkeep.ts';

type Command = (args: readonly string[]) => Promise<void>;

/** What `npm run <name>` does; each opens the database and closes it again. */
export const commands: Readonly<Record<string, Command>> = {
  serve,
  migrate: () => withDatabase(migrate),
  found: (args) => withDatabase(() => foundCommand(args)),
  seed: (args) => withDatabase(() => seed(args)),
  verify: () => withDatabase(verifyCommand),
  'post-week': (args) => withDatabase(() => postWeekCommand(args)),
  backup: () => withDatabase(backupCommand),
  export: (args) => withDatabase(() => exportCommand(args)),
  restore: (args) => withDatabase(() => restoreCommand(args)),
};

async function withDatabase(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await closeDatabase();
  }
}
