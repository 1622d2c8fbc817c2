/** Reads a workbook of 50,000 rows in a process of its own, and says how much memory that took. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env['DATA_DIR'] = mkdtempSync(join(tmpdir(), 'jifenbu-large-'));
process.env['SESSION_SECRET'] = 'x'.repeat(32);
const { bookOf } = await import('./files.ts');
const { readSpreadsheet } = await import('../../../src/base/spreadsheet/reading.ts');

const path = join(process.env['DATA_DIR'], 'large.xlsx');
const heads = ['工号', '姓名', '科室', '日期', '上班时间', '下班时间'];
const line = (n: number): (string | { serial: number })[] => [
  `N${n % 2000}`,
  `员工${n % 2000}`,
  '党政办公室',
  { serial: 46300 + (n % 25) },
  '08:31',
  '17:30',
];

if (process.argv[2] === 'make') {
  writeFileSync(
    String(process.argv[3]),
    bookOf([heads, ...Array.from({ length: 50_000 }, (_, n) => line(n))]),
  );
} else {
  // Made by another process, so that only the reading is measured.
  const { execFileSync } = await import('node:child_process');
  execFileSync(process.execPath, ['--import=tsx', import.meta.filename, 'make', path]);
  const { rows } = await readSpreadsheet(path, 'file');
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(JSON.stringify({ rows: rows.length, megabytes }));
}
rmSync(process.env['DATA_DIR'], { recursive: true, force: true });
