import sql, { empty } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import type { StaffKind } from '../members/setting-up.ts';
import type { Grade, ReviewKind } from './grades.ts';

/** What a review says of one person. */
export interface Appraisal {
  readonly id: number;
  readonly streetId: number;
  readonly reviewId: number;
  readonly kind: ReviewKind;
  readonly period: string;
  readonly reviewState: 'open' | 'posted' | 'closed';
  readonly dueOn: Day;
  readonly startScore: number;
  readonly pointsWeight: number;
  readonly topQuota: number;
  readonly people: number;
  readonly tops: number;
  readonly personId: number;
  readonly name: string;
  readonly staffNumber: string;
  readonly staffKind: StaffKind;
  readonly departmentId: number;
  readonly department: string;
  /** Where the office names the department. */
  readonly place: number;
  readonly post: string;
  readonly fromOn: Day;
  readonly state: 'open' | 'proposed' | 'confirmed';
  readonly summary: string | null;
  readonly summaryAt: string | null;
  readonly comment: string | null;
  readonly commentBy: string | null;
  readonly commentAt: string | null;
  readonly grade: Grade | null;
  readonly reason: string | null;
  readonly proposedById: number | null;
  readonly proposedBy: string | null;
  readonly proposedAt: string | null;
  readonly confirmation: string | null;
  readonly confirmedBy: string | null;
  readonly confirmedAt: string | null;
  /** What was confirmed; null before. */
  readonly attendance: number | null;
  readonly duty: number | null;
  readonly discipline: number | null;
  readonly keyWork: number | null;
  readonly evaluation: number | null;
  readonly score: number | null;
  readonly signedAt: string | null;
  readonly remark: string | null;
}

const APPRAISAL = sql`
  SELECT a.id, a.community_id AS "streetId", a.review_id AS "reviewId", r.kind, r.period,
         r.state AS "reviewState", r.due_on AS "dueOn", r.start_score AS "startScore",
         r.points_weight AS "pointsWeight", r.top_quota AS "topQuota", r.people, r.tops,
         a.person_id AS "personId", p.name, m.staff_number AS "staffNumber",
         m.kind AS "staffKind", a.department_id AS "departmentId", d.name AS department,
         d.position AS place, a.post,
         (SELECT MIN(t.from_on) FROM staff_terms t
           WHERE t.community_id = a.community_id AND t.person_id = a.person_id) AS "fromOn",
         a.state, a.summary, a.summary_at AS "summaryAt", a.comment, cp.name AS "commentBy",
         a.comment_at AS "commentAt", a.grade, a.reason, a.proposed_by_id AS "proposedById",
         pp.name AS "proposedBy", a.proposed_at AS "proposedAt", a.confirmation,
         fp.name AS "confirmedBy", a.confirmed_at AS "confirmedAt", a.attendance, a.duty,
         a.discipline, a.key_work AS "keyWork", a.evaluation, a.score, a.signed_at AS "signedAt",
         a.remark
    FROM appraisals a
    JOIN staff_reviews r ON r.id = a.review_id
    JOIN persons p ON p.id = a.person_id
    JOIN staff_members m ON m.person_id = a.person_id
    JOIN departments d ON d.id = a.department_id
    LEFT JOIN persons cp ON cp.id = a.comment_by_id
    LEFT JOIN persons pp ON pp.id = a.proposed_by_id
    LEFT JOIN persons fp ON fp.id = a.confirmed_by_id`;

/** In the order of departments and staff numbers: no ranking. */
const IN_ORDER = sql`ORDER BY d.position, d.id, m.staff_number`;

/** An appraisal of an office. Refuses `no-appraisal`. */
export async function appraisalOf(
  streetId: number,
  id: number,
  tx?: Transaction,
): Promise<Appraisal> {
  const one = await row<Appraisal>(
    sql`${APPRAISAL} WHERE a.id = ${id} AND a.community_id = ${streetId}`,
    tx,
  );
  return found(one, 'appraisal');
}

/** What appraisals of a review are looked for by. */
export interface Wish {
  readonly department?: number | undefined;
  readonly waiting?: Waiting | undefined;
}

export const WAITING = ['summary', 'comment', 'proposal', 'confirmation', 'signature'] as const;
/** What an appraisal waits for. */
export type Waiting = (typeof WAITING)[number];

const WAITS: Readonly<Record<Waiting, Sql>> = {
  summary: sql`AND a.summary IS NULL AND a.state <> 'confirmed'`,
  comment: sql`AND a.comment IS NULL AND a.state <> 'confirmed'`,
  proposal: sql`AND a.state = 'open'`,
  confirmation: sql`AND a.state = 'proposed'`,
  signature: sql`AND a.state = 'confirmed' AND a.signed_at IS NULL`,
};

/** The appraisals of a review, by department and staff number. */
export const appraisalsOf = (
  reviewId: number,
  { department, waiting }: Wish = {},
  tx?: Transaction,
): Promise<Appraisal[]> =>
  rows<Appraisal>(
    sql`${APPRAISAL} WHERE a.review_id = ${reviewId}
          ${department === undefined ? empty : sql`AND a.department_id = ${department}`}
          ${waiting === undefined ? empty : WAITS[waiting]} ${IN_ORDER}`,
    tx,
  );

/** A person's own appraisals, newest first. */
export const ownAppraisals = (streetId: number, personId: number): Promise<Appraisal[]> =>
  rows<Appraisal>(
    sql`${APPRAISAL} WHERE a.community_id = ${streetId} AND a.person_id = ${personId}
         ORDER BY r.opened_at DESC, r.id DESC`,
  );

/** Who comes before and after a person in the order of a review. */
export interface Neighbours {
  readonly previous: number | null;
  readonly next: number | null;
  readonly place: number;
  readonly all: number;
}

export async function neighboursOf({ reviewId, id }: Appraisal): Promise<Neighbours> {
  const ids = await rows<{ id: number }>(
    sql`SELECT a.id FROM appraisals a
          JOIN staff_members m ON m.person_id = a.person_id
          JOIN departments d ON d.id = a.department_id
         WHERE a.review_id = ${reviewId} ${IN_ORDER}`,
  );
  const at = ids.findIndex((one) => one.id === id);
  return {
    previous: ids[at - 1]?.id ?? null,
    next: ids[at + 1]?.id ?? null,
    place: at + 1,
    all: ids.length,
  };
}
