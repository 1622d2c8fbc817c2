import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execFileSync } from 'node:child_process';
import { projectRoot } from '../src/base/root.ts';
import { approvalFigures } from './approvals.ts';
import { ballotFigures } from './ballots.ts';
import { counterFigures } from './counter.ts';
import { resultOf } from './figure.ts';
import type { Figure, Result } from './figure.ts';
import { historyFigures } from './history.ts';
import { staffFigures } from './staff.ts';
import { pageFigures } from './pages.ts';
import { peopleFigures } from './people.ts';

/**
 * Measures how fast the house is, each figure against a limit that is measured in the same run.
 * `--json` prints one line a figure, `--only <name>` measures one, `--scale 0.1` a tenth of it all.
 * Scratch databases lie in the system's temporary folder, or in BENCH_DIR.
 */
const figures: readonly Figure[] = [
  ...approvalFigures,
  ...counterFigures,
  ...ballotFigures,
  ...pageFigures,
  ...historyFigures,
  ...peopleFigures,
  ...staffFigures,
];

const { values: wish } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    scale: { type: 'string', default: '1' },
  },
});

const wanted = figures.filter(({ name }) => wish.only === undefined || name === wish.only);
if (wanted.length === 0) {
  const names = figures.map(({ name }) => name).join(', ');
  throw new Error(`There is no figure ${wish.only ?? ''}. There are: ${names}`);
}

function rowOf(result: Result, { about, target }: Figure): string {
  const sign = 'atLeast' in target ? '≥' : '≤';
  const held = result.holds ? 'holds' : 'MISSED';
  const parts = [
    result.name.padEnd(22),
    `${result.value} ${result.unit}`.padStart(18),
    `${result.limit}`.padStart(9),
    String(result.ratio).padStart(8),
    `${sign} ${result.target}`.padStart(7),
    held.padStart(7),
  ];
  return `${parts.join(' ')}   ${about}`;
}

execFileSync(process.execPath, [join(projectRoot, 'scripts/build.js')]);
const folder = await mkdtemp(join(process.env['BENCH_DIR'] ?? tmpdir(), 'jifenbu-bench-'));
if (!wish.json) {
  const processors = cpus();
  console.log(`Node ${process.version}, ${processors.length} × ${processors[0]?.model ?? '?'}`);
}
try {
  for (const figure of wanted) {
    const measured = await figure.measure({ folder, scale: Number(wish.scale) });
    const result = resultOf(figure, measured);
    console.log(wish.json ? JSON.stringify(result) : rowOf(result, figure));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
