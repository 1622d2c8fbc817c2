import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import { holdersOf } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { countedTry } from '../pick-up-code.ts';
import { isOfOwnHousehold, mayServe } from '../policy.ts';
import { redemptionById } from '../redemption.ts';
import { settleOne } from '../settlement.ts';
import { readableDelivery } from './delivery.ts';
import type { Delivery, DeliveryState } from './delivery.ts';
import type { FailureForm, ProofForm } from './forms.ts';

type Ended = { readonly state: DeliveryState };

/**
 * The helper says that it was delivered. With the person's code or signature the goods are handed
 * over; on the helper's word alone they are when a shopkeeper has asked the person. Refuses
 * `no-delivery`, `not-your-delivery`, `delivery-ended`, `no-pick-up-code` (counted), and
 * `own-household`.
 */
export function confirmDelivery(
  actor: Actor,
  deliveryId: number,
  { proof, pickUpCode }: ProofForm,
  command: Command,
): Promise<Ended> {
  return countedTry(actor, () =>
    once(command, 'confirm-delivery', { deliveryId, proof, pickUpCode }, async (tx) => {
      const delivery = await readableDelivery(actor, deliveryId, tx);
      permit(delivery.helperId === actor.personId, 'not-your-delivery');
      permit(!isOfOwnHousehold(actor, delivery), 'own-household');
      const redemption = await redemptionById(delivery.redemptionId, tx);
      if (proof === 'code' && redemption.pickUpCode !== pickUpCode) {
        throw new Refusal('missing', 'no-pick-up-code', {}, 'pickUpCode');
      }
      if (proof === 'statement') {
        await move(delivery, { from: 'assigned', to: 'stated', proof }, null, tx);
        await tellShop(delivery, actor, tx);
        return { state: 'stated' };
      }
      await move(delivery, { from: 'assigned', to: 'delivered', proof }, actor, tx);
      return handOverAtDoor(actor, delivery, tx);
    }),
  );
}

/**
 * A second person, who serves at the counter and did not bring it, has asked the person. Refuses
 * `no-delivery`, `serve`, `own-delivery`, `own-household`, `delivery-ended`.
 */
export function confirmStatement(
  actor: Actor,
  deliveryId: number,
  command: Command,
): Promise<Ended> {
  return once(command, 'confirm-statement', { deliveryId }, async (tx) => {
    const delivery = await readableDelivery(actor, deliveryId, tx);
    permit(mayServe(actor, delivery.communityId), 'serve');
    permit(delivery.helperId !== actor.personId, 'own-delivery');
    permit(!isOfOwnHousehold(actor, delivery), 'own-household');
    await move(delivery, { from: 'stated', to: 'delivered', proof: 'statement' }, actor, tx);
    return handOverAtDoor(actor, delivery, tx);
  });
}

/**
 * The goods came back: the reservation goes on until its day, or a shopkeeper ends it and points
 * and stock go back. Refuses `no-delivery`, `not-your-delivery`, `serve`, `delivery-ended`.
 */
export function failDelivery(
  actor: Actor,
  deliveryId: number,
  { reason, outcome }: FailureForm,
  command: Command,
): Promise<Ended> {
  return once(command, 'fail-delivery', { deliveryId, reason, outcome }, async (tx) => {
    const delivery = await readableDelivery(actor, deliveryId, tx);
    const serves = mayServe(actor, delivery.communityId);
    permit(serves || delivery.helperId === actor.personId, 'not-your-delivery');
    permit(serves || outcome === 'keep', 'serve');
    const done = await change(
      sql`UPDATE deliveries SET state = 'undelivered', address = NULL, reason = ${reason},
                 ended_at = ${now()}, ended_by_id = ${actor.personId}
           WHERE id = ${deliveryId} AND state IN ('asked', 'assigned', 'stated')`,
      tx,
    );
    if (done === 0) throw new Refusal('conflict', 'delivery-ended');
    if (outcome === 'cancel') await endReservation(actor, delivery, 'cancelled', tx);
    else await tellPerson(delivery, 'delivery-failed', { reason }, tx);
    return { state: 'undelivered' };
  });
}

interface Move {
  readonly from: DeliveryState;
  readonly to: 'stated' | 'delivered';
  readonly proof: ProofForm['proof'];
}

/** Of several who try at once, the one whose update finds the row as it was wins. */
async function move(
  { id }: Delivery,
  { from, to, proof }: Move,
  by: Actor | null,
  tx: Transaction,
): Promise<void> {
  const isEnd = to === 'delivered';
  const done = await change(
    sql`UPDATE deliveries SET state = ${to}, proof = ${proof},
               address = CASE WHEN ${isEnd} THEN NULL ELSE address END,
               ended_at = ${isEnd ? now() : null}, ended_by_id = ${by?.personId ?? null}
         WHERE id = ${id} AND state = ${from}`,
    tx,
  );
  if (done === 0) throw new Refusal('conflict', 'delivery-ended');
}

async function handOverAtDoor(actor: Actor, delivery: Delivery, tx: Transaction): Promise<Ended> {
  await endReservation(actor, delivery, 'handed-over', tx);
  await tellPerson(delivery, 'delivery-done', {}, tx);
  const { communityId, redemptionId } = delivery;
  const event = { communityId, personId: actor.personId, name: 'delivered' };
  await note({ ...event, subject: `redemption:${redemptionId}` }, tx);
  return { state: 'delivered' };
}

async function endReservation(
  actor: Actor,
  { redemptionId }: Delivery,
  state: 'handed-over' | 'cancelled',
  tx: Transaction,
): Promise<void> {
  await settleOne(await redemptionById(redemptionId, tx), state, actor.personId, tx);
}

const tellPerson = (
  { communityId, personId, redemptionId }: Delivery,
  kind: string,
  facts: Readonly<Record<string, string>>,
  tx: Transaction,
): Promise<void> =>
  tell([{ communityId, personId, kind, facts, href: `/redemptions/${redemptionId}` }], tx);

async function tellShop({ id, communityId }: Delivery, by: Actor, tx: Transaction): Promise<void> {
  const shop = await holdersOf(['shopkeeper'], communityId, tx);
  const message = { communityId, kind: 'delivery-stated', href: `/deliveries/${id}` };
  await tell(
    shop
      .filter((personId) => personId !== by.personId)
      .map((personId) => ({ ...message, personId })),
    tx,
  );
}
