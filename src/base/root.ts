import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json: views, locales and migrations are found from it, built or not. */
export const projectRoot = findRoot(import.meta.dirname);

function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder));
}
