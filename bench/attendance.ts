import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type sqlite3 from 'sqlite3';
import { setClock } from '../src/base/clock.ts';
import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { inTransaction } from '../src/base/db.ts';
import { addDays, at } from '../src/base/period.ts';
import { closeSqlite, openSqlite, sqlitePath } from '../src/base/sqlite.ts';
import { findActor, foundCommunity } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import {
  addDepartment,
  adoptRuleSet,
  asCsv,
  confirmImport,
  importPreview,
  insertMember,
  takeIn,
} from '../src/staff/index.ts';
import { Chance } from '../seeders/chance.ts';
import { STAFF_RULES } from '../seeders/staff-figures.ts';
import { rowsOf, run } from './bare-rows.ts';
import type { Row } from './bare-rows.ts';
import { byTurns, timed } from './figure.ts';
import type { Measured } from './figure.ts';

const DAYS = 25;
const MONTHS = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'];
const HEADINGS = ['工号', '姓名', '日期', '上班时间', '下班时间'];
/** Where the rows of an import lie, those first that others name. */
const TABLES = [
  'attendance_imports',
  'attendance_days',
  'accounts',
  'score_incidents',
  'transfers',
  'score_entries',
  'audit_events',
];

/**
 * Confirms one month after another, each in one transaction, and after each inserts the very rows
 * that it made into a copy of the same file through the driver alone; rows a second.
 */
export async function measureImport(dataDir: string, rows: number): Promise<Measured> {
  const people = Math.max(1, Math.round(rows / DAYS));
  const assessor = await office(people);
  const copy = join(dataDir, 'copy.sqlite');
  const from = await openSqlite(sqlitePath(dataDir));
  await rowsOf(from, 'VACUUM INTO ?', copy);
  const to = await openSqlite(copy);
  setClock(at('2026-06-01', '09:00'));
  const rate = (ms: number): number => (people * DAYS * 1000) / ms;
  try {
    return await byTurns(
      MONTHS.length - 1,
      async (round) => rate(await importMonth(assessor, MONTHS[round] ?? '', people, dataDir)),
      async () => rate(await insertNew(from, to)),
    );
  } finally {
    await closeSqlite(to);
    await closeSqlite(from);
    setClock();
  }
}

const ask = ({ personId }: Actor): Command => ({ personId, key: newKey() });

const numberOf = (n: number): string => `N${String(n).padStart(5, '0')}`;

function office(people: number): Promise<Actor> {
  const made = inTransaction(async (tx) => {
    const plan = { name: '测试街道', shortName: '测试', kind: 'street' } as const;
    const streetId = await foundCommunity(plan, tx);
    const departmentId = await addDepartment(streetId, '党政办公室', tx);
    await adoptRuleSet(streetId, STAFF_RULES, null, tx);
    const member = { streetId, departmentId, post: '科员', fromOn: '2020-01-01' };
    const insert = (n: number, role: 'assessor' | 'staff'): Promise<number> => {
      const own = { name: `员工${n}`, staffNumber: numberOf(n), roles: [role] };
      return insertMember({ ...member, kind: 'contract', ...own }, null, tx);
    };
    for (let n = 1; n <= people; n += 1) await insert(n, 'staff');
    return insert(0, 'assessor');
  });
  return made.then(async (id) => (await findActor(id)) as Actor);
}

/** Takes a file in and looks at it; then confirms it, which alone is measured. */
async function importMonth(
  assessor: Actor,
  first: string,
  people: number,
  dataDir: string,
): Promise<number> {
  const chance = new Chance(people);
  const lines = Array.from({ length: people * DAYS }, (_, n) => {
    const who = (n % people) + 1;
    const day = addDays(first, Math.floor(n / people));
    const minute = chance.happens(0.03) ? 40 + chance.whole(20) : 10 + chance.whole(20);
    return [numberOf(who), `员工${who}`, day, `08:${minute}`, `17:${30 + chance.whole(29)}`];
  });
  const path = join(dataDir, `${first}.csv`);
  await writeFile(path, asCsv([HEADINGS, ...lines]));
  const { id } = await takeIn(assessor, { path, name: first }, ask(assessor));
  const { digest: seen } = await importPreview(id, assessor.communityId, { absentees: 'open' });
  return timed(() => confirmImport(assessor, id, { absentees: 'open', seen }, ask(assessor)));
}

/** Inserts what is new in one file into the other, in one transaction; milliseconds. */
async function insertNew(from: sqlite3.Database, to: sqlite3.Database): Promise<number> {
  const inserts: [sqlite3.Statement, Row[]][] = [];
  for (const table of TABLES) {
    const [last] = await rowsOf(to, `SELECT COALESCE(MAX(id), ?) AS id FROM ${table}`, 0);
    const rows = await rowsOf(
      from,
      `SELECT * FROM ${table} WHERE id > ? ORDER BY id`,
      last?.['id'],
    );
    const names = Object.keys(rows[0] ?? {});
    if (names.length === 0) continue;
    const marks = names.map(() => '?').join();
    inserts.push([to.prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${marks})`), rows]);
  }
  const [begin, commit] = [to.prepare('BEGIN IMMEDIATE'), to.prepare('COMMIT')];
  const took = await timed(async () => {
    await run(begin, []);
    for (const [statement, rows] of inserts) {
      for (const row of rows) await run(statement, Object.values(row));
    }
    await run(commit, []);
  });
  for (const statement of [begin, commit, ...inserts.map(([one]) => one)]) statement.finalize();
  return took;
}
