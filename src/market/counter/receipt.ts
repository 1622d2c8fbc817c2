import sql from 'sql-template-tag';
import { row } from '../../base/db.ts';
import { found, permit } from '../../base/refusal.ts';
import { communityById, maskedName } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayReadRedemption } from '../policy.ts';
import { redemptionById, redemptionOf } from '../redemption.ts';
import type { Redemption } from '../redemption.ts';
import type { Confirmation } from './confirmation.ts';

/** What is printed for a person who was handed goods. */
export interface Receipt {
  readonly redemption: Redemption;
  readonly place: string;
  /** Masked: the paper may be lost. */
  readonly name: string;
  readonly handedOverBy: string | null;
  /** How the person agreed; null when they showed the code of a reservation. */
  readonly confirmation: KeptConfirmation | null;
}

interface KeptConfirmation {
  readonly kind: Confirmation['kind'];
  readonly confirmedBy: string;
  readonly signature: string | null;
}

/** The receipt of a hand-over. Refuses `no-redemption`, `read-redemption`, `no-receipt` before it. */
export async function receiptOf(actor: Actor, redemptionId: number): Promise<Receipt> {
  const { communityId, personId } = await redemptionById(redemptionId);
  permit(mayReadRedemption(actor, { communityId, personId }), 'read-redemption');
  const redemption = await redemptionOf(redemptionId);
  const isHandedOver = redemption.state === 'handed-over' || redemption.state === 'returned';
  found(isHandedOver ? redemption : null, 'receipt');
  const clerk = await row<{ name: string }>(
    sql`SELECT p.name FROM redemptions r JOIN persons p ON p.id = r.settled_by_id
         WHERE r.id = ${redemptionId}`,
  );
  return {
    redemption,
    place: (await communityById(communityId)).name,
    name: maskedName(redemption.person.name),
    handedOverBy: clerk?.name ?? null,
    confirmation: await row<KeptConfirmation>(
      sql`SELECT c.kind, p.name AS "confirmedBy", c.signature
            FROM confirmations c JOIN persons p ON p.id = c.confirmed_by_id
           WHERE c.redemption_id = ${redemptionId}`,
    ),
  };
}
