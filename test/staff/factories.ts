import { inTransaction } from '../../src/base/db.ts';
import { findActor, foundCommunity, hashPassword } from '../../src/people/index.ts';
import type { Actor, Role } from '../../src/people/index.ts';
import { addDepartment, adoptRuleSet, insertMember } from '../../src/staff/index.ts';
import type { NewRuleSet } from '../../src/staff/index.ts';
import type { StaffKind } from '../../src/staff/index.ts';
import { TEST_PASSWORD, unique } from '../factories.ts';

/** A street office with one department; more by `aDepartment`. */
export interface TestStreet {
  readonly id: number;
  readonly departmentId: number;
}

const passwordHash = hashPassword(TEST_PASSWORD);

export function aStreet(): Promise<TestStreet> {
  return inTransaction(async (tx) => {
    const plan = { name: unique('街道'), shortName: unique('s'), kind: 'street' } as const;
    const id = await foundCommunity(plan, tx);
    return { id, departmentId: await addDepartment(id, '党政办', tx) };
  });
}

export const aDepartment = (street: TestStreet, name = unique('科室')): Promise<number> =>
  inTransaction((tx) => addDepartment(street.id, name, tx));

interface MemberWish {
  readonly name?: string;
  readonly staffNumber?: string;
  readonly roles?: readonly Role[];
  readonly kind?: StaffKind;
  readonly departmentId?: number;
  readonly fromOn?: string;
  readonly toOn?: string;
}

/** A staff member of the office, there since 2020, who signs in with TEST_PASSWORD. */
export async function aMember(street: TestStreet, wish: MemberWish = {}): Promise<Actor> {
  const hash = await passwordHash;
  const member = {
    name: '赵明',
    staffNumber: unique('n').slice(-20),
    roles: ['staff'] as const,
    kind: 'civil-servant' as const,
    departmentId: street.departmentId,
    fromOn: '2020-01-01',
    ...wish,
    post: '科员',
    streetId: street.id,
    signInName: unique('s'),
    passwordHash: hash,
  };
  const id = await inTransaction((tx) => insertMember(member, null, tx));
  return (await findActor(id)) as Actor;
}

export const anAssessor = (street: TestStreet, wish: MemberWish = {}): Promise<Actor> =>
  aMember(street, { name: '钱进', ...wish, roles: ['staff', 'assessor'] });

export const aLeader = (street: TestStreet, wish: MemberWish = {}): Promise<Actor> =>
  aMember(street, { name: '孙正', ...wish, roles: ['staff', 'leader'] });

/** Rules under which each late, early leave and absence takes a point, beyond an hour as absence. */
export const PLAIN_RULES: NewRuleSet = {
  name: '考勤细则',
  effectiveFrom: '2020-01-01',
  rules: [
    { code: 'late', part: 'attendance', name: '迟到', points: -1, graceMinutes: 5, minutesMax: 60 },
    {
      code: 'early',
      part: 'attendance',
      name: '早退',
      points: -1,
      graceMinutes: 5,
      minutesMax: 60,
    },
    { code: 'absent', part: 'attendance', name: '旷工', points: -2 },
  ],
};

/** Rules with a progressive one and a floor, in force since 2020 unless said otherwise. */
export const RULES: NewRuleSet = {
  name: '考核细则',
  effectiveFrom: '2020-01-01',
  rules: [
    {
      code: 'late',
      part: 'attendance',
      name: '迟到',
      points: 0,
      tiers: [
        { from: 3, points: -1 },
        { from: 5, points: -2 },
      ],
    },
    { code: 'absent', part: 'attendance', name: '旷工', points: -2 },
    { code: 'duty-missed', part: 'duty', name: '值班脱岗', points: -5 },
    { code: 'meeting-late', part: 'discipline', name: '会议迟到', points: -1 },
    { code: 'harm', part: 'discipline', name: '损害群众利益', points: -10 },
    { code: 'key-led', part: 'key-work', name: '牵头重点任务', points: 3 },
    { code: 'key-joined', part: 'key-work', name: '参与中心工作', points: 1 },
    { code: 'overdue', part: 'key-work', name: '交办事项超时限', points: -5 },
    { code: 'honour-street', part: 'key-work', name: '街道表彰', points: 2 },
  ],
  limits: [
    { part: 'attendance', floor: -6, cap: null },
    { part: 'key-work', floor: null, cap: 5 },
  ],
};

export const adoptRules = (street: TestStreet, over: Partial<NewRuleSet> = {}): Promise<number> =>
  inTransaction((tx) => adoptRuleSet(street.id, { ...RULES, ...over }, null, tx));
