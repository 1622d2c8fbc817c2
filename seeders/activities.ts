import { fromNow, setClock } from '../src/base/clock.ts';
import { addDays, at, dayOf, timeOf } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import type { Actor } from '../src/people/index.ts';
import {
  announceActivity,
  approveActivity,
  codeNow,
  createActivity,
  issueCertificate,
  recordActivity,
  signByCode,
  putInCharge,
  signByTap,
  signUp,
  withdrawCertificate,
} from '../src/volunteering/index.ts';
import type { ActivityWish } from '../src/volunteering/index.ts';
import type { Chance } from './chance.ts';
import { drawDeed } from './drawings.ts';
import type { Players } from './history.ts';
import { ask, withFile } from './market.ts';

type Plan = Pick<ActivityWish, 'title' | 'content' | 'place' | 'rule'> & { readonly risk?: string };

const PLANS: readonly Plan[] = [
  {
    title: '楼道大扫除',
    content: '清扫楼道，清理堆放的杂物，擦洗扶手。',
    place: '3栋、5栋楼道',
    rule: 'clean-up',
    risk: '地面湿滑，请穿防滑鞋；搬重物两人一起。',
  },
  {
    title: '文明出行劝导',
    content: '在路口劝导行人和电动车遵守信号灯。',
    place: '社区北门路口',
    rule: 'civility',
    risk: '请站在人行道上，穿反光背心。',
  },
  {
    title: '看望独居老人',
    content: '两人一组上门，陪老人聊天，检查水电气。',
    place: '社区服务站集合',
    rule: 'visit-elder',
  },
];

const HOST = { organiser: '伏波岭社区居民委员会', inCharge: '陈敏', contact: '0731-85550123' };

const wishOf = (plan: Plan, when: Pick<ActivityWish, 'heldOn' | 'from' | 'to'>): ActivityWish => ({
  ...{ conditions: '身体健康', risk: '', ageMin: 16, ...HOST, ...plan, ...when },
});

/** A manager announces; the id. */
async function announced([manager]: readonly Actor[], wish: ActivityWish): Promise<number> {
  const by = manager as Actor;
  const { id } = await createActivity(by, by.communityId, wish, ask(by));
  await announceActivity(by, id, ask(by));
  return id;
}

/** Residents who keep nothing, and live with nobody who will approve. */
const volunteersOf = ({ residents, managers }: Players): Actor[] =>
  residents.filter(
    ({ roles, householdId }) =>
      !roles.includes('manager') && !managers.some((one) => one.householdId === householdId),
  );

const SATURDAY = 6;
const SUNDAY = 0;
const EVERY_WEEKS = 2;
const VOLUNTEERS = 8;

/**
 * The activities of a community on Saturdays, played each morning of its history: what was held on
 * one Saturday is approved on the Sunday.
 */
export function saturdays(players: Players, chance: Chance): (day: Day) => Promise<void> {
  let weeks = 0;
  let toApprove: number | null = null;
  return async (day) => {
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
    const approver = players.managers[1] as Actor;
    if (weekday === SATURDAY) {
      weeks += 1;
      if (weeks % EVERY_WEEKS === 0) toApprove = await playSaturday(players, chance, day);
    } else if (weekday === SUNDAY && toApprove !== null) {
      setClock(at(day, '09:00'));
      await approveActivity(approver, toApprove, ask(approver));
      toApprove = null;
    }
  };
}

async function playSaturday(players: Players, chance: Chance, day: Day): Promise<number> {
  const plan = chance.pick(PLANS);
  setClock(at(day, '06:00'));
  const id = await announced(
    players.managers,
    wishOf(plan, { heldOn: day, from: '07:30', to: '09:30' }),
  );
  const people = chance.some(volunteersOf(players), VOLUNTEERS);
  for (const one of people) await signUp(one, id, one.personId, ask(one), true);
  const there = people.slice(0, -1); // there is always one who does not come
  setClock(at(day, '07:25'));
  await arrive(there.slice(1), id);
  setClock(at(day, '07:48'));
  await arrive(there.slice(0, 1), id);
  setClock(at(day, '09:35'));
  for (const one of there) await signByCode(one, id, 'departure', await code(id), ask(one));
  const manager = players.managers[0] as Actor;
  const report = { report: `${there.length} 名志愿者参加。${plan.content}`, stayed: false };
  await withFile(await drawDeed(plan.rule, chance.whole(1000)), (path) =>
    recordActivity(manager, id, report, [{ path }], ask(manager)),
  );
  return id;
}

const code = async (id: number): Promise<string> => (await codeNow(id)).code;

async function arrive(people: readonly Actor[], id: number): Promise<void> {
  for (const one of people) await signByCode(one, id, 'arrival', await code(id), ask(one));
}

const HOUR_MS = 3600_000;

/**
 * What a community has before it today: an activity that is on, where the time of day allows it,
 * two that are coming, one of them full, and two certificates, one of them withdrawn.
 */
export async function leaveActivities(players: Players, end: string): Promise<void> {
  const today = dayOf(end);
  const [first, second, ...others] = players.residents as [Actor, Actor, ...Actor[]];
  await playToday(players, today, end);
  setClock(end);
  const saturday = nextSaturday(today);
  const morning = { heldOn: saturday, from: '09:00', to: '11:00' };
  const [cleaning, guiding] = PLANS as [Plan, Plan];
  const full = await announced(players.managers, { ...wishOf(cleaning, morning), places: 6 });
  const free = await announced(players.managers, {
    ...wishOf(guiding, { heldOn: addDays(saturday, 1), from: '07:30', to: '09:00' }),
  });
  for (const one of [first, ...others.slice(0, 7)])
    await signUp(one, full, one.personId, ask(one), true);
  for (const one of [second, ...others.slice(4, 7)]) {
    await signUp(one, free, one.personId, ask(one), true);
  }
  const manager = players.managers[0] as Actor;
  await putInCharge(manager, free, { personId: second.personId }, ask(manager));
  await certify(manager, [first, second], today);
}

async function playToday(players: Players, today: Day, end: string): Promise<void> {
  setClock(end);
  const [starts, ends] = [fromNow(-HOUR_MS), fromNow(HOUR_MS)];
  const early = at(today, '06:00');
  if (dayOf(ends) !== today || starts <= early) return;
  setClock(early);
  const when = { heldOn: today, from: timeOf(starts), to: timeOf(ends) };
  const id = await announced(players.managers, wishOf(PLANS[2] as Plan, when));
  const people = volunteersOf(players).slice(0, 7);
  for (const one of people) await signUp(one, id, one.personId, ask(one), true);
  setClock(starts);
  const manager = players.managers[0] as Actor;
  await arrive(people.slice(1, 4), id);
  for (const one of people.slice(4, 6)) {
    await signByTap(manager, id, 'arrival', one.personId, ask(manager));
  }
}

function nextSaturday(day: Day): Day {
  let next = addDays(day, 1);
  while (new Date(`${next}T12:00:00Z`).getUTCDay() !== SATURDAY) next = addDays(next, 1);
  return next;
}

async function certify(manager: Actor, people: readonly Actor[], today: Day): Promise<void> {
  const span = { from: addDays(today, -365), to: today };
  const issued: number[] = [];
  for (const one of people) {
    issued.push((await issueCertificate(manager, one.personId, span, ask(manager))).id);
  }
  await withdrawCertificate(manager, issued[1] ?? 0, '起止日期填错，重新开具', ask(manager));
}
