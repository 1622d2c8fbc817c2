import { enterGood, goodsNamed, newGoodForm } from '../../market/index.ts';
import type { NewGood } from '../../market/index.ts';
import { isNew, isSame, isWrong, readRow, sawBefore } from './looked.ts';
import type { ImportPart, Looked } from './looked.ts';
import type { SaidRow } from './layout.ts';
import { bare } from './places.ts';

const NO_PHOTO = { photoKey: null, thumbKey: null };

/** Goods with their opening stock; without a number they are services that have none. */
export const goods: ImportPart<NewGood> = {
  needsTwo: false,
  look: async (communityId, rows, tx) => {
    const known = new Map(
      (await goodsNamed(communityId, tx)).map(({ name, points }) => [bare(name), points]),
    );
    const seen = new Set<string>();
    return rows.map((one) => looked(one, known, seen));
  },
  book: async ({ communityId, approvedById }, rows, tx) => {
    const by = { communityId, personId: approvedById };
    for (const { entry } of rows) await enterGood(by, entry, NO_PHOTO, tx);
  },
};

function looked(
  one: SaidRow,
  known: ReadonlyMap<string, number>,
  seen: Set<string>,
): Looked<NewGood> {
  const { good, points, stock, limitPerQuarter } = one.said;
  const read = readRow(newGoodForm, { name: good, points, stock, limitPerQuarter });
  if ('problem' in read) {
    return isWrong(one, read.problem.endsWith('-name') ? 'wrong-good' : read.problem);
  }
  const { name, ...said } = read.values;
  if (sawBefore(seen, bare(name))) return isWrong(one, 'row-repeated');
  const price = known.get(bare(name));
  if (price !== undefined)
    return price === said.points ? isSame(one) : isWrong(one, 'good-differs');
  return isNew(one, {
    name,
    points: said.points,
    stock: said.stock ?? null,
    limitPerQuarter: said.limitPerQuarter ?? null,
  });
}
