import { addDays } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import { issueCard, issueMissingCards, reportCardLost } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import {
  approveCheckIn,
  approveSheet,
  enterForPerson,
  enterLine,
  enterTotals,
  handInSheet,
  makeSheet,
} from '../src/volunteering/index.ts';
import { askForDelivery, assignHelper } from '../src/market/index.ts';
import { drawDeed } from './drawings.ts';
import type { Chance } from './chance.ts';
import type { Players } from './history.ts';
import { ask, withFile } from './market.ts';
import { reserveSomething } from './shopping.ts';

interface Paper {
  readonly activity: string;
  readonly place: string;
  readonly occurredOn: Day;
}

/** A helper's list of two stops, and a third that is not given to a helper yet. */
export async function leaveDeliveries(
  { residents, shopkeeper }: Players,
  chance: Chance,
): Promise<void> {
  const helper = residents[1] as Actor;
  const elders = residents
    .slice(30)
    .filter(({ householdId }) => householdId !== helper.householdId);
  let made = 0;
  for (const one of elders) {
    const redemption = await reserveSomething(one, chance);
    if (!redemption) continue;
    const address =
      made % 2 === 0 ? '二单元 301，老人腿脚不便，请敲门' : '一单元 502，放在门口凳子上';
    const { id } = await askForDelivery(one, redemption.id, address, ask(one));
    if (made < 2) {
      await assignHelper(shopkeeper, id, { personId: helper.personId }, ask(shopkeeper));
    }
    made += 1;
    if (made === DELIVERIES) break;
  }
}

const DELIVERIES = 3;

const POINTS_PER_HOUR = 2;

/**
 * What is done on paper: cards for those who have none, one of them lost and replaced; a sheet that
 * was approved, one that waits for a second manager, and one that is still to be entered.
 */
export async function playPaper(
  [clerk, second]: readonly Actor[],
  residents: readonly Actor[],
  today: Day,
): Promise<void> {
  if (!clerk || !second) return;
  const [loser, ...others] = residents.slice(0, 8);
  await issueMissingCards(clerk, clerk.communityId, undefined, ask(clerk));
  if (loser) {
    await reportCardLost(clerk, loser.personId, ask(clerk));
    await issueCard(clerk, loser.personId, ask(clerk));
  }
  const cleanUp = { activity: '周六楼道大扫除', place: '三号楼前' };
  const sheet = await typed(clerk, others, { ...cleanUp, occurredOn: addDays(today, -6) });
  await approveSheet(second, sheet, ask(second));
  const planting = { activity: '社区花园除草', place: '社区小花园' };
  await typed(clerk, others.slice(0, 4), { ...planting, occurredOn: addDays(today, -1) });
  const coming = { activity: '文明劝导', place: '东门路口', occurredOn: addDays(today, 2) };
  await makeSheet(clerk, { ...coming, rule: 'civility' }, ask(clerk));
  await playProxies(clerk, second, residents.slice(8, 10), today);
}

/** From here on pictures are of proxy entries. */
const PROXY_PHOTOS = 900_000;

/** A clerk enters for two who have no phone: one is approved, one waits. */
async function playProxies(
  clerk: Actor,
  second: Actor,
  people: readonly Actor[],
  today: Day,
): Promise<void> {
  for (const [n, { personId }] of people.entries()) {
    const form = {
      personId,
      rule: 'civility',
      quantity: 1,
      occurredOn: addDays(today, -2),
      place: '东门路口',
      note: '早上七点到八点，老人没有手机。',
      consentWay: 'in-person',
      consentOn: addDays(today, -1),
      consent: true,
    } as const;
    const photo = await drawDeed('civility', PROXY_PHOTOS + n);
    const { id } = await withFile(photo, (path) =>
      enterForPerson(clerk, form, [{ path }], ask(clerk)),
    );
    if (n === 0) await approveCheckIn(second, id, ask(second));
  }
}

/** A sheet on which each gave an hour, handed in; its id. */
async function typed(clerk: Actor, people: readonly Actor[], paper: Paper): Promise<number> {
  const { id } = await makeSheet(clerk, { ...paper, rule: 'clean-up' }, ask(clerk));
  const count = people.length;
  const totals = { people: count, hours: count, points: count * POINTS_PER_HOUR };
  await enterTotals(clerk, id, totals, ask(clerk));
  for (const { personId } of people) {
    await enterLine(clerk, id, { personId, units: 1 }, ask(clerk));
  }
  await handInSheet(clerk, id, ask(clerk));
  return id;
}
