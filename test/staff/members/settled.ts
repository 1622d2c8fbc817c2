import type { Actor } from '../../../src/people/index.ts';
import {
  changeNumbers,
  changePost,
  createDepartment,
  createMember,
  leaveOffice,
  setHours,
  setOverride,
  settingsOf,
  turnSwitch,
} from '../../../src/staff/index.ts';
import { asked } from '../../factories.ts';

type By = Readonly<Record<'assessor' | 'administrator' | 'staff', Actor>>;

const HOURS = { start: '08:30', noonFrom: '12:00', noonTo: '15:00', end: '18:00' };

/** An office in which people moved and left, days were set and settings changed. */
export async function arrangedOffice({
  assessor,
  administrator,
  staff,
}: By): Promise<{ leaver: number; department: number }> {
  const department = await createDepartment(assessor, '科员', asked(assessor));
  const post = { departmentId: department.id, post: '科员', fromOn: '2026-10-01' };
  await changePost(assessor, staff.personId, post, asked(assessor));
  const fields = { ...post, name: '赵明', staffNumber: 'L001', kind: 'contract' } as const;
  const leaver = await createMember(assessor, fields, asked(assessor));
  await leaveOffice(assessor, leaver.personId, '2026-11-10', asked(assessor));
  await setHours(assessor, { fromOn: '2026-07-01', ...HOURS }, asked(assessor));
  const override = { day: '2026-11-21', isWorkday: true, weekdaysOnly: false };
  await setOverride(assessor, { ...override, reason: '全天未到岗' }, asked(assessor));
  const { ranking, publicPosting, ...numbers } = await settingsOf(assessor.communityId);
  const change = { ...numbers, startScore: 80, reason: '重复申报' };
  await changeNumbers(assessor, change, asked(assessor));
  const turn = { name: 'ranking', on: !ranking && !publicPosting, reason: '重复申报' } as const;
  await turnSwitch(administrator, turn, asked(administrator));
  return { leaver: leaver.personId, department: department.id };
}
