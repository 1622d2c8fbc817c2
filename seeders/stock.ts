import { setClock } from '../src/base/clock.ts';
import { readPhoto } from '../src/base/images.ts';
import { addDays, at, today } from '../src/base/period.ts';
import type { Day } from '../src/base/period.ts';
import { ceilingOf } from '../src/ledger/index.ts';
import {
  addStockInLine,
  addSupplier,
  askWriteOff,
  beginStockIn,
  beginStocktake,
  bookStockIn,
  carry,
  changeGood,
  changeStockSettings,
  countGood,
  createGood,
  handInStocktake,
  placesOf,
  shelfOf,
  undoStockIn,
  waitForGood,
} from '../src/market/index.ts';
import type { Actor } from '../src/people/index.ts';
import { drawGood } from './drawings.ts';
import type { Players } from './history.ts';
import { ask, withFile } from './market.ts';

interface Line {
  readonly good: number;
  readonly quantity: number;
  readonly price?: number;
  readonly expiresOn?: Day;
}

/**
 * What a shop lives through in ten days: deliveries and a gift, one paper that was wrong, milk that
 * expires, a good that people wait for, a stocktake, a budget, and a month near its ceiling.
 */
export async function playStock(players: Players, day: Day): Promise<void> {
  const { shopkeeper } = players;
  setClock(at(addDays(day, -9), '09:30'));
  const goods = new Map((await shelfOf(shopkeeper.communityId)).map(({ name, id }) => [name, id]));
  for (const [name, points] of [
    ['纯牛奶', 6],
    ['鸡蛋', 8],
    ['暖水瓶', 28],
  ] as const) {
    goods.set(name, await aNewGood(shopkeeper, name, points));
  }
  const of = (name: string): number => goods.get(name) ?? 0;
  await deliver(shopkeeper, of, day);
  await offerInstead(players, of('暖水瓶'), of('保温杯'));
  setClock(at(addDays(day, -2), '08:30'));
  await takeStock(shopkeeper, [of('香皂'), of('牙膏'), of('毛巾')]);
  const broken = { quantity: 2, why: 'damaged', note: '搬运时压碎' } as const;
  await askWriteOff(shopkeeper, { good: of('鸡蛋'), ...broken }, ask(shopkeeper));
  await setLimits(players.managers[0] as Actor);
}

async function aNewGood(by: Actor, name: string, points: number): Promise<number> {
  return withFile(await drawGood(name), async (path) => {
    const photo = await readPhoto(path, 'photo');
    const wish = { name, points, stock: 0, limitPerQuarter: 2, photo };
    return (await createGood(by, wish, ask(by))).id;
  });
}

/** Two deliveries that were paid, a gift of a shop, one of somebody unnamed, and one paper undone. */
async function deliver(by: Actor, of: (name: string) => number, day: Day): Promise<void> {
  const supplier = (name: string, kind: 'supplier' | 'donor', named = false) =>
    addSupplier(by, { name, kind, named, active: true }, ask(by));
  const grocer = await supplier('惠民粮油店', 'supplier');
  const shop = await supplier('红星超市', 'donor', true);
  const neighbour = await supplier('辖区热心居民', 'donor');
  const milk = { good: of('纯牛奶'), quantity: 36, price: 2.8, expiresOn: addDays(day, 12) };
  const eggs = { good: of('鸡蛋'), quantity: 20, price: 6.5, expiresOn: addDays(day, 20) };
  const rice = { good: of('一袋大米'), quantity: 10, price: 19.9, expiresOn: addDays(day, 240) };
  await stockedIn(by, grocer.id, 'HM-1120', [milk, eggs, rice]);
  setClock(at(addDays(day, -7), '14:00'));
  await stockedIn(by, shop.id, '捐赠-07', [{ good: of('毛巾'), quantity: 30 }]);
  await stockedIn(by, neighbour.id, '捐赠-08', [{ good: of('雨伞'), quantity: 6 }]);
  setClock(at(addDays(day, -5), '10:10'));
  const soap = { good: of('香皂'), quantity: 24, price: 2.2 };
  const wrong = await stockedIn(by, grocer.id, 'HM-1127', [{ ...soap, quantity: 240 }]);
  await undoStockIn(by, wrong, '数量多录了一个零', ask(by));
  await stockedIn(by, grocer.id, 'HM-1127', [soap]);
  await carry(by, of('香皂'), { to: 'shelf', quantity: 12 }, ask(by));
}

async function stockedIn(
  by: Actor,
  supplier: number,
  number: string,
  lines: readonly Line[],
): Promise<number> {
  const { id } = await beginStockIn(by, { supplier, number, cameOn: today() }, undefined, ask(by));
  for (const line of lines) {
    await addStockInLine(by, id, { place: 'store', ...line }, ask(by));
  }
  await bookStockIn(by, id, ask(by));
  return id;
}

/** Some wait for what is sold out; the shop offers another good meanwhile. */
async function offerInstead(
  { residents, shopkeeper }: Players,
  good: number,
  substitute: number,
): Promise<void> {
  await changeGood(shopkeeper, good, { substitute }, ask(shopkeeper));
  for (const person of residents.slice(0, 3)) await waitForGood(person, good, ask(person));
}

/** Three goods are counted; of the first, one piece is missing. */
async function takeStock(by: Actor, goods: readonly number[]): Promise<void> {
  const { id } = await beginStocktake(by, ask(by));
  for (const [n, good] of goods.entries()) {
    const { shelf, store } = await placesOf(good);
    const missing = n === 0 ? { shelf: shelf - 1, note: '少一块，未查明原因' } : {};
    await countGood(by, id, { good, shelf, store, ...missing }, ask(by));
  }
  await handInStocktake(by, id, ask(by));
}

/** A year's money, and a ceiling that this month comes near to. */
async function setLimits(manager: Actor): Promise<void> {
  const settings = { budgetYuan: 6_000, warningDays: 30, secondFrom: 5 };
  const usual = { points: 100, stops: false };
  await changeStockSettings(manager, settings, usual, ask(manager));
  const { issued } = (await ceilingOf(manager.communityId)) ?? { issued: 0 };
  const points = Math.max(100, Math.ceil(issued / 8.5) * 10);
  await changeStockSettings(manager, settings, { points, stops: false }, ask(manager));
}
