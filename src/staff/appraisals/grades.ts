/** A review is of a quarter (季度点评) or of a year (年底汇总). */
export type ReviewKind = 'quarter' | 'year';

/** 不定等次: for who was there for a part of the time only, newly came, or was on long leave. */
export const NO_GRADE = 'no-grade';

/** The grades of each kind, the highest first; of that one there is a quota. */
export const GRADES = {
  quarter: ['good', 'fairly-good', 'average', 'poor', NO_GRADE],
  year: ['excellent', 'competent', 'basic', 'incompetent', NO_GRADE],
} as const;

export type Grade = (typeof GRADES)[ReviewKind][number];

export const isTop = (grade: Grade): boolean => grade === 'good' || grade === 'excellent';

export const isGradeOf = (kind: ReviewKind, grade: Grade): boolean =>
  (GRADES[kind] as readonly Grade[]).includes(grade);
