import { parseArgs } from 'node:util';
import { seedBulk } from '../seeders/bulk.ts';
import { isEmpty, seedDemo } from '../seeders/demo.ts';
import { migrate } from './base/migrator.ts';
import { config } from './config.ts';
import { demoPassword } from './demo-password.ts';

/**
 * Fills an empty database: with the demo, or with `--transfers N` that much history for measuring.
 * Throws in production, and when anything is there already.
 */
export async function seed(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { transfers: { type: 'string' } } });
  if (config.environment === 'production') throw new Error('No demo data in production.');
  await migrate();
  if (!(await isEmpty())) throw new Error('The database is not empty.');
  if (values.transfers === undefined) {
    await seedDemo(demoPassword());
    return;
  }
  const transfers = Number(values.transfers);
  if (!Number.isInteger(transfers) || transfers < 1) {
    throw new Error('--transfers takes a whole number above 0.');
  }
  await seedBulk(transfers, demoPassword());
}
