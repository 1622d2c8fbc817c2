/**
 * The score of a quarter in whole hundredths: the points (start score and what the quarter added and
 * took) weigh so many percent, the evaluation (hundredths of 0 to 100) the rest. Where there is no
 * evaluation, since nobody was asked or its result is hidden, the points are all of it.
 */
export function weighted(points: number, evaluation: number | null, pointsWeight: number): number {
  if (evaluation === null) return points * 100;
  return points * pointsWeight + Math.round((evaluation * (100 - pointsWeight)) / 100);
}

/** The mean of what there is, in whole hundredths; null of nothing. */
export function meanOf(scores: readonly number[]): number | null {
  if (scores.length === 0) return null;
  return Math.round(scores.reduce((sum, one) => sum + one, 0) / scores.length);
}
