import { now, setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  appraisalsOf,
  closeReview,
  commentOn,
  confirmGrade,
  decideDeed,
  departmentsOf,
  enterDeed,
  openQuarterReview,
  openYearReview,
  proposeGrade,
  writeSummary,
} from '../../../src/staff/index.ts';
import { asked } from '../../factories.ts';
import { aPdf } from '../attachments/factories.ts';
import { aLeader } from '../factories.ts';

export interface ReviewIds {
  readonly review: number;
  readonly appraisal: number;
  readonly annual: number;
  readonly deed: number;
}

const WORDS = '全天未到岗';

/** The third quarter of 2026 reviewed and told, the year in preparation, and a deed approved. */
export async function aSettledReview(
  assessor: Actor,
  leader: Actor,
  staff: Actor,
): Promise<ReviewIds> {
  const clock = now();
  const [department] = await departmentsOf(leader.communityId);
  const street = { id: leader.communityId, departmentId: department?.id ?? 0 };
  const second = await aLeader(street);
  setClock(at('2026-10-12', '10:00'));
  const wish = { quarter: '2026-Q3', dueOn: '2026-10-19' };
  const { id: review } = await openQuarterReview(assessor, wish, asked(assessor));
  const sheets = await appraisalsOf(review);
  for (const { id, personId } of sheets) {
    const by = personId === leader.personId ? second : leader;
    const proposer = personId === assessor.personId ? second : assessor;
    if (personId === staff.personId) await writeSummary(staff, id, WORDS, asked(staff));
    await commentOn(by, id, WORDS, asked(by));
    await proposeGrade(proposer, id, { grade: 'average', reason: WORDS }, asked(proposer));
    await confirmGrade(by, id, WORDS, asked(by));
  }
  await closeReview(leader, review, asked(leader));
  const year = { year: 2026, dueOn: '2026-12-31' };
  const { id: annual } = await openYearReview(assessor, year, asked(assessor));
  const deed = { personId: staff.personId, happenedOn: '2026-07-15', words: WORDS };
  const { id: entered } = await enterDeed(assessor, deed, [aPdf()], asked(assessor));
  await decideDeed(leader, entered, 'approved', WORDS, asked(leader));
  setClock(clock);
  const own = sheets.find(({ personId }) => personId === staff.personId);
  return { review, annual, deed: entered, appraisal: own?.id ?? 0 };
}
