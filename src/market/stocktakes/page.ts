import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { stockSettings } from '../budget/settings.ts';
import { mayKeepGoods } from '../policy.ts';
import { hasCounted } from './booking.ts';
import { countForm } from './forms.ts';
import { countedLines, leftToCount, stocktakeOf, stocktakesOf } from './queries.ts';

export async function stocktakesPage(actor: Actor): Promise<Answer> {
  const items = await stocktakesOf(actor);
  const isOpen = items.some(({ state }) => state === 'open' || state === 'handed-in');
  const only = { mayBegin: mayKeepGoods(actor, actor.communityId) && !isOpen };
  const extras = { only, title: 'stock.title.stocktakes' };
  return page('market/stocktakes/index', { items, next: null }, extras);
}

/** A stocktake: what is left to count, what was counted, and what differs. */
export async function stocktakePage(actor: Actor, id: number): Promise<Answer> {
  const session = await stocktakeOf(actor, id);
  const [lines, left, { secondFrom }] = await Promise.all([
    countedLines(id),
    session.state === 'open' ? leftToCount(session.communityId, id) : [],
    stockSettings(session.communityId),
  ]);
  const only = {
    ...{ left, secondFrom },
    keeps: mayKeepGoods(actor, session.communityId),
    isOwn: hasCounted(actor, session, lines),
    goods: [...left, ...lines.map(({ goodId, name }) => ({ id: goodId, name }))],
  };
  const extras = { only, form: countForm, title: 'stock.title.stocktake' };
  return page('market/stocktakes/show', { session, lines }, extras);
}
