import { done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { numberOrNone } from '../forms.ts';
import { settingsForm } from './forms.ts';
import { settingsPage, stockPage } from './page.ts';
import { changeStockSettings } from './settings.ts';

/** Points against goods and money. */
export const budgetRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/stock',
    door: ['manager', 'shopkeeper', 'auditor'],
    summary: 'Points outstanding against goods and budget',
    handle: ({ actor }) => stockPage(actor),
  }),
  route({
    method: 'get',
    path: '/stock/settings',
    door: ['manager'],
    summary: 'Page for budget, ceiling and warnings',
    handle: ({ actor }) => settingsPage(actor),
  }),
  route({
    method: 'post',
    path: '/stock/settings',
    door: ['manager'],
    summary: 'Set budget, ceiling and warnings',
    form: settingsForm,
    again: ({ actor }) => settingsPage(actor),
    handle: async ({ actor, values, command }) => {
      const { warningDays, secondFrom, ceilingStops: stops } = values;
      const points = numberOrNone(values.ceilingPoints) ?? null;
      const budgetYuan = numberOrNone(values.budgetYuan) ?? null;
      const ceiling = points === null ? null : { points, stops };
      const wish = { budgetYuan, warningDays, secondFrom };
      const settings = await changeStockSettings(actor, wish, ceiling, command);
      return done('/stock', { settings, ceiling }, 'stock.said.settings');
    },
  }),
];
