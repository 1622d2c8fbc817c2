/**
 * Market: goods, their stock, and the redemptions by which people spend their points.
 *
 * Words.  A *good* has a price in points and a *stock*, or none when it is a service. A *redemption*
 *         is reserved under a *pick-up code*, then handed over, or cancelled, or expired, once.
 *         Goods come in by a *stock-in* document of a *supplier* or *donor*, lie in the *store-room* or
 *         on the *shelf*, and leave by redemptions or by a *write-off* that two agree on.
 *         What is reserved is *set aside*. A *stocktake* books the difference to what was counted.
 *         At the *counter* goods are handed over at once to a person who *confirms*, within the
 *         *opening times*; on the same day that can be *undone*: the redemption is *returned*. What a
 *         counter without network handed over and the ledger refuses is a *case* to settle.
 *         A *delivery* brings a reservation to its person's door by a *helper*.
 * Owns.   goods, stock_moves, place_moves, suppliers, stock_ins, stock_in_lines, write_offs, stocktakes,
 *         stocktake_lines, good_waits, stock_settings, redemptions, redemption_lines,
 *         redemption_shares, basket_lines, confirmations, opening_times, counter_cases, deliveries.
 * Uses.   people (who is asking), ledger (available → held → redeemed, or back).
 * Holds.  Stock and set aside move by stock moves alone and are never below 0; moves are never
 *         changed or removed. What is in the store-room moves by place moves alone. A document, a
 *         write-off and a stocktake are booked once, and a document undone once. Held points of a
 *         person are the totals of their open redemptions. A redemption ends once, and a hand-over
 *         is undone once. A price change does not touch what is reserved.
 */
export { changeGood, createGood, enterGood } from './goods.ts';
export { newGoodForm } from './forms.ts';
export { mayKeepGoods } from './policy.ts';
export { goodsNamed } from './queries.ts';
export type { GoodChange, NewGood } from './goods.ts';
export type { Good } from './good.ts';
export { stockIn, stocktake } from './stock.ts';
export { reserve } from './reservation.ts';
export type { WantedLine } from './reservation.ts';
export type { OwnRedemption, Redemption } from './redemption.ts';
export { forgetSignatures } from './counter/confirmation.ts';
export { handOverAtCounter } from './counter/hand-over.ts';
export { undoHandOver } from './counter/undo.ts';
export { markReady } from './counter/queue.ts';
export { openCounter } from './hours/keeping.ts';
export { cancelRedemption, expireRedemptions, handOver } from './settlement.ts';
export { handOnReservations, leaveMarket } from './leaving.ts';
export { askForDelivery, assignHelper } from './delivery/asking.ts';
export { confirmDelivery, confirmStatement, failDelivery } from './delivery/bringing.ts';
export { remindOfExpiry } from './telling.ts';
export { syncHandOver } from './counter/cases/syncing.ts';
export type { KeptHandOver, Synced } from './counter/cases/syncing.ts';
export { addSupplier } from './suppliers/suppliers.ts';
export { addStockInLine, beginStockIn } from './stock-ins/drafts.ts';
export { bookStockIn, undoStockIn } from './stock-ins/booking.ts';
export { carry } from './places/carrying.ts';
export { placesOf } from './places/queries.ts';
export { askWriteOff } from './write-offs/write-offs.ts';
export { beginStocktake, countGood } from './stocktakes/counting.ts';
export { handInStocktake } from './stocktakes/booking.ts';
export { waitForGood } from './waiting/waiting.ts';
export { changeStockSettings } from './budget/settings.ts';
export { stockOverview } from './budget/queries.ts';
export type { StockOverview } from './budget/queries.ts';
export { lowStock, nextReward, openRedemptions, shelfOf } from './overview.ts';
export type { GoodsCost, NextReward } from './overview.ts';
export { verifyStock } from './verify.ts';
