import { qrOf } from '../base/qr.ts';
import type { Actor } from '../people/index.ts';
import { created, done, page, route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import { basketOf, putInBasket } from './basket.ts';
import { basketForm, redemptionsQuery, reserveForm } from './forms.ts';
import type { RedemptionsQuery } from './forms.ts';
import { deliveryOf } from './delivery/delivery.ts';
import { addressForm } from './delivery/forms.ts';
import { groupedCode } from './pick-up-code.ts';
import { isUndoable, mayReadMarket, mayReserve, mayServe } from './policy.ts';
import { communityRedemptions, ownRedemptions, shownRedemption } from './queries.ts';
import { reserve } from './reservation.ts';
import { cancelRedemption } from './settlement.ts';
import { redemptionColumns } from './columns.ts';

async function basketPage({ actor }: { readonly actor: Actor }): Promise<Answer> {
  const basket = await basketOf(actor);
  const wanted = basket.lines.map(({ good, quantity }) => ({ good: good.id, quantity }));
  const ready = basket.missing === 0 && basket.lines.every(({ problem }) => problem === null);
  const only = { wanted: JSON.stringify(wanted), ready };
  return page('market/basket/index', { ...basket }, { only, form: reserveForm });
}

const basketRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/basket',
    door: ['resident'],
    summary: 'One’s own basket',
    handle: basketPage,
  }),
  route({
    method: 'post',
    path: '/basket',
    door: ['resident'],
    summary: 'Put a good into the basket, change how many, or take it out',
    form: basketForm,
    again: basketPage,
    handle: async ({ actor, values, command }) => {
      const line = await putInBasket(actor, values, command);
      const location = values.quantity === undefined ? `/goods#good-${values.good}` : '/basket';
      return done(location, { line });
    },
  }),
];

/** Staff see the community's redemptions, and their own when they ask and live there. */
async function listPage(actor: Actor, { whose, ...wish }: RedemptionsQuery): Promise<Answer> {
  const reads = mayReadMarket(actor, actor.communityId);
  const all = reads && whose !== 'own';
  const list = all ? communityRedemptions(actor, wish) : ownRedemptions(actor, wish);
  const both = reads && mayReserve(actor, actor.communityId);
  const only = { all, both, state: wish.state ?? null };
  return page('market/redemptions/index', { ...(await list) }, { only });
}

/** A redemption, also after a wish about it was refused. */
export async function redemptionPage(actor: Actor, id: number): Promise<Answer> {
  const { redemption, isOwn } = await shownRedemption(actor, id);
  const isServer = mayServe(actor, actor.communityId);
  const code = 'pickUpCode' in redemption ? redemption.pickUpCode : null;
  const only = {
    isOwn,
    code: code && groupedCode(code),
    qr: code && qrOf(code),
    mayCancel: redemption.state === 'reserved',
    hasReceipt: redemption.state === 'handed-over' || redemption.state === 'returned',
    mayUndo: !isOwn && isServer && isUndoable(redemption),
    delivery: await deliveryOf(id),
    mayAsk: redemption.state === 'reserved' && (isOwn || isServer),
  };
  return page('market/redemptions/show', { redemption }, { only, form: addressForm });
}

/** Basket and redemptions, as residents use them. */
export const redemptionRoutes: readonly Route[] = [
  ...basketRoutes,
  route({
    method: 'get',
    path: '/redemptions',
    door: ['resident', 'shopkeeper', 'manager', 'auditor'],
    summary: 'Redemptions: one’s own, or for staff the community’s',
    columns: redemptionColumns,
    query: redemptionsQuery,
    handle: ({ actor, query }) => listPage(actor, query),
  }),
  route({
    method: 'get',
    path: '/redemptions/:id',
    door: ['resident', 'shopkeeper', 'manager', 'auditor'],
    summary: 'A redemption, with its pick-up code for its own person',
    handle: ({ actor, id }) => redemptionPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/redemptions',
    door: ['resident'],
    summary: 'Reserve goods: points are held and stock is set aside',
    form: reserveForm,
    again: basketPage,
    handle: async ({ actor, values, command }) => {
      const redemption = await reserve(actor, values.lines, command);
      return created(`/redemptions/${redemption.id}`, { redemption }, 'market.said.reserved');
    },
  }),
  route({
    method: 'post',
    path: '/redemptions/:id/cancellation',
    door: ['resident', 'shopkeeper', 'manager'],
    summary: 'Give a reservation back: points to the person, goods to the shelf',
    handle: async ({ actor, id, command }) => {
      const redemption = await cancelRedemption(actor, id, command);
      return done(`/redemptions/${id}`, { redemption }, 'market.said.cancelled');
    },
  }),
];
