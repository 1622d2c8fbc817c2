import type { OwnRedemption } from '../../../src/market/index.ts';
import { askForDelivery, assignHelper } from '../../../src/market/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { asked } from '../../factories.ts';

/** A reservation on its way to its person by a helper; the id of the delivery. */
export async function settledDelivery(
  { id }: Pick<OwnRedemption, 'id'>,
  person: Actor,
  helper: Actor,
  shopkeeper: Actor,
): Promise<number> {
  const delivery = await askForDelivery(person, id, '三号楼二单元 301', asked(person));
  await assignHelper(shopkeeper, delivery.id, { personId: helper.personId }, asked(shopkeeper));
  return delivery.id;
}
