import { setClock } from '../src/base/clock.ts';
import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { addDays, at, previousQuarter, quarterDays, quarterOfDay } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import { findActor } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import {
  appraisalsOf,
  closeReview,
  commentOn,
  confirmGrade,
  openQuarterReview,
  openYearReview,
  proposeGrade,
  signAppraisal,
  writeSummary,
} from '../src/staff/index.ts';
import type { Appraisal } from '../src/staff/index.ts';
import type { Chance } from './chance.ts';
import type { StreetCast } from './street.ts';

const SUMMARIES = [
  '本季度走访居民 42 户，办结群众诉求 17 件，参与防汛值守 6 次。不足：台账更新不够及时。',
  '完成辖区 3 个老旧小区加装电梯的协调工作，参与文明创建 8 次。下季度重点推进停车整治。',
  '受理便民事项 310 件，无投诉。利用周末入户宣传医保缴费，参保率提高 4 个百分点。',
  '牵头安全生产检查 25 家，整改隐患 31 处，全部销号。业务学习还要加强。',
] as const;
const COMMENTS = [
  '工作踏实，群众反映好，希望继续保持。',
  '主动担当，重点任务按期完成，注意劳逸结合。',
  '能完成交办事项，考勤要再严格一些。',
  '熟悉业务，服务热情，材料质量还可以提高。',
] as const;
const REASONS = {
  good: '重点任务完成出色，群众评价好，季度内无违纪。',
  'fairly-good': '按时完成本职工作，参与中心工作积极。',
  average: '能完成交办事项，考勤纪律有待加强。',
} as const;
const GOOD_MAX = 24;

const asked = ({ personId }: Actor): Command => ({ personId, key: newKey() });

interface Office {
  readonly assessors: readonly [Actor, Actor];
  readonly leaders: readonly [Actor, Actor];
}

async function officeOf({ named }: StreetCast): Promise<Office> {
  const actor = async (name: string): Promise<Actor> =>
    (await findActor(named.get(name) ?? 0)) as Actor;
  return {
    assessors: [await actor('assessor'), await actor('assessor2')],
    leaders: [await actor('leader'), await actor('leader2')],
  };
}

/** Reviews the last quarter from account to signature, some of which wait, and opens the year. */
export async function reviewStreet(cast: StreetCast, chance: Chance, end: Day): Promise<void> {
  const office = await officeOf(cast);
  const [assessor] = office.assessors;
  const quarter = previousQuarter(quarterOfDay(end));
  const { to } = quarterDays(quarter);
  const begun = addDays(to, 7) < end ? addDays(to, 7) : end;
  setClock(at(begun, '09:00'));
  const wish = { quarter, dueOn: addDays(begun, 7) };
  const { id } = await openQuarterReview(assessor, wish, asked(assessor));
  const sheets = await appraisalsOf(id);
  for (const [place, one] of sheets.entries()) await appraise(office, one, place, chance);
  await closeReview(office.leaders[0], id, asked(office.leaders[0]));
  for (const one of sheets) if (chance.happens(0.92)) await sign(one);
  const year = Number(end.slice(0, 4)) - (quarterOfDay(end).endsWith('4') ? 0 : 1);
  setClock(at(end, '08:00'));
  const summary = { year, dueOn: addDays(end, 30) };
  await openYearReview(assessor, summary, asked(assessor));
}

async function appraise(
  { assessors, leaders }: Office,
  { id, personId }: Appraisal,
  place: number,
  chance: Chance,
): Promise<void> {
  const leader = leaders.find((one) => one.personId !== personId) as Actor;
  const assessor = assessors.find((one) => one.personId !== personId) as Actor;
  const person = await findActor(personId); // null for one who has left since
  if (person && chance.happens(0.6)) {
    await writeSummary(person, id, chance.pick(SUMMARIES), asked(person));
  }
  await commentOn(leader, id, chance.pick(COMMENTS), asked(leader));
  const grade = gradeOf(place, chance);
  await proposeGrade(assessor, id, { grade, reason: REASONS[grade] }, asked(assessor));
  await confirmGrade(leader, id, '经会议研究，同意。', asked(leader));
}

// By place and chance, not by score: a grade is what people say of somebody.
function gradeOf(place: number, chance: Chance): keyof typeof REASONS {
  if (place % 5 < 2 && place < (GOOD_MAX / 2) * 5) return 'good';
  return chance.happens(0.15) ? 'average' : 'fairly-good';
}

async function sign({ id, personId }: Appraisal): Promise<void> {
  const person = await findActor(personId);
  if (person) await signAppraisal(person, id, '', asked(person));
}
