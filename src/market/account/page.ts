import { csvOf } from '../../base/csv.ts';
import { monthOfDay, nextMonth, previousMonth, today } from '../../base/period.ts';
import type { Month } from '../../base/period.ts';
import { communityById } from '../../people/index.ts';
import { textsIn } from '../../web/i18n.ts';
import type { Language } from '../../web/i18n.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { goodsAccount } from './queries.ts';

const COLUMNS = [
  'opening',
  'bought',
  'donated',
  'other',
  'handedOver',
  'writtenOff',
  'counted',
  'closing',
] as const;

const thisMonth = (): Month => monthOfDay(today());

/** The goods in and out of a month, as a notice. */
export async function accountPage(communityId: number, month = thisMonth()): Promise<Answer> {
  const [account, { name }] = await Promise.all([
    goodsAccount(communityId, month),
    communityById(communityId),
  ]);
  const only = {
    columns: COLUMNS,
    place: { id: communityId, name },
    day: today(),
    isOpen: month >= thisMonth(),
    previous: previousMonth(month),
    next: month < thisMonth() ? nextMonth(month) : null,
  };
  return page('market/account/show', { ...account }, { only, title: 'stock.title.account' });
}

/** The same as a file. */
export async function accountFile(
  communityId: number,
  lang: Language,
  month = thisMonth(),
): Promise<Answer> {
  const t = textsIn(lang);
  const { lines, totals } = await goodsAccount(communityId, month);
  const figures = ({ costFen, ...counts }: typeof totals) => [
    ...COLUMNS.map((column) => counts[column]),
    costFen / 100,
  ];
  const body = csvOf([
    ['good', ...COLUMNS, 'cost'].map((column) => t(`stock.account.column.${column}`)),
    ...lines.map(({ name, ...line }) => [name, ...figures(line)]),
    [t('stock.account.total'), ...figures(totals)],
  ]);
  const fileName = `goods-${month}.csv`;
  return { kind: 'file', type: 'text/csv; charset=utf-8', body, fileName };
}
