import { today } from '../../../src/base/period.ts';
import type { Day } from '../../../src/base/period.ts';
import { addStockInLine, beginStockIn } from '../../../src/market/stock-ins/drafts.ts';
import { bookStockIn } from '../../../src/market/stock-ins/booking.ts';
import type { StockInLine } from '../../../src/market/stock-ins/forms.ts';
import type { StockInDocument } from '../../../src/market/stock-ins/queries.ts';
import type { SupplierWish } from '../../../src/market/suppliers/forms.ts';
import type { Supplier } from '../../../src/market/suppliers/queries.ts';
import { addSupplier } from '../../../src/market/suppliers/suppliers.ts';
import type { Actor } from '../../../src/people/index.ts';
import { asked, unique } from '../../factories.ts';

export const aSupplier = (keeper: Actor, wish: Partial<SupplierWish> = {}): Promise<Supplier> => {
  const supplier = {
    name: unique('粮油店'),
    kind: 'supplier',
    named: false,
    active: true,
  } as const;
  return addSupplier(keeper, { ...supplier, ...wish }, asked(keeper));
};

type LineWish = Partial<StockInLine> & Pick<StockInLine, 'good' | 'quantity'>;

/** A document with these lines that is not booked. */
export async function aDraft(
  keeper: Actor,
  lines: readonly LineWish[],
  { supplier, cameOn = today() }: { readonly supplier?: Supplier; readonly cameOn?: Day } = {},
): Promise<StockInDocument> {
  const from = supplier ?? (await aSupplier(keeper));
  const head = { supplier: from.id, cameOn, number: unique('No') };
  const draft = await beginStockIn(keeper, head, undefined, asked(keeper));
  for (const line of lines) {
    await addStockInLine(keeper, draft.id, { place: 'store', ...line }, asked(keeper));
  }
  return draft;
}

/** The same, booked. */
export async function aStockIn(
  keeper: Actor,
  lines: readonly LineWish[],
  supplier?: Supplier,
): Promise<StockInDocument> {
  const draft = await aDraft(keeper, lines, supplier ? { supplier } : {});
  return bookStockIn(keeper, draft.id, asked(keeper));
}
