import { checkFigure } from '../../base/check-figure.ts';
import { Refusal } from '../../base/refusal.ts';

const FIGURES = 5;

/** The number that is printed on a sheet: the figures of its id and one that checks them. */
export function sheetNumber(id: number): string {
  const figures = String(id).padStart(FIGURES, '0');
  return `${figures}${checkFigure(figures)}`;
}

/** The id of a sheet by its number as it was typed. Refuses `sheet-number-wrong`. */
export function sheetIdOf(number: string): number {
  const figures = number.slice(0, -1);
  if (number.slice(-1) !== checkFigure(figures)) {
    throw new Refusal('invalid', 'sheet-number-wrong', {}, 'number');
  }
  return Number(figures);
}
