import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  appraisalsOf,
  closeReview,
  commentOn,
  confirmGrade,
  openQuarterReview,
  openYearReview,
  proposeGrade,
} from '../../../src/staff/index.ts';
import type { Appraisal } from '../../../src/staff/index.ts';
import { asked } from '../../factories.ts';
import { adoptRules, aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

type Grade = NonNullable<Appraisal['grade']>;

/** An office under review: who assesses it, two who lead it, and so many more who belong to it. */
export interface Office {
  readonly street: TestStreet;
  readonly assessor: Actor;
  readonly leader: Actor;
  readonly leader2: Actor;
  readonly members: readonly Actor[];
}

export async function anOffice(members = 1): Promise<Office> {
  const street = await aStreet();
  await adoptRules(street);
  const some: Actor[] = [];
  for (let n = 0; n < members; n += 1) some.push(await aMember(street));
  return {
    street,
    assessor: await anAssessor(street),
    leader: await aLeader(street),
    leader2: await aLeader(street, { name: '周全' }),
    members: some,
  };
}

/** A day in the quarter after the one under review. */
export const REVIEW_DAY = '2026-10-12';

/** Opens the review of the third quarter of 2026, on a day in October. */
export async function aReview({ assessor }: Office): Promise<number> {
  setClock(at(REVIEW_DAY, '10:00'));
  const wish = { quarter: '2026-Q3', dueOn: '2026-10-19' };
  return (await openQuarterReview(assessor, wish, asked(assessor))).id;
}

/** Opens the summary of 2026, on the day that the clock shows. */
export async function aYearReview({ assessor }: Office, dueOn = '2027-01-31'): Promise<number> {
  return (await openYearReview(assessor, { year: 2026, dueOn }, asked(assessor))).id;
}

/** The appraisal of a person in a review. */
export async function sheetOf(reviewId: number, { personId }: Actor): Promise<Appraisal> {
  const all = await appraisalsOf(reviewId);
  const own = all.find((one) => one.personId === personId);
  if (!own) throw new Error('nobody of that id is under review');
  return own;
}

/** A leader comments and an assessor proposes; where it is about the assessor, a leader does both. */
export async function proposed(
  { assessor, leader, leader2 }: Office,
  { id, personId }: Appraisal,
  grade: Grade = 'average',
): Promise<void> {
  const commenter = personId === leader.personId ? leader2 : leader;
  await commentOn(commenter, id, '工作踏实', asked(commenter));
  const proposer = personId === assessor.personId ? leader2 : assessor;
  await proposeGrade(proposer, id, { grade, reason: '完成任务' }, asked(proposer));
}

/** And a leader who is neither the person nor the proposer confirms. */
export async function confirmed(
  office: Office,
  appraisal: Appraisal,
  grade: Grade = 'average',
): Promise<void> {
  await proposed(office, appraisal, grade);
  const confirmer = appraisal.personId === office.leader.personId ? office.leader2 : office.leader;
  await confirmGrade(confirmer, appraisal.id, '同意', asked(confirmer));
}

/** Confirms everybody with one grade, and closes the review. */
export async function reviewed(office: Office, reviewId: number): Promise<void> {
  for (const one of await appraisalsOf(reviewId)) await confirmed(office, one);
  await closeReview(office.leader, reviewId, asked(office.leader));
}
