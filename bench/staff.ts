import { runTask } from './child.ts';
import type { Figure, Measured } from './figure.ts';
import { filledBy } from './scratch.ts';

const STAFF = 2_000;

export const staffFigures: readonly Figure[] = [
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
