/**
 * Loaded before every test file. The settings are read once, when the first module of ours is
 * loaded, so they are made here before any such module is.
 */
import { prepareEnvironment } from './environment.ts';

const { migrated } = await prepareEnvironment();
if (!migrated) {
  const { migrate } = await import('../../src/base/migrator.ts');
  await migrate();
}

/** Closes what the process that ran the tests had open. */
export async function mochaGlobalTeardown(): Promise<void> {
  const { closeDatabase } = await import('../../src/base/db.ts');
  await closeDatabase();
}
