import { permit } from '../base/refusal.ts';
import type { Actor } from '../people/index.ts';
import { countedCode, findByCode } from './pick-up-code.ts';
import { isOfOwnHousehold } from './policy.ts';
import { redemptionOf } from './redemption.ts';
import type { Redemption } from './redemption.ts';
import { refuseNotReady } from './settlement.ts';

/**
 * Whose a code is, and which goods, before they are handed over; changes nothing but the count of
 * wrong codes. Refuses what `handOver` refuses.
 */
export function lookUp(actor: Actor, pickUpCode: string): Promise<Redemption> {
  return countedCode(actor, async () => {
    const redemption = await findByCode(actor, pickUpCode);
    refuseNotReady(redemption);
    permit(!isOfOwnHousehold(actor, redemption), 'own-household');
    return redemptionOf(redemption.id);
  });
}
