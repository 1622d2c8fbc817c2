import { agreeToPool, proposeMerge, splitHousehold } from '../../src/households/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { gridsOf, recordGuardian } from '../../src/people/index.ts';
import { aResident, asked } from '../factories.ts';

const SON = '王小军';
const DAUGHTER = '王玉梅';
const CHILD = '小明';
const NEW_HOME = '6栋102';
const WHY_SPLIT = '结婚分户';
const WHY_MERGE = '同一手机号';

/** What stands on the pages in Chinese whatever language the reader has chosen. */
export const HOUSEHOLD_WORDS = [SON, DAUGHTER, CHILD, NEW_HOME, WHY_SPLIT, WHY_MERGE];

/** What the `:id` of a household's address may be. */
export interface HouseholdIds {
  readonly household: number;
  readonly child: number;
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
    await aResident(place, { name: SON, householdId }),
    await aResident(place, { name: DAUGHTER, householdId }),
  ];
  await agreeToPool(resident, asked(resident));
  const split = {
    memberIds: [son.personId],
    gridId: place.gridId,
    name: NEW_HOME,
    reason: WHY_SPLIT,
  };
  await splitHousehold(manager, householdId, split, asked(manager));
  const twin = await aResident(place, { name: resident.name });
  const merge = { keptId: resident.personId, mergedId: twin.personId, reason: WHY_MERGE };
  await proposeMerge(manager, merge, asked(manager));
  const child = await aResident(place, { name: CHILD, householdId });
  const guarding = {
    guardianId: resident.personId,
    bornOn: '2016-05-01',
    consentHow: 'paper' as const,
  };
  const wish = { ...guarding, consentedOn: '2026-11-20' };
  await recordGuardian(manager, child.personId, wish, asked(manager));
  return { household: householdId, child: child.personId };
}
