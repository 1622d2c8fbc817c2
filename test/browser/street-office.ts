import { setClock } from '../../src/base/clock.ts';
import { at } from '../../src/base/period.ts';
import type { Actor } from '../../src/people/index.ts';
import {
  appraisalsOf,
  closeReview,
  draftCycle,
  addVoter,
  openQuarterReview,
} from '../../src/staff/index.ts';
import { aCommunity, aResident, asked } from '../factories.ts';
import {
  adoptRules,
  aDepartment,
  aLeader,
  aMember,
  anAssessor,
  aStreet,
  PLAIN_RULES,
} from '../staff/factories.ts';
import type { ChosenFile } from './stage.ts';
import { confirmed } from '../staff/review/factories.ts';
import type { Office } from '../staff/review/factories.ts';

/** The fifteenth of September 2025 is a Monday; the machine has its own words for two columns. */
const ATTENDANCE = `工号,姓名,日期,头一次,末一次
A01,王芳,2025-09-15,,
A01,王芳,2025-09-16,8:50,17:30
A01,王芳,2025-09-17,9:00,17:30
A02,李强,2025-09-15,8:20,17:30
A02,李强,2025-09-16,8:20,16:30
A09,无名,2025-09-16,8:20,17:30
`;

/** The export of the machine, as it is chosen in a form. */
export const ATTENDANCE_FILE: ChosenFile = {
  name: '考勤.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(ATTENDANCE),
};

/** A small street office of three departments, and the residents who are asked about it. */
export interface StreetOffice extends Office {
  /** Decides where the first assessor has entered. */
  readonly second: Actor;
  /** The two leaders of the office and three more. */
  readonly leaders: readonly Actor[];
  readonly colleagues: readonly Actor[];
  readonly representatives: readonly Actor[];
  /** Whose quarter this is; and somebody who works beside them. */
  readonly person: Actor;
  readonly other: Actor;
  readonly ratedIn: number;
}

const several = async (names: readonly string[], make: (name: string) => Promise<Actor>) => {
  const made: Actor[] = [];
  for (const name of names) made.push(await make(name));
  return made;
};

/** Makes it; the clock stands in January 2025, a year whose working days are all known. */
export async function aStreetOffice(): Promise<StreetOffice> {
  setClock(at('2025-01-06', '10:00'));
  const street = await aStreet();
  await adoptRules(street, PLAIN_RULES);
  const led = { departmentId: await aDepartment(street, '街道领导') };
  const ratedIn = await aDepartment(street, '经济发展办');
  const leaders = await several(['孙正', '周全', '吴刚', '郑和', '冯远'], (name) =>
    aLeader(street, { ...led, name }),
  );
  const [leader, leader2] = leaders as [Actor, Actor];
  const community = await aCommunity();
  const person = { name: '王芳', staffNumber: 'A01', departmentId: ratedIn };
  const other = { name: '李强', staffNumber: 'A02', departmentId: ratedIn };
  return {
    ...{ street, leader, leader2, leaders, ratedIn, members: [] },
    assessor: await anAssessor(street, { ...led, name: '钱进' }),
    second: await anAssessor(street, { ...led, name: '沈平' }),
    colleagues: await several(['何一', '何二', '何三', '何四', '何五'], (name) =>
      aMember(street, { name }),
    ),
    representatives: await several(['陈一', '陈二', '陈三', '陈四', '陈五'], (name) =>
      aResident(community, { name }),
    ),
    person: await aMember(street, person),
    other: await aMember(street, other),
  };
}

/** Confirms whoever is not yet confirmed in a review. */
export async function confirmOthers(
  office: StreetOffice,
  reviewId: number,
  grade: 'average' | 'competent',
): Promise<void> {
  const open = (await appraisalsOf(reviewId)).filter(({ state }) => state === 'open');
  for (const one of open) await confirmed(office, one, grade);
}

/** Reviews a quarter from its opening to its end. */
export async function reviewQuarter(
  office: StreetOffice,
  quarter: string,
  day: string,
): Promise<void> {
  setClock(at(day, '10:00'));
  const { assessor, leader } = office;
  const { id } = await openQuarterReview(assessor, { quarter, dueOn: day }, asked(assessor));
  await confirmOthers(office, id, 'average');
  await closeReview(leader, id, asked(leader));
}

/** The evaluation of the third quarter: two are rated, three groups are on the lists. */
export async function anEvaluation(office: StreetOffice): Promise<number> {
  const { assessor, street, ratedIn, representatives } = office;
  const plan = {
    ...{ title: '第三季度民主测评', quarter: '2025-Q3', takesRemarks: true },
    questions: '政治品德\n工作能力',
    ...{ leaders: 40, colleagues: 40, representatives: 20 },
    ...{ ratedIn: [ratedIn], votingIn: [street.departmentId] },
  };
  const { id } = await draftCycle(assessor, plan, asked(assessor));
  for (const { personId } of representatives) {
    await addVoter(assessor, id, { personId, group: 'representatives' }, asked(assessor));
  }
  return id;
}
