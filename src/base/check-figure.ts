/** The last figure of a number by Luhn: one wrong figure shows, and nearly every two that changed places. */
export function checkFigure(figures: string): string {
  const sum = [...figures]
    .reverse()
    .map((figure, place) => Number(figure) * (place % 2 === 0 ? 2 : 1))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return String((10 - (sum % 10)) % 10);
}
