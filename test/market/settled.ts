import { addDays, today } from '../../src/base/period.ts';
import { beginStocktake, countGood } from '../../src/market/stocktakes/counting.ts';
import type { Actor } from '../../src/people/index.ts';
import { asked } from '../factories.ts';
import { aDraft, aStockIn, aSupplier } from './stock-ins/factories.ts';

export interface SettledStock {
  readonly supplier: number;
  readonly draft: number;
  readonly stocktake: number;
}

/** Goods that came in, from somebody who sells and somebody who gives. */
export async function settledStock(
  { shopkeeper }: { readonly shopkeeper: Actor },
  goods: readonly [number, number],
): Promise<SettledStock> {
  const [soap, paste] = goods;
  const supplier = await aSupplier(shopkeeper, { name: 'Huimin Foods' });
  const donor = await aSupplier(shopkeeper, {
    name: 'Red Star Market',
    kind: 'donor',
    named: true,
  });
  const soon = addDays(today(), 12);
  await aStockIn(shopkeeper, [{ good: soap, quantity: 20, price: 3.5, expiresOn: soon }], supplier);
  await aStockIn(shopkeeper, [{ good: paste, quantity: 6, place: 'shelf' }], donor);
  const draft = await aDraft(shopkeeper, [{ good: soap, quantity: 5, price: 3.6 }], { supplier });
  const session = await beginStocktake(shopkeeper, asked(shopkeeper));
  const count = { good: soap, shelf: 40, store: 20 };
  await countGood(shopkeeper, session.id, count, asked(shopkeeper));
  return { supplier: supplier.id, draft: draft.id, stocktake: session.id };
}
