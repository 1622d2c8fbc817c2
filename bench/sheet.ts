import type sqlite3 from 'sqlite3';
import sql from 'sql-template-tag';
import { inTransaction, row } from '../src/base/db.ts';
import type { Transaction } from '../src/base/db.ts';
import { addDays } from '../src/base/period.ts';
import { closeSqlite, openSqlite, sqlitePath } from '../src/base/sqlite.ts';
import { foundCommunity } from '../src/people/index.ts';
import {
  addDepartment,
  adoptRuleSet,
  insertMember,
  scoreSheet,
  settleIncidents,
  STAFF_KINDS,
} from '../src/staff/index.ts';
import type { NewIncident } from '../src/staff/index.ts';
import { DEPARTMENTS, STAFF_RULES } from '../seeders/staff-figures.ts';
import { byTurns, timed } from './figure.ts';
import type { Measured } from './figure.ts';

const ENTRIES_EACH = 30;
const QUARTER = '2026-Q3';
const FIRST_DAY = '2026-07-01';
const ROUNDS = 25;
const AT_ONCE = 100;

/** Founds an office of so many staff, each with thirty entries in one quarter; the street's id. */
export function fillStreet(staff: number): Promise<number> {
  return inTransaction(async (tx) => {
    const plan = { name: '大街道', shortName: '大', kind: 'street' } as const;
    const streetId = await foundCommunity(plan, tx);
    const departments: number[] = [];
    for (const name of DEPARTMENTS) departments.push(await addDepartment(streetId, name, tx));
    await adoptRuleSet(streetId, { ...STAFF_RULES, limits: [] }, null, tx);
    const people: number[] = [];
    for (let n = 0; n < staff; n += 1) {
      people.push(await hire(streetId, departments[n % departments.length] as number, n, tx));
    }
    for (let from = 0; from < staff; from += AT_ONCE) {
      const stand = people.slice(from, from + AT_ONCE).flatMap(factsOf);
      await settleIncidents(streetId, { stand }, { personId: null }, tx);
    }
    return streetId;
  });
}

const hire = (streetId: number, departmentId: number, n: number, tx: Transaction) =>
  insertMember(
    {
      streetId,
      departmentId,
      name: `工作人员${n}`,
      roles: ['staff'],
      staffNumber: `D${String(n).padStart(5, '0')}`,
      kind: STAFF_KINDS[n % STAFF_KINDS.length] ?? 'contract',
      post: '科员',
      fromOn: '2020-01-01',
    },
    null,
    tx,
  );

const KINDS = [
  ['attendance', 'early'],
  ['duty', 'duty-covered'],
  ['discipline', 'meeting-late'],
  ['key-work', 'key-joined'],
] as const;

const factsOf = (personId: number): NewIncident[] =>
  Array.from({ length: ENTRIES_EACH }, (_, n) => {
    const [part, ruleCode] = KINDS[n % KINDS.length] as (typeof KINDS)[number];
    const occurredOn = addDays(FIRST_DAY, n * 3);
    const key = `bench:${personId}:${n}`;
    return { personId, part, ruleCode, occurredOn, key, subject: key, enteredById: null };
  });

/** The sheet of a quarter against one GROUP BY over the same entries in the driver; milliseconds. */
export async function measureSheet(dataDir: string): Promise<Measured> {
  const street = await row<{ id: number }>(sql`SELECT id FROM communities WHERE kind = 'street'`);
  if (!street) throw new Error('there is no street office');
  const bare = await openSqlite(sqlitePath(dataDir));
  try {
    return await byTurns(
      ROUNDS,
      () => timed(() => scoreSheet(street.id, QUARTER)),
      () => timed(() => groupBy(bare, [street.id, QUARTER])),
      3,
    );
  } finally {
    await closeSqlite(bare);
  }
}

const groupBy = (bare: sqlite3.Database, values: readonly unknown[]): Promise<unknown[]> =>
  new Promise((resolve, reject) => {
    bare.all(
      `SELECT person_id, part, SUM(points) AS points FROM score_entries
        WHERE community_id = ? AND quarter = ? GROUP BY person_id, part`,
      values,
      (error: Error | null, found: unknown[]) => {
        if (error) reject(error);
        else resolve(found);
      },
    );
  });
