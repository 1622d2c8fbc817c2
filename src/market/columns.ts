import { columnsOf, instant, number, text, word, yesNo } from '../base/spreadsheet/columns.ts';
import type { Good } from './good.ts';
import type { StockMove } from './queries.ts';
import type { Redemption } from './redemption.ts';

/** The lists of this module as they go out. */
export const goodColumns = columnsOf<Good>({
  id: number(({ id }) => id),
  good: text(({ name }) => name),
  price: number(({ points }) => points),
  stock: number(({ stock }) => stock),
  setAside: number(({ setAside }) => setAside),
  limitPerQuarter: number(({ limitPerQuarter }) => limitPerQuarter),
  onShelf: yesNo(({ onShelf }) => onShelf),
});

export const stockMoveColumns = columnsOf<StockMove>({
  id: number(({ id }) => id),
  move: word('market.moves.kind', ({ kind }) => kind),
  quantity: number(({ quantity }) => quantity),
  note: text(({ note }) => note),
  cause: text(({ cause }) => cause),
  by: text(({ by }) => by),
  at: instant(({ at }) => at),
});

export const redemptionColumns = columnsOf<Redemption>({
  id: number(({ id }) => id),
  name: text(({ person }) => person.name),
  goods: text(({ lines }) => lines.map(({ name, quantity }) => `${name} × ${quantity}`).join('; ')),
  points: number(({ total }) => total),
  state: word('shared.state', ({ state }) => state),
  reservedAt: instant(({ reservedAt }) => reservedAt),
  expiresAt: instant(({ expiresAt }) => expiresAt),
  settledAt: instant(({ settledAt }) => settledAt),
});
