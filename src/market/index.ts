/**
 * Market: goods, their stock, and the redemptions by which people spend their points.
 *
 * Words.  A *good* has a price in points and a *stock*, or none when it is a service. A *redemption*
 *         is reserved under a *pick-up code*, then handed over, or cancelled, or expired, once.
 *         What is reserved is *set aside*. A *stocktake* books the difference to what was counted.
 *         A *delivery* brings a reservation to its person's door by a *helper*.
 * Owns.   goods, stock_moves, deliveries, redemptions, redemption_lines, basket_lines.
 * Uses.   people (who is asking), ledger (available → held → redeemed, or back).
 * Holds.  Stock and set aside move by stock moves alone and are never below 0; moves are never
 *         changed or removed. Held points of a person are the totals of their open redemptions.
 *         A redemption ends once. A price change does not touch what is reserved.
 */
export { changeGood, createGood } from './goods.ts';
export type { GoodChange, NewGood } from './goods.ts';
export type { Good } from './good.ts';
export { stockIn, stocktake } from './stock.ts';
export { reserve } from './reservation.ts';
export type { WantedLine } from './reservation.ts';
export type { OwnRedemption, Redemption } from './redemption.ts';
export { cancelRedemption, expireRedemptions, handOver } from './settlement.ts';
export { askForDelivery, assignHelper } from './delivery/asking.ts';
export { confirmDelivery, confirmStatement, failDelivery } from './delivery/bringing.ts';
export { remindOfExpiry } from './telling.ts';
export { goodsCostSummary, lowStock, nextReward, openRedemptions, shelfOf } from './overview.ts';
export type { GoodsCost, NextReward } from './overview.ts';
export { verifyStock } from './verify.ts';
