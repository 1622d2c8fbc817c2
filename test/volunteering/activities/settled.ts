import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor, Role } from '../../../src/people/index.ts';
import {
  createActivity,
  putInCharge,
  recordActivity,
  rulesOf,
} from '../../../src/volunteering/index.ts';
import type { ActivityWish, Rule } from '../../../src/volunteering/index.ts';
import { asked } from '../../factories.ts';
import { anUpload, aPicture } from '../factories.ts';
import { anActivity, aWish, pressed, signedUp } from './factories.ts';

/** What the `:id` of an activity's page may be. */
export type SettledActivities = Readonly<Record<'draft' | 'now' | 'over' | 'recorded', number>>;

/** What these activities and certificates say, in whatever language the pages are. */
export const ACTIVITY_WORDS = [
  ...['周六大扫除', '敬老院慰问', '冬季消防演练', '清扫楼道和绿化带', '社区广场', '路面湿滑'],
  ...['身体健康', '伏波岭社区', '清扫了三栋楼道，清运垃圾两车。', '日期有误，重新开具'],
] as const;

/** Activities as they are on Friday the 27th at ten: one is on, one is over, one recorded. */
export async function settledActivities(
  people: Readonly<Record<Role | 'neighbour', Actor>>,
): Promise<SettledActivities> {
  const { manager, resident, neighbour } = people;
  const [rule] = (await rulesOf(manager.communityId)).filter(({ points }) => points > 0);
  setClock(at('2026-11-24', '09:00'));
  const announce = async (wish: Partial<ActivityWish>): Promise<number> => {
    const id = await anActivity(manager, rule as Rule, wish);
    await signedUp(id, resident);
    await signedUp(id, neighbour);
    return id;
  };
  const now = await announce({ heldOn: '2026-11-27', from: '09:30', to: '11:30' });
  const over = await announce({ heldOn: '2026-11-25' });
  const recorded = await announce({ heldOn: '2026-11-26', places: 1 });
  await announce({ heldOn: '2026-11-28', places: 1, title: '敬老院慰问' });
  const draft = await createActivity(
    manager,
    manager.communityId,
    aWish(rule as Rule, { title: '冬季消防演练', ageMin: 16, conditions: '身体健康' }),
    asked(manager),
  );
  for (const id of [now, over]) {
    await putInCharge(manager, id, { personId: resident.personId }, asked(manager));
  }
  setClock(at('2026-11-25', '09:20'));
  await pressed(resident, over, 'arrival');
  setClock(at('2026-11-26', '09:00'));
  await pressed(resident, recorded, 'arrival');
  setClock(at('2026-11-26', '12:00'));
  const report = { report: '清扫了三栋楼道，清运垃圾两车。', stayed: true };
  const photo = await anUpload(await aPicture(91));
  await recordActivity(manager, recorded, report, [photo], asked(manager));
  setClock(at('2026-11-27', '09:45'));
  await pressed(neighbour, now, 'arrival');
  return { draft: draft.id, now, over, recorded };
}
