import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setClock } from '../src/base/clock.ts';
import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { addDays, at, previousQuarter, quarterDays, quarterOfDay } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import { config } from '../src/config.ts';
import { findActor } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import {
  approveLeave,
  asCsv,
  askLeave,
  asWorkbook,
  calendarOf,
  completeImport,
  confirmImport,
  importPreview,
  membersOf,
  takeIn,
} from '../src/staff/index.ts';
import type { Member } from '../src/staff/index.ts';
import type { Chance } from './chance.ts';
import type { StreetCast } from './street.ts';

const HEADINGS = ['工号', '姓名', '科室', '日期', '上班时间', '下班时间'];
/** The last days are in no file yet: they are in the one to try the import with. */
const DAYS_TO_TRY = 14;

/** Those who do what has to be done about attendance. */
interface Office {
  readonly streetId: number;
  readonly assessor: Actor;
  readonly second: Actor;
  readonly leader: Actor;
  readonly members: readonly Member[];
}

const ask = (actor: Actor): Command => ({ personId: actor.personId, key: newKey() });

/** The first day of the two quarters that the demo tells of. */
const streetBegins = (end: Day): Day => quarterDays(previousQuarter(quarterOfDay(end))).from;

/**
 * Two quarters of attendance, week by week: leaves are asked for and approved, and each Monday the
 * machine's file of the week before is imported. What the last days bring is left as a file.
 */
export async function playAttendance(cast: StreetCast, chance: Chance, end: Day): Promise<void> {
  const office = await officeOf(cast);
  const cut = addDays(end, -DAYS_TO_TRY);
  let monday = streetBegins(end);
  while (monday < cut) {
    const next = addDays(monday, 7 - weekdayOf(monday));
    const until = next < cut ? next : cut;
    await playWeek(office, chance, monday, until);
    monday = until;
  }
  await leaveToTry(office, chance, cut, end);
  setClock(at(end, '07:00'));
  const waiting = office.members.at(-1) as Member;
  const plans = await calendarOf(office.streetId, { from: addDays(end, 1), to: addDays(end, 15) });
  const day = [...plans.values()].find(({ isWorkday }) => isWorkday)?.day;
  if (day) await requestLeave(waiting, { day, kind: 'trip', reason: '赴市里参加培训' });
}

async function officeOf({ streetId, named }: StreetCast): Promise<Office> {
  const actor = async (name: string): Promise<Actor> =>
    (await findActor(named.get(name) ?? 0)) as Actor;
  return {
    streetId,
    assessor: await actor('assessor'),
    second: await actor('assessor2'),
    leader: await actor('leader'),
    members: await membersOf(streetId),
  };
}

/** 0 for Monday. */
const weekdayOf = (day: Day): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

const LEAVES = [
  ['annual', '休年假'],
  ['personal', '家中有事'],
  ['sick', '感冒就医'],
  ['compensatory', '周末值班调休'],
  ['trip', '赴区里开会'],
] as const;

async function playWeek(office: Office, chance: Chance, from: Day, to: Day): Promise<void> {
  const plans = [...(await calendarOf(office.streetId, { from, to })).values()];
  const workdays = plans.filter(({ isWorkday }) => isWorkday).map(({ day }) => day);
  if (workdays.length === 0) return;
  const away = new Set<string>();
  // Of two leaves a week, one is asked for before and one when the deduction is there already.
  const [before, after] = chance.some(office.members.slice(4), 2) as [Member, Member];
  const [kind, reason] = chance.pick(LEAVES);
  const day = chance.pick(workdays);
  setClock(at(from, '08:00'));
  await requestLeave(before, { day, kind, reason }, office.leader);
  for (const one of [before, after]) away.add(`${one.staffNumber} ${day}`);
  const lines = office.members.flatMap((member) =>
    workdays.map((one) => lineOf(member, one, chance, away)),
  );
  setClock(at(to, '09:00'));
  await importLines(office, from, lines);
  setClock(at(to, '15:00'));
  await requestLeave(after, { day, kind, reason }, office.leader);
}

interface Request {
  readonly day: Day;
  readonly kind: 'annual' | 'personal' | 'sick' | 'compensatory' | 'trip';
  readonly reason: string;
}

async function requestLeave(
  member: Member,
  { day, kind, reason }: Request,
  leader?: Actor,
): Promise<void> {
  const actor = (await findActor(member.personId)) as Actor;
  const wish = { kind, fromOn: day, fromHalf: 'am', toOn: day, toHalf: 'pm', reason } as const;
  const { id } = await askLeave(actor, wish, [], ask(actor));
  if (leader) await approveLeave(leader, id, ask(leader));
}

const two = (minutes: number): string => String(minutes).padStart(2, '0');

/** What the machine has of a person and a day: mostly on time, now and then not. */
function lineOf(
  { staffNumber, name, department }: Member,
  day: Day,
  chance: Chance,
  away: ReadonlySet<string>,
): string[] {
  const line = (start: string, end: string): string[] => [
    ...[staffNumber, name, department, day, start, end],
  ];
  if (away.has(`${staffNumber} ${day}`)) return line('', '');
  const start = `08:${two(10 + chance.whole(20))}`;
  const end = `17:${two(30 + chance.whole(28))}`;
  const fate = chance.next();
  if (fate < 0.022) return line(`08:${two(36 + chance.whole(23))}`, end);
  if (fate < 0.027) return line(start, `17:${two(chance.whole(20))}`);
  if (fate < 0.029) return line('', '');
  return fate < 0.033 ? line(start, '') : line(start, end);
}

async function importLines(
  { streetId, assessor, second }: Office,
  from: Day,
  lines: readonly string[][],
): Promise<void> {
  const name = `考勤-${from}.csv`;
  const path = join(config.dataDir, `demo-attendance-${from}.csv`);
  await writeFile(path, asCsv([HEADINGS, ...lines]));
  const { id } = await takeIn(assessor, { path, name }, ask(assessor));
  await rm(path);
  const { digest: seen } = await importPreview(id, streetId, { absentees: 'open' });
  await confirmImport(assessor, id, { absentees: 'open', seen }, ask(assessor));
  await completeImport(second, id, ask(second));
}

/** Files to try the import with, with what such files have in real life. */
async function leaveToTry(office: Office, chance: Chance, from: Day, to: Day): Promise<void> {
  const plans = [...(await calendarOf(office.streetId, { from, to })).values()];
  const workdays = plans.filter(({ isWorkday }) => isWorkday).map(({ day }) => day);
  const lines = office.members.flatMap((member) =>
    workdays.map((day) => lineOf(member, day, chance, new Set())),
  );
  const [first = []] = lines;
  const wrong = [
    first,
    ['XD999', '临时人员', '', from, '08:20', '17:40'],
    [...first.slice(0, 3), '11/22/2026', '08:20', '17:40'],
  ];
  const sheet = [['考勤机导出 每日统计表'], HEADINGS, ...lines, ...wrong];
  await writeFile(join(config.dataDir, 'demo-attendance.csv'), asCsv(sheet));
  await writeFile(join(config.dataDir, 'demo-attendance.xlsx'), await asWorkbook(sheet));
}
