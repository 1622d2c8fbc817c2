import Joi from 'joi';
import { insertHouseholds } from '../../people/index.ts';
import type { NewHousehold } from '../../people/index.ts';
import { isNew, isSame, isWrong, readRow, sawBefore } from './looked.ts';
import type { ImportPart, Looked } from './looked.ts';
import type { SaidRow } from './layout.ts';
import { bare, placesIn } from './places.ts';
import type { Places } from './places.ts';

const form = Joi.object<{ household: string }, true>({
  household: Joi.string().normalize('NFC').max(60).required(),
});

/** Households of a grid that is there already. */
export const households: ImportPart<NewHousehold> = {
  needsTwo: false,
  look: async (communityId, rows, tx) => {
    const places = await placesIn(communityId, tx);
    const seen = new Set<string>();
    return rows.map((one) => looked(one, places, seen));
  },
  book: ({ communityId }, rows, tx) =>
    insertHouseholds(
      communityId,
      rows.map(({ entry }) => entry),
      tx,
    ),
};

function looked(one: SaidRow, places: Places, seen: Set<string>): Looked<NewHousehold> {
  const { grid, household } = one.said;
  if (grid === undefined) return isWrong(one, 'grid-missing');
  if (household === undefined) return isWrong(one, 'household-missing');
  const gridId = places.grid(grid);
  if (gridId === undefined) return isWrong(one, 'grid-unknown');
  const read = readRow(form, { household });
  if ('problem' in read) return isWrong(one, read.problem);
  if (sawBefore(seen, `${gridId} ${bare(household)}`)) return isWrong(one, 'row-repeated');
  const known = places.household(grid, household);
  if (known !== 'household-unknown') return isSame(one);
  return isNew(one, { gridId, name: read.values.household });
}
