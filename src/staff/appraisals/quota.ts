import sql from 'sql-template-tag';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { Refusal } from '../../base/refusal.ts';
import { isTop, NO_GRADE } from './grades.ts';
import type { Grade } from './grades.ts';

/** So many of those who are graded may have the highest grade: the quota, rounded down. */
export const topsMax = ({ people, topQuota }: { people: number; topQuota: number }): number =>
  Math.floor((people * topQuota) / 100);

/**
 * Counts a grade that is being confirmed. The quota is held by the statement that counts, so of two
 * who confirm the last one at once, one is refused. Refuses `quota-full`, `quota-would-break`.
 */
export async function countGrade(reviewId: number, grade: Grade, tx: Transaction): Promise<void> {
  if (isTop(grade)) {
    const counted = await change(
      sql`UPDATE staff_reviews SET tops = tops + 1
           WHERE id = ${reviewId} AND (tops + 1) * 100 <= top_quota * people`,
      tx,
    );
    if (counted === 0) throw new Refusal('conflict', 'quota-full');
  }
  if (grade === NO_GRADE) {
    const counted = await change(
      sql`UPDATE staff_reviews SET people = people - 1
           WHERE id = ${reviewId} AND tops * 100 <= top_quota * (people - 1)`,
      tx,
    );
    if (counted === 0) throw new Refusal('conflict', 'quota-would-break');
  }
}

/** Takes back what a grade counted. */
export async function uncountGrade(reviewId: number, grade: Grade, tx: Transaction): Promise<void> {
  const tops = isTop(grade) ? 1 : 0;
  const ungraded = grade === NO_GRADE ? 1 : 0;
  await change(
    sql`UPDATE staff_reviews SET tops = tops - ${tops}, people = people + ${ungraded}
         WHERE id = ${reviewId}`,
    tx,
  );
}
