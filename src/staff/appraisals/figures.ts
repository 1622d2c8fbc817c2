import sql from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Quarter } from '../../base/period.ts';
import { Refusal } from '../../base/refusal.ts';
import { evaluationOf } from '../evaluation/results.ts';
import { closedQuarters } from '../scoring/quarters.ts';
import { NO_POINTS, quarterScores, sumOf } from '../scoring/queries.ts';
import type { PartSums } from '../scoring/queries.ts';
import type { Grade } from './grades.ts';
import type { Appraisal } from './queries.ts';
import type { Review } from './reviews.ts';
import { meanOf, weighted } from './score.ts';

/** The figures of an appraisal: signed points of each part; the rest in whole hundredths. */
export interface Figures {
  readonly attendance: number;
  readonly duty: number;
  readonly discipline: number;
  readonly keyWork: number;
  /** Null where nobody was asked, or the result is hidden. */
  readonly evaluation: number | null;
  /** Of a quarter by the formula; of a year the mean of its quarters, null without any. */
  readonly score: number | null;
}

type Reviewed = Pick<Review, 'streetId' | 'kind' | 'period' | 'startScore' | 'pointsWeight'>;

const NONE: Figures = {
  ...{ attendance: 0, duty: 0, discipline: 0, keyWork: 0 },
  ...{ evaluation: null, score: null },
};

/** The figures of a person as the ledger says them now; the same question for everybody at once. */
export async function figuresOf(
  review: Reviewed,
  tx?: Transaction,
): Promise<(personId: number) => Figures> {
  return review.kind === 'quarter' ? quarterFigures(review, tx) : yearFigures(review, tx);
}

async function quarterFigures(
  { streetId, period, startScore, pointsWeight }: Reviewed,
  tx?: Transaction,
): Promise<(personId: number) => Figures> {
  const sums = await quarterScores(streetId, period, tx);
  const evaluations = await evaluationOf(streetId, period, tx);
  return (personId) => {
    const own = sums.get(personId) ?? NO_POINTS;
    const evaluation = evaluations.get(personId) ?? null;
    const score = weighted(startScore + sumOf(own), evaluation, pointsWeight);
    return { ...partsOf(own), evaluation, score };
  };
}

const partsOf = ({ attendance, duty, discipline, 'key-work': keyWork }: PartSums) => ({
  attendance,
  duty,
  discipline,
  keyWork,
});

/** What a quarter of the year says of a person. */
export interface QuarterResult extends Figures {
  readonly id: number;
  readonly quarter: Quarter;
  readonly personId: number;
  readonly grade: Grade | null;
}

/** What the confirmed reviews of a year's quarters say of each person, in order. */
export const quarterResults = (
  streetId: number,
  year: string,
  tx?: Transaction,
): Promise<QuarterResult[]> =>
  rows<QuarterResult>(
    sql`SELECT a.id, r.period AS quarter, a.person_id AS "personId", a.grade, a.attendance, a.duty,
               a.discipline, a.key_work AS "keyWork", a.evaluation, a.score
          FROM appraisals a JOIN staff_reviews r ON r.id = a.review_id
         WHERE a.community_id = ${streetId} AND r.kind = 'quarter' AND a.state = 'confirmed'
           AND r.period >= ${`${year}-Q1`} AND r.period <= ${`${year}-Q4`}
         ORDER BY r.period, a.id`,
    tx,
  );

async function yearFigures(
  { streetId, period }: Reviewed,
  tx?: Transaction,
): Promise<(personId: number) => Figures> {
  const results = await quarterResults(streetId, period, tx);
  const byPerson = new Map<number, QuarterResult[]>();
  for (const one of results) {
    byPerson.set(one.personId, [...(byPerson.get(one.personId) ?? []), one]);
  }
  return (personId) => {
    const own = byPerson.get(personId) ?? [];
    const score = meanOf(own.flatMap((one) => (one.score === null ? [] : [one.score])));
    return { ...own.reduce(plus, NONE), evaluation: null, score };
  };
}

const plus = (sum: Figures, more: Figures): Figures => ({
  ...sum,
  attendance: sum.attendance + more.attendance,
  duty: sum.duty + more.duty,
  discipline: sum.discipline + more.discipline,
  keyWork: sum.keyWork + more.keyWork,
});

const NAMES = ['attendance', 'duty', 'discipline', 'keyWork', 'evaluation', 'score'] as const;

/** Whether what was confirmed is no longer what the ledger says: a correction is due. */
export const isOutdated = (one: Appraisal, current: Figures): boolean =>
  one.state === 'confirmed' &&
  one.reviewState === 'open' &&
  NAMES.some((name) => one[name] !== current[name]);

/** The quarters of a year that have to be closed before it is summed up: from the first reviewed on. */
export async function quartersNotClosed(
  streetId: number,
  year: string,
  tx?: Transaction,
): Promise<Quarter[]> {
  const begun = await row<{ first: Quarter | null }>(
    sql`SELECT MIN(period) AS first FROM staff_reviews
         WHERE community_id = ${streetId} AND kind = 'quarter'`,
    tx,
  );
  const first = begun?.first ?? '';
  const closed = await closedQuarters(streetId, tx);
  const quarters = [1, 2, 3, 4].map((number) => `${year}-Q${number}`);
  return quarters.filter((quarter) => quarter >= first && !closed.has(quarter));
}

/** A year is graded when its quarters are: refuses `quarters-open`. */
export async function refuseEarly(
  { kind, streetId, period }: Appraisal,
  tx: Transaction,
): Promise<void> {
  if (kind === 'quarter') return;
  const [first] = await quartersNotClosed(streetId, period, tx);
  if (first) throw new Refusal('conflict', 'quarters-open', { quarter: first });
}
