import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { config } from './config.ts';

const file = join(config.dataDir, 'demo-password.txt');

/** The password of the demo: the one that was set, or a random one kept in the data folder. */
export function demoPassword(): string {
  if (config.demoPassword !== undefined) return config.demoPassword;
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const password = randomBytes(9).toString('base64url');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/** The password as it was when the demo was made; null where there is none to show. */
export const keptDemoPassword = (): string | null =>
  config.demoPassword ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : null);
