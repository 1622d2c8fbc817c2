import { setClock } from '../src/base/clock.ts';
import { inTransaction } from '../src/base/db.ts';
import type { Transaction } from '../src/base/db.ts';
import {
  addDays,
  at,
  mondayOf,
  nextWeek,
  previousQuarter,
  previousWeek,
  quarterDays,
  quarterOfDay,
  weekOf,
  weekOfDay,
} from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import { firstBookedAt } from '../src/ledger/index.ts';
import { foundCommunity } from '../src/people/index.ts';
import type { Role } from '../src/people/index.ts';
import { postWeek } from '../src/postings/index.ts';
import { addDepartment, adoptRuleSet, insertMember, STAFF_KINDS } from '../src/staff/index.ts';
import { DEPARTMENTS, STAFF_RULES } from './staff-figures.ts';

const MEMBERS = 65;

interface StreetPart {
  readonly signInName: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly post: string;
}

/** Those who sign in to the demo for the street office. */
export const STREET_PARTS: readonly StreetPart[] = [
  { signInName: 'leader', name: '罗志刚', roles: ['staff', 'leader'], post: '街道主任' },
  { signInName: 'assessor', name: '郑慧敏', roles: ['staff', 'assessor'], post: '考核专干' },
  { signInName: 'assessor2', name: '唐建军', roles: ['staff', 'assessor'], post: '考核专干' },
  { signInName: 'staff', name: '谢小燕', roles: ['staff'], post: '科员' },
  { signInName: 'leader2', name: '彭春华', roles: ['staff', 'leader'], post: '党工委副书记' },
];

export interface StreetCast {
  readonly streetId: number;
  readonly memberIds: readonly number[];
  readonly named: ReadonlyMap<string, number>;
}

/** Founds 下东街道 with its departments, its staff and the rules of its scoring. */
export function settleStreet(names: () => string, passwordHash: string): Promise<StreetCast> {
  return inTransaction(async (tx) => {
    const plan = { name: '下东街道', shortName: '下东', kind: 'street' } as const;
    const streetId = await foundCommunity(plan, tx);
    const departments: number[] = [];
    for (const name of DEPARTMENTS) departments.push(await addDepartment(streetId, name, tx));
    const cast = await hire({ streetId, departments, names, passwordHash }, tx);
    await adoptRuleSet(streetId, STAFF_RULES, null, tx);
    return { streetId, ...cast };
  });
}

interface Hiring {
  readonly streetId: number;
  readonly departments: readonly number[];
  readonly names: () => string;
  readonly passwordHash: string;
}

async function hire(
  { streetId, departments, names, passwordHash }: Hiring,
  tx: Transaction,
): Promise<Omit<StreetCast, 'streetId'>> {
  const named = new Map<string, number>();
  const memberIds: number[] = [];
  for (let n = 0; n < MEMBERS; n += 1) {
    const part = STREET_PARTS[n];
    const member = {
      streetId,
      name: part?.name ?? names(),
      roles: part?.roles ?? (['staff'] as const),
      ...(part ? { signInName: part.signInName, passwordHash } : {}),
      staffNumber: `XD${String(n + 1).padStart(3, '0')}`,
      kind: STAFF_KINDS[n % STAFF_KINDS.length] ?? 'contract',
      departmentId: departments[n % departments.length] as number,
      post: part?.post ?? '科员',
      fromOn: '2020-01-01',
    };
    const id = await insertMember(member, null, tx);
    memberIds.push(id);
    if (part) named.set(part.signInName, id);
  }
  return { memberIds, named };
}

/** The first day of the two quarters that the demo tells of. */
export const streetBegins = (end: Day): Day => quarterDays(previousQuarter(quarterOfDay(end))).from;

/**
 * Posts the weeks of the street office, each on its Monday: after all that was booked in them was
 * played, for a week that is posted takes nothing more.
 */
export async function postStreet({ streetId }: StreetCast, end: Day): Promise<void> {
  const began = await firstBookedAt(streetId);
  const first = nextWeek(began === null ? weekOfDay(end) : weekOf(began));
  for (let monday = mondayOf(first); monday <= end; monday = addDays(monday, 7)) {
    setClock(at(monday, '00:10'));
    await postWeek(streetId, previousWeek(weekOfDay(monday)));
  }
}
