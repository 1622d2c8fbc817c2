import type { Cell, Row } from './reading.ts';

const UNPRINTABLE = /[\p{Cc}\p{Cs}\u200b\ufeff]+/gu;

/** Text as a person reads it: without control characters, halves of pairs and outer spaces. */
function cleanCell(cell: Cell): Cell {
  if (typeof cell !== 'string') return cell;
  const text = cell.replace(UNPRINTABLE, ' ').trim();
  return text === '' ? null : text;
}

/** The rows that hold anything, each with its number, cut after its last cell. */
export function cleanRows(rows: readonly (readonly Cell[])[]): Row[] {
  return rows.flatMap((row, index) => {
    const cells = row.map(cleanCell);
    while (cells.length > 0 && cells.at(-1) === null) cells.pop();
    return cells.length === 0 ? [] : [{ number: index + 1, cells }];
  });
}
