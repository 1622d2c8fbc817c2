import { setClock } from '../../../src/base/clock.ts';
import { at, monthOfDay } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import { addShift, assignDuty, draftRoster, publishRoster } from '../../../src/staff/index.ts';
import { asked, unique } from '../../factories.ts';
import { adoptRules, aMember, anAssessor, aStreet, RULES } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

/** An office with rules for duty, two kinds of it, an assessor and three colleagues. */
export interface TestOffice {
  readonly street: TestStreet;
  readonly assessor: Actor;
  readonly people: readonly [Actor, Actor, Actor];
  /** 08:30 to 17:30. */
  readonly day: number;
  /** 17:30 to 08:30. */
  readonly night: number;
}

const DUTY_RULES = [
  ...RULES.rules,
  { code: 'duty-covered', part: 'duty' as const, name: '主动替班', points: 1 },
];

/** Makes it; the clock stands on 25 September 2026 at ten. */
export async function anOffice({ withLeft = false } = {}): Promise<TestOffice> {
  setClock(at('2026-09-25', '10:00'));
  const street = await aStreet();
  const left = { code: 'duty-left', part: 'duty' as const, name: '脱岗', points: -3 };
  await adoptRules(street, { rules: withLeft ? [...DUTY_RULES, left] : DUTY_RULES });
  const assessor = await anAssessor(street);
  const people = [
    await aMember(street, { name: '张三' }),
    await aMember(street, { name: '李四' }),
    await aMember(street, { name: '王五' }),
  ] as const;
  const shift = async (name: string, startsAt: string, endsAt: string): Promise<number> =>
    (await addShift(assessor, { name, startsAt, endsAt }, asked(assessor))).id;
  const day = await shift(unique('白班').slice(-20), '08:30', '17:30');
  const night = await shift(unique('夜班').slice(-20), '17:30', '08:30');
  return { street, assessor, people, day, night };
}

type Wish = readonly [person: Actor, shiftId: number, day: string];

/** A published roster with these duties of one month; answers their ids. */
export async function aRosterWith(
  { assessor }: TestOffice,
  wishes: readonly Wish[],
): Promise<number[]> {
  const month = monthOfDay(wishes[0]?.[2] ?? '2026-10-01');
  const { id } = await draftRoster(assessor, { month, byHand: true }, asked(assessor));
  const ids: number[] = [];
  for (const [{ personId }, shiftId, day] of wishes) {
    const made = await assignDuty(assessor, { personId, shiftId, day }, asked(assessor));
    ids.push(made.id);
  }
  await publishRoster(assessor, id, asked(assessor));
  return ids;
}
