import { agreeToPool, proposeMerge, splitHousehold } from '../../src/households/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { gridsOf } from '../../src/people/index.ts';
import { aResident, asked } from '../factories.ts';

/** What the `:id` of a household's address may be. */
export interface HouseholdIds {
  readonly household: number;
}

/** The resident's household: asked to spend together, with one who has split off; and a merge. */
export async function settledHousehold(
  people: Readonly<Record<'resident' | 'neighbour' | 'manager', Actor>>,
): Promise<HouseholdIds> {
  const { resident, manager } = people;
  const { communityId, householdId } = resident;
  if (householdId === null) throw new Error('the resident of the walk has a household');
  const [grid] = await gridsOf(communityId);
  const place = { id: communityId, gridId: grid?.id ?? 0 };
  const [son] = [
    await aResident(place, { name: '王小军', householdId }),
    await aResident(place, { name: '王玉梅', householdId }),
  ];
  await agreeToPool(resident, asked(resident));
  const split = {
    people: [son.personId],
    gridId: place.gridId,
    name: '6栋102',
    reason: '结婚分户',
  };
  await splitHousehold(manager, householdId, split, asked(manager));
  const twin = await aResident(place, { name: resident.name });
  const merge = { keptId: resident.personId, mergedId: twin.personId, reason: '同一手机号' };
  await proposeMerge(manager, merge, asked(manager));
  return { household: householdId };
}
