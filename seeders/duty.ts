import { setClock } from '../src/base/clock.ts';
import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { addDays, at, monthDays, monthOfDay, nextMonth, weekDays } from '../src/base/period.ts';
import type { Day, Month } from '../src/base/period.ts';
import { Refusal } from '../src/base/refusal.ts';
import { findActor } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import {
  acceptExchange,
  addRotation,
  addShift,
  draftRoster,
  dutiesIn,
  proposeSwap,
  publishRoster,
  recordKept,
  recordOutcome,
  setRoomPhone,
} from '../src/staff/index.ts';
import type { Duty } from '../src/staff/index.ts';
import type { Chance } from './chance.ts';

interface Watch {
  readonly name: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly days: 'all' | 'resting';
  /** Which of the office's members, and how many of them at a time. */
  readonly members: readonly [from: number, to: number];
  readonly together: number;
}

/** Whoever leads is on call round the clock; nights, and days on which the office rests. */
const NIGHT = '夜班';
const WATCHES: readonly Watch[] = [
  {
    name: '带班领导',
    startsAt: '08:30',
    endsAt: '08:30',
    days: 'all',
    members: [40, 47],
    together: 1,
  },
  {
    name: '白班',
    startsAt: '08:30',
    endsAt: '17:30',
    days: 'resting',
    members: [24, 40],
    together: 2,
  },
  { name: NIGHT, startsAt: '17:30', endsAt: '08:30', days: 'all', members: [0, 24], together: 2 },
];

interface Office {
  readonly streetId: number;
  readonly memberIds: readonly number[];
  readonly assessors: readonly [Actor, Actor];
  readonly chance: Chance;
}

const asked = ({ personId }: Actor): Command => ({ personId, key: newKey() });

interface DutyCast {
  readonly streetId: number;
  readonly memberIds: readonly number[];
  readonly named: ReadonlyMap<string, number>;
}

/** Rosters from a day until the end of next month, with what became of each duty that is over. */
export async function playDuty(
  { streetId, memberIds, named }: DutyCast,
  chance: Chance,
  { from, to: end }: { readonly from: Day; readonly to: Day },
): Promise<void> {
  const assessor = (await findActor(named.get('assessor') ?? 0)) as Actor;
  const second = (await findActor(named.get('assessor2') ?? 0)) as Actor;
  const office: Office = { streetId, memberIds, assessors: [assessor, second], chance };
  setClock(at(addDays(from, -7), '09:00'));
  await setRoomPhone(assessor, '0731-28260000', asked(assessor));
  for (const watch of WATCHES) await addWatch(office, watch, from);
  let month = monthOfDay(from);
  for (const last = nextMonth(monthOfDay(end)); month <= last; month = nextMonth(month)) {
    await playMonth(office, month, end);
  }
  await leaveAQuestion(office, named.get('staff') ?? 0, end);
}

/** Numbers of staff are given in the order of the members. */
const numberOf = (index: number): string => `XD${String(index + 1).padStart(3, '0')}`;

async function addWatch({ assessors: [assessor] }: Office, watch: Watch, from: Day) {
  const { name, startsAt, endsAt, days, members, together } = watch;
  const { id } = await addShift(assessor, { name, startsAt, endsAt }, asked(assessor));
  const turns: string[] = [];
  for (let n = members[0]; n < members[1]; n += together) {
    turns.push(Array.from({ length: together }, (_, more) => numberOf(n + more)).join('、'));
  }
  const rotation = { shiftId: id, days, startsOn: from, turns: turns.join('\n') };
  await addRotation(assessor, rotation, asked(assessor));
}

/** Publishes a month some days before it begins, and plays it as far as it is over. */
async function playMonth(office: Office, month: Month, end: Day): Promise<void> {
  const { from, to } = monthDays(month);
  const published = addDays(from, -6);
  setClock(at(published < end ? published : end, '09:30'));
  if (!(await isPublished(office, month))) return;
  const duties = await dutiesIn(office.streetId, { from, to }, false);
  if (published < end) await swapTwo(duties);
  for (let day = weekDays(from).to; day <= to && day <= end; day = addDays(day, 7)) {
    await judge(office, { from, to: day });
  }
  if (to <= end) await judge(office, { from, to: addDays(to, 1) });
}

/** False where nobody knows yet which days of that year are worked. */
async function isPublished({ assessors: [assessor] }: Office, month: Month): Promise<boolean> {
  try {
    const { id } = await draftRoster(assessor, { month, byHand: false }, asked(assessor));
    await publishRoster(assessor, id, asked(assessor));
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'year-unknown') return false;
    throw error;
  }
}

/** Two colleagues of the night agree to swap, a week apart. */
async function swapTwo(duties: readonly Duty[]): Promise<void> {
  const nights = duties.filter(({ shift }) => shift === NIGHT);
  const mine = nights[16] as Duty;
  const theirs = nights[25] as Duty;
  const [from, to] = [await findActor(mine.personId), await findActor(theirs.personId)];
  if (!from || !to) return;
  const wish = { otherDutyId: theirs.id, note: '家里有事，麻烦换一下' };
  const { id } = await proposeSwap(from, mine.id, wish, asked(from));
  await acceptExchange(to, id, asked(to));
}

const AMISS = [
  { outcome: 'missed', note: '夜间抽查两次电话无人接听，本人未到岗' },
  { outcome: 'left', note: '查岗时不在值班室，离岗约一小时' },
  { outcome: 'covered', note: '当班人员临时就医，主动到岗替班' },
] as const;

/** One week after another: what went wrong is recorded first, the rest was kept. */
async function judge(office: Office, span: { readonly from: Day; readonly to: Day }) {
  const { streetId, assessors, chance } = office;
  setClock(at(span.to, '09:15'));
  const duties = await dutiesIn(streetId, { from: span.from, to: addDays(span.to, -1) }, false);
  const waiting = duties.filter(({ outcome }) => outcome === null);
  const nights = waiting.filter(({ shift }) => shift === NIGHT);
  if (nights.length > 0 && chance.happens(0.4)) await recordAmiss(office, chance.pick(nights));
  for (const assessor of assessors) {
    const others = waiting.filter(({ personId }) => personId !== assessor.personId);
    const ids = others.map(({ id }) => id);
    if (ids.length > 0) await recordKept(assessor, ids, asked(assessor));
  }
}

async function recordAmiss({ memberIds, assessors, chance }: Office, duty: Duty): Promise<void> {
  const [first, second] = assessors;
  const assessor = first.personId === duty.personId ? second : first;
  const amiss = chance.pick(AMISS);
  // From those who stand in no rotation, so that nobody is on duty twice.
  const coverer = chance.pick(memberIds.slice(47));
  const form = amiss.outcome === 'covered' ? { ...amiss, coveredById: coverer } : amiss;
  await recordOutcome(assessor, duty.id, { form }, asked(assessor));
}

/** A colleague would swap with the staff member who signs in to the demo. */
async function leaveAQuestion({ streetId }: Office, staffId: number, end: Day): Promise<void> {
  setClock(at(end, '08:00'));
  const ahead = await dutiesIn(streetId, { from: addDays(end, 1), to: addDays(end, 40) }, false);
  const nights = ahead.filter(({ shift }) => shift === NIGHT);
  const theirs = nights.find(({ personId }) => personId === staffId);
  const other = nights.find(
    ({ personId, day }) => theirs && personId !== staffId && day > addDays(theirs.day, 1),
  );
  const colleague = other && (await findActor(other.personId));
  if (!theirs || !colleague) return;
  const wish = { otherDutyId: theirs.id, note: '那天要送孩子考试' };
  await proposeSwap(colleague, other.id, wish, asked(colleague));
}
