import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { addDays } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import { findActor } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import {
  calendarOf,
  changePost,
  createMember,
  departmentsOf,
  leaveOffice,
  returnToOffice,
  setHours,
  setOverride,
} from '../src/staff/index.ts';
import type { StreetCast } from './street.ts';

const SUMMER = { start: '08:30', noonFrom: '12:00', noonTo: '15:00', end: '18:00' };
const WINTER = { start: '08:30', noonFrom: '12:00', noonTo: '14:30', end: '17:30' };

const command = (actor: Actor): Command => ({ personId: actor.personId, key: newKey() });

/** Hours by season, days of the office's own, and people who came, moved, left and came back. */
export async function arrangeOffice(
  { streetId, memberIds, named }: StreetCast,
  end: Day,
): Promise<void> {
  const assessor = (await findActor(named.get('assessor') ?? 0)) as Actor;
  const departments = (await departmentsOf(streetId)).map(({ id }) => id);
  await arrangeCalendar(assessor, streetId, end);
  await movePeople(assessor, memberIds, departments, end);
  await partWith(assessor, departments, end);
}

async function arrangeCalendar(assessor: Actor, streetId: number, end: Day): Promise<void> {
  const year = Number(end.slice(0, 4));
  const seasons = [
    { fromOn: `${year - 1}-10-01`, ...WINTER },
    { fromOn: `${year}-07-01`, ...SUMMER },
    { fromOn: `${year}-10-01`, ...WINTER },
  ];
  for (const season of seasons) await setHours(assessor, season, command(assessor));
  const own = [
    { from: addDays(end, -40), usually: 'weekend', reason: '文明创建集中入户' },
    { from: addDays(end, -12), usually: 'weekend', reason: '消防隐患排查集中上班' },
    { from: addDays(end, 5), usually: 'week', reason: '周末集中上班后补休' },
  ];
  for (const { from, usually, reason } of own) {
    const plans = await calendarOf(streetId, { from, to: addDays(from, 14) });
    const day = [...plans.values()].find(({ why }) => why === usually)?.day;
    if (day === undefined) continue; // a year that nobody knows yet, or a long holiday
    const override = { day, isWorkday: usually === 'weekend', weekdaysOnly: false, reason };
    await setOverride(assessor, override, command(assessor));
  }
}

/** Two who changed department, one of them lately. */
async function movePeople(
  assessor: Actor,
  memberIds: readonly number[],
  departments: readonly number[],
  end: Day,
): Promise<void> {
  const moves = [
    { member: 12, department: 7, post: '窗口负责人', fromOn: '2024-03-01' },
    { member: 21, department: 1, post: '组织干事', fromOn: addDays(end, -75) },
  ];
  for (const { member, department, post, fromOn } of moves) {
    const departmentId = departments[department] ?? 0;
    const fields = { departmentId, post, fromOn };
    await changePost(assessor, memberIds[member] ?? 0, fields, command(assessor));
  }
  const back = memberIds[33] ?? 0;
  await leaveOffice(assessor, back, '2023-06-30', command(assessor));
  const fields = { departmentId: departments[5] ?? 0, post: '网格专干', fromOn: '2024-09-01' };
  await returnToOffice(assessor, back, fields, command(assessor));
}

/** Two more, who have left: one before the history that the demo tells of, one at its beginning. */
async function partWith(assessor: Actor, departments: readonly number[], end: Day): Promise<void> {
  const parted = [
    { name: '欧阳娟', department: 3, post: '民政专干', toOn: addDays(end, -300) },
    { name: '龙启明', department: 6, post: '安监专干', toOn: addDays(end, -120) },
  ];
  for (const [index, { name, department, post, toOn }] of parted.entries()) {
    const fields = {
      ...{ name, post, kind: 'contract' as const, fromOn: '2021-03-01' },
      staffNumber: `XD${String(101 + index)}`,
      departmentId: departments[department] ?? 0,
    };
    const { personId } = await createMember(assessor, fields, command(assessor));
    await leaveOffice(assessor, personId, toOn, command(assessor));
  }
}
