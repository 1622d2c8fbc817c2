import sql from 'sql-template-tag';
import { fromNow, now, setClock } from '../src/base/clock.ts';
import type { Instant } from '../src/base/clock.ts';
import { row } from '../src/base/db.ts';
import { at, dayOf, mondayOf, weekOf } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import { findActor, hashPassword } from '../src/people/index.ts';
import type { Actor, Role } from '../src/people/index.ts';
import { postDueWeeks } from '../src/postings/index.ts';
import { settle } from './base.ts';
import type { Cast, Settlement } from './base.ts';
import { leaveActivities, saturdays } from './activities.ts';
import { playAttendance } from './attendance.ts';
import { Chance } from './chance.ts';
import { leaveCase } from './cases.ts';
import { playCounter } from './counter.ts';
import { playDuty } from './duty.ts';
import { playEvaluations } from './evaluation.ts';
import { GOODS, RULES } from './figures.ts';
import { playHistory } from './history.ts';
import type { Life, Players } from './history.ts';
import { playHouseholds } from './households.ts';
import { makeGoods, makeRules } from './market.ts';
import { playMatters } from './matters.ts';
import { playMessages } from './messages.ts';
import { nameMaker } from './names.ts';
import { arrangeOffice } from './office.ts';
import { leaveDeliveries, playPaper } from './paper.ts';
import { report } from './reporting.ts';
import { reviewStreet } from './reviews.ts';
import { draftNextRules, reviseRules } from './rules.ts';
import { reserveSomething } from './shopping.ts';
import { objectToPostings } from './objecting.ts';
import { playStock } from './stock.ts';
import { postStreet, settleStreet, STREET_PARTS, streetBegins } from './street.ts';
import type { StreetCast } from './street.ts';

const WEEKS = 12;
const DAY_MS = 24 * 3600_000;

const FUBOLING: Settlement = {
  name: '伏波岭社区',
  shortName: '伏波岭',
  grids: ['第一网格', '第二网格', '第三网格', '第四网格', '第五网格', '第六网格'],
  householdsPerGrid: 10,
  residents: 120,
  roles: [
    { signInName: 'resident', name: '王秀兰', roles: ['resident'], household: 0 },
    { signInName: 'resident2', name: '李建国', roles: ['resident'], household: 13 },
    { signInName: 'resident3', name: '王志强', roles: ['resident'], household: 0 },
    { signInName: 'manager', name: '陈敏', roles: ['manager'] },
    { signInName: 'manager2', name: '刘海涛', roles: ['manager', 'resident'], household: 25 },
    { signInName: 'shopkeeper', name: '周丽', roles: ['shopkeeper'] },
    { signInName: 'auditor', name: '何文', roles: ['auditor'] },
    { signInName: 'admin', name: '系统管理员', roles: ['administrator'], everywhere: true },
  ],
};

const XIANGYANG: Settlement = {
  name: '向阳社区',
  shortName: '向阳',
  grids: ['东网格', '西网格'],
  householdsPerGrid: 4,
  residents: 14,
  roles: [
    { signInName: 'resident-b', name: '赵玉珍', roles: ['resident'], household: 0 },
    { signInName: 'manager-b', name: '孙立平', roles: ['manager', 'shopkeeper'] },
  ],
};

/** The names that sign in to the demo, all with the demo password. */
export const DEMO_SIGN_INS = [...FUBOLING.roles, ...XIANGYANG.roles, ...STREET_PARTS].map(
  ({ signInName }) => signInName,
);

/** Whether nothing was ever put into the database. */
export async function isEmpty(): Promise<boolean> {
  return (await row(sql`SELECT id FROM communities LIMIT 1`)) === null;
}

/**
 * Makes two communities with twelve weeks of history, and a street office with two quarters, that
 * went through the same functions as live use; the same at every run but for the day on which it ends.
 */
export async function seedDemo(password: string): Promise<void> {
  const end = now();
  const from = mondayOf(weekOf(fromNow(-WEEKS * 7 * DAY_MS)));
  const passwordHash = await hashPassword(password);
  const chance = new Chance(20230419);
  const names = nameMaker(chance);
  try {
    setClock(at(from, '07:30'));
    const large = await playersOf(await settle(FUBOLING, chance, names, passwordHash));
    const small = await playersOf(await settle(XIANGYANG, chance, names, passwordHash));
    for (const players of [large, small]) await furnish(players);
    const lives: Life[] = [
      {
        players: large,
        pace: { reportsPerDay: 3, shoppers: 4 },
        morning: saturdays(large, new Chance(20230430)),
        waiting: [],
      },
      { players: small, pace: { reportsPerDay: 0.6, shoppers: 1 }, waiting: [] },
    ];
    const street = await settleStreet(names, passwordHash);
    await playOffice(street, large.residents.slice(0, 12), end);
    await playHistory(lives, chance, { from, to: dayOf(end) });
    // The loop ends before today; where today is a Monday, last week was posted this morning.
    const morning = at(dayOf(end), '00:10');
    setClock(morning < end ? morning : end);
    await postDueWeeks();
    await objectToPostings(large, street, end);
    await leaveTheDay(large, chance, end);
    await draftNextRules(street, dayOf(end));
  } finally {
    setClock();
  }
}

/** What the last day leaves behind of each part of a community. */
async function leaveTheDay(large: Players, chance: Chance, end: Instant): Promise<void> {
  const day = dayOf(end);
  await playMessages(large, end);
  await playHouseholds(large, end);
  await leaveActivities(large, end);
  await playStock(large, day);
  setClock(end);
  await leaveSomethingToDo(large, chance, day);
  await playCounter(large, day);
  await leaveDeliveries(large, new Chance(20230432));
  await leaveCase(large);
  await playPaper(large.managers, large.residents.slice(20), day);
}

/** Two quarters of the street office, part after part, and last the postings of all of it. */
async function playOffice(
  street: StreetCast,
  representatives: readonly Actor[],
  end: Instant,
): Promise<void> {
  const day = dayOf(end);
  await arrangeOffice(street, day);
  await reviseRules(street, day);
  await playAttendance(street, new Chance(20230420), day);
  await playDuty(street, new Chance(20230421), { from: streetBegins(day), to: day });
  await playMatters(street, day);
  await playEvaluations(street, representatives, new Chance(20230421), end, day);
  await reviewStreet(street, new Chance(20230427), day);
  await postStreet(street, day);
}

async function playersOf({ named, residentIds }: Cast): Promise<Players> {
  const all = await Promise.all([...new Set([...named.values(), ...residentIds])].map(findActor));
  const actors = all.filter((one): one is Actor => one !== null);
  const having = (role: Role): Actor[] => actors.filter(({ roles }) => roles.includes(role));
  return {
    residents: having('resident'),
    managers: having('manager'),
    shopkeeper: having('shopkeeper')[0] as Actor,
  };
}

async function furnish({ managers, shopkeeper }: Players): Promise<void> {
  await makeRules(managers[0] as Actor, RULES);
  await makeGoods(shopkeeper, GOODS);
}

/** A queue for the manager, the same photo sent twice, and something to pick up. */
async function leaveSomethingToDo(players: Players, chance: Chance, today: Day): Promise<void> {
  const [resident, second, ...others] = players.residents as [Actor, Actor, ...Actor[]];
  for (const by of others.slice(0, 5)) await report(by, chance, today);
  await report(resident, chance, today, 'again');
  await report(second, chance, today, 'again');
  for (const by of [resident, second]) await reserveSomething(by, chance);
}
