import { fromNow, now } from '../../../src/base/clock.ts';
import { dayOf, timeOf } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  announceActivity,
  codeNow,
  createActivity,
  signByCode,
  signUp,
} from '../../../src/volunteering/index.ts';
import type { ActivityWish, Rule } from '../../../src/volunteering/index.ts';
import { asked } from '../../factories.ts';

/** Saturday, nine to eleven, as the tests of activities tell it. */
export const SATURDAY = '2026-11-28';

export const aWish = (rule: Rule, wish: Partial<ActivityWish> = {}): ActivityWish => ({
  ...{ title: '周六大扫除', content: '清扫楼道和绿化带', place: '社区广场' },
  ...{ heldOn: SATURDAY, from: '09:00', to: '11:00', rule: rule.code },
  ...{ conditions: '', risk: '路面湿滑', organiser: '伏波岭社区', inCharge: '陈敏' },
  ...{ contact: '0731-12345678', ...wish },
});

/** An announced activity; its id. */
export async function anActivity(
  manager: Actor,
  rule: Rule,
  wish: Partial<ActivityWish> = {},
): Promise<number> {
  const made = await createActivity(
    manager,
    manager.communityId,
    aWish(rule, wish),
    asked(manager),
  );
  await announceActivity(manager, made.id, asked(manager));
  return made.id;
}

/** One that is on from now for two hours, whatever the clock says; its id. */
export const anActivityNow = (manager: Actor, rule: Rule): Promise<number> =>
  anActivity(manager, rule, {
    heldOn: dayOf(now()),
    from: timeOf(fromNow(5 * 60_000)),
    to: timeOf(fromNow(30 * 60_000)),
  });

export const signedUp = (activity: number, by: Actor, whom: Actor = by) =>
  signUp(by, activity, whom.personId, asked(by));

/** Signs in or out by the code that the screen shows now. */
export const pressed = async (by: Actor, activity: number, press: 'arrival' | 'departure') =>
  signByCode(by, activity, press, (await codeNow(activity)).code, asked(by));
