import sql from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import type { ReviewKind } from './grades.ts';

/** The review of a quarter or a year, with the settings as they were at its opening. */
export interface Review {
  readonly id: number;
  readonly streetId: number;
  readonly kind: ReviewKind;
  /** `2026-Q3`, or `2026`. */
  readonly period: string;
  readonly state: 'open' | 'posted' | 'closed';
  /** The last day for self-summaries. */
  readonly dueOn: Day;
  readonly startScore: number;
  readonly pointsWeight: number;
  /** At most so many percent get the highest grade. */
  readonly topQuota: number;
  /** Those who are graded. */
  readonly people: number;
  /** Confirmed with the highest grade. */
  readonly tops: number;
  readonly openedAt: string;
  readonly postedUntil: Day | null;
  readonly closedAt: string | null;
}

/** How many appraisals of a review wait for what. */
export interface Progress {
  readonly all: number;
  readonly withoutSummary: number;
  readonly withoutComment: number;
  readonly open: number;
  readonly proposed: number;
  readonly confirmed: number;
  readonly signed: number;
}

const REVIEW = sql`r.id, r.community_id AS "streetId", r.kind, r.period, r.state,
  r.due_on AS "dueOn", r.start_score AS "startScore", r.points_weight AS "pointsWeight",
  r.top_quota AS "topQuota", r.people, r.tops, r.opened_at AS "openedAt",
  r.posted_until AS "postedUntil", r.closed_at AS "closedAt"`;

/** A review of an office. Refuses `no-review`, for one of another office or kind too. */
export async function reviewOf(
  streetId: number,
  kind: ReviewKind,
  id: number,
  tx?: Transaction,
): Promise<Review> {
  const one = await row<Review>(
    sql`SELECT ${REVIEW} FROM staff_reviews r
         WHERE r.id = ${id} AND r.community_id = ${streetId} AND r.kind = ${kind}`,
    tx,
  );
  return found(one, 'review');
}

/** The reviews of a kind, newest first, with how far each is. */
export const reviewsOf = (
  streetId: number,
  kind: ReviewKind,
  tx?: Transaction,
): Promise<(Review & Progress)[]> =>
  rows<Review & Progress>(
    sql`SELECT ${REVIEW}, a.* FROM staff_reviews r
          JOIN (${progressBy(streetId)}) a ON a.review_id = r.id
         WHERE r.community_id = ${streetId} AND r.kind = ${kind} ORDER BY r.period DESC`,
    tx,
  );

const progressBy = (streetId: number) => sql`
  SELECT review_id, CAST(COUNT(*) AS INTEGER) AS "all",
         CAST(SUM(CASE WHEN summary IS NULL THEN 1 ELSE 0 END) AS INTEGER) AS "withoutSummary",
         CAST(SUM(CASE WHEN comment IS NULL AND state <> 'confirmed' THEN 1 ELSE 0 END) AS INTEGER)
           AS "withoutComment",
         CAST(SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS INTEGER) AS "open",
         CAST(SUM(CASE WHEN state = 'proposed' THEN 1 ELSE 0 END) AS INTEGER) AS proposed,
         CAST(SUM(CASE WHEN state = 'confirmed' THEN 1 ELSE 0 END) AS INTEGER) AS confirmed,
         CAST(SUM(CASE WHEN signed_at IS NULL THEN 0 ELSE 1 END) AS INTEGER) AS signed
    FROM appraisals WHERE community_id = ${streetId} GROUP BY review_id`;

/** How far a review is. */
export async function progressOf(review: Review): Promise<Progress> {
  const one = await row<Progress>(
    sql`SELECT * FROM (${progressBy(review.streetId)}) a WHERE review_id = ${review.id}`,
  );
  return found(one, 'review');
}
