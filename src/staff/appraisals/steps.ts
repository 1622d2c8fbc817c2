import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Grade } from './grades.ts';

/** Something that was said or decided of an appraisal; never changed. */
export interface Step {
  readonly kind:
    'summary' | 'comment' | 'proposal' | 'return' | 'confirmation' | 'correction' | 'signature';
  readonly grade: Grade | null;
  readonly words: string;
  /** Hundredths of the score, of what was confirmed. */
  readonly score: number | null;
}

type NewStep = Pick<Step, 'kind' | 'words'> & Partial<Step>;

export async function addStep(
  appraisalId: number,
  { kind, words, grade = null, score = null }: NewStep,
  by: number,
  tx: Transaction,
): Promise<void> {
  await change(
    sql`INSERT INTO appraisal_steps (appraisal_id, kind, grade, words, score, by_id, at)
        VALUES (${appraisalId}, ${kind}, ${grade}, ${words}, ${score}, ${by}, ${now()})`,
    tx,
  );
}

/** What was said and decided of an appraisal, in order. */
export const stepsOf = (
  appraisalId: number,
): Promise<(Step & { readonly by: string; readonly at: string })[]> =>
  rows<Step & { readonly by: string; readonly at: string }>(
    sql`SELECT s.kind, s.grade, s.words, s.score, p.name AS by, s.at
          FROM appraisal_steps s JOIN persons p ON p.id = s.by_id
         WHERE s.appraisal_id = ${appraisalId} ORDER BY s.id`,
  );
