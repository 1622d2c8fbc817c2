import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import { personById, personMeant } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { isOfOwnHousehold, mayAskForDelivery, mayServe } from '../policy.ts';
import { redemptionById } from '../redemption.ts';
import { refuseNotReady } from '../settlement.ts';
import { readableDelivery } from './delivery.ts';
import type { HelperForm } from './forms.ts';

/**
 * Marks a reservation to be brought to its person's door. Refuses `no-redemption`,
 * `ask-for-delivery`, `settled-already`, `reservation-expired`, `delivery-asked`.
 */
export function askForDelivery(
  actor: Actor,
  redemptionId: number,
  address: string,
  command: Command,
): Promise<{ readonly id: number }> {
  return once(command, 'ask-for-delivery', { redemptionId, address }, async (tx) => {
    const redemption = await redemptionById(redemptionId, tx);
    permit(mayAskForDelivery(actor, redemption), 'ask-for-delivery');
    refuseNotReady(redemption);
    const made = await row<{ id: number }>(
      sql`INSERT INTO deliveries (community_id, redemption_id, state, address, asked_by_id,
            asked_at)
          VALUES (${redemption.communityId}, ${redemptionId}, 'asked', ${address},
            ${actor.personId}, ${now()}) ON CONFLICT DO NOTHING RETURNING id`,
      tx,
    );
    if (!made) throw new Refusal('conflict', 'delivery-asked');
    return made;
  });
}

/**
 * Gives a delivery to somebody of the community who is not of the person's household; who had it
 * before has it no more. Refuses `no-delivery`, `serve`, `nobody-found`, `several-found`,
 * `no-person`, `helper-own-household`, `delivery-ended`.
 */
export async function assignHelper(
  actor: Actor,
  deliveryId: number,
  form: HelperForm,
  command: Command,
): Promise<{ readonly id: number }> {
  const { communityId } = await readableDelivery(actor, deliveryId);
  permit(mayServe(actor, communityId), 'serve');
  const { id: helperId } = await personMeant(communityId, form);
  return once(command, 'assign-helper', { deliveryId, helperId }, async (tx) => {
    const delivery = await readableDelivery(actor, deliveryId, tx);
    const helper = await personById(helperId, tx);
    const householdId = helper?.householdId ?? null;
    if (isOfOwnHousehold({ personId: helperId, householdId }, delivery)) {
      throw new Refusal('forbidden', 'helper-own-household', {}, 'q');
    }
    const done = await change(
      sql`UPDATE deliveries SET state = 'assigned', helper_id = ${helperId}
           WHERE id = ${deliveryId} AND state IN ('asked', 'assigned')`,
      tx,
    );
    if (done === 0) throw new Refusal('conflict', 'delivery-ended');
    const message = { communityId, personId: helperId, kind: 'delivery-assigned' };
    await tell([{ ...message, href: '/deliveries/round' }], tx);
    return { id: deliveryId };
  });
}
