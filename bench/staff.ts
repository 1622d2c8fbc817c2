import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runTask } from './child.ts';
import type { Figure, Measured } from './figure.ts';

const ROWS = 50_000;

/** Figures of staff scoring. */
export const staffFigures: readonly Figure[] = [
  {
    name: 'attendance-import',
    about: 'a month of 2,000 staff, 50,000 rows, confirmed; the same rows inserted by the driver',
    unit: 'rows/s',
    target: { atLeast: 0.25 },
    measure: async ({ folder, scale }) => {
      const dataDir = join(folder, 'attendance');
      await mkdir(dataDir);
      return runTask<Measured>(dataDir, 'attendance', Math.round(ROWS * scale));
    },
  },
];
