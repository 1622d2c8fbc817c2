import { page } from '../../web/route.ts';
import type { Answer, Asked } from '../../web/route.ts';
import { today } from '../../base/period.ts';
import { mayKeepGoods } from '../policy.ts';
import { suppliersOf } from '../suppliers/queries.ts';
import { headForm, lineForm, undoForm } from './forms.ts';
import { goodNames, linesOf, stockInOf, stockInsOf } from './queries.ts';

type Asking = Pick<Asked, 'actor' | 'id'>;

export async function stockInsPage({ actor }: Pick<Asked, 'actor'>, after?: number) {
  const only = { keeps: mayKeepGoods(actor, actor.communityId) };
  const extras = { only, title: 'stock.title.stockIns' };
  return page('market/stock-ins/index', { ...(await stockInsOf({ after }, actor)) }, extras);
}

export async function newStockInPage({ actor }: Pick<Asked, 'actor'>): Promise<Answer> {
  const suppliers = (await suppliersOf(actor)).filter(({ active }) => active);
  const extras = { form: headForm, values: { cameOn: today() }, title: 'stock.title.newStockIn' };
  return page('market/stock-ins/new', { suppliers }, extras);
}

/** A document with its lines; a draft can be typed on, a booked one undone. */
export async function stockInPage(
  { actor, id }: Asking,
  sent: 'line' | 'undo' = 'line',
): Promise<Answer> {
  const document = await stockInOf(actor, id);
  const { photoKey, ...shown } = document;
  const keeps = mayKeepGoods(actor, document.communityId);
  const goods = keeps && document.state === 'draft' ? await goodNames(document.communityId) : [];
  const only = { keeps, goods, sent, hasPhoto: photoKey !== null };
  const extras = {
    only,
    form: sent === 'undo' ? undoForm : lineForm,
    title: 'stock.title.stockIn',
  };
  return page(
    'market/stock-ins/show',
    { document: shown, lines: await linesOf(id) },
    { ...extras, values: sent === 'line' ? { place: 'store' } : {} },
  );
}
