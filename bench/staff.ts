import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runTask } from './child.ts';
import type { Figure, Measured } from './figure.ts';
import { filledBy } from './scratch.ts';

const ROWS = 50_000;
const STAFF = 2_000;

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
  {
    name: 'quarterly-sheet',
    about: 'sheet of a quarter of 2,000 staff and 60,000 entries; one GROUP BY by the driver',
    unit: 'ms',
    target: { atMost: 2 },
    measure: async (bench) => {
      const staff = Math.max(50, STAFF * bench.scale);
      return runTask<Measured>((await filledBy(bench, 'street', staff)).dataDir, 'sheet', 0);
    },
  },
];
