import { permit } from '../../base/refusal.ts';
import { ceilingOf } from '../../ledger/index.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { lowStock } from '../overview.ts';
import { mayKeepGoods, mayReadMarket, maySetStock } from '../policy.ts';
import { settingsForm } from './forms.ts';
import { stockOverview } from './queries.ts';
import { stockSettings } from './settings.ts';

/** Points against goods and money, what runs low, and the way to everything about stock. */
export async function stockPage(actor: Actor): Promise<Answer> {
  const { communityId } = actor;
  permit(mayReadMarket(actor, communityId), 'read-market');
  const only = {
    keeps: mayKeepGoods(actor, communityId),
    sets: maySetStock(actor, communityId),
    low: await lowStock(communityId),
  };
  const extras = { only, title: 'stock.title.overview' };
  return page('market/stock/index', { ...(await stockOverview(communityId)) }, extras);
}

export async function settingsPage(actor: Actor): Promise<Answer> {
  const { communityId } = actor;
  permit(maySetStock(actor, communityId), 'set-stock');
  const [settings, ceiling] = await Promise.all([
    stockSettings(communityId),
    ceilingOf(communityId),
  ]);
  const values = {
    ...settings,
    ceilingPoints: ceiling?.points,
    ceilingStops: ceiling?.stops ?? false,
  };
  const extras = { form: settingsForm, values, title: 'stock.title.settings' };
  return page('market/stock/settings', { settings, ceiling }, extras);
}
