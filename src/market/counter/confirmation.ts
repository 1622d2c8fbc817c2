import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import type { Instant } from '../../base/clock.ts';
import { change, inTransaction } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { checkPin, findActor } from '../../people/index.ts';
import type { Actor, PersonFacts } from '../../people/index.ts';
import { countedCode, findByCode } from '../pick-up-code.ts';
import { mayConfirm } from '../policy.ts';

/**
 * How it is known that the person agrees: the code of a reservation of theirs, their PIN, what they
 * wrote on the screen; or a second clerk who saw it, by a PIN of their own.
 */
export type Confirmation =
  | { readonly kind: 'code'; readonly pickUpCode: string }
  | { readonly kind: 'pin'; readonly pin: string }
  | { readonly kind: 'signature'; readonly signature: string }
  | { readonly kind: 'clerk'; readonly clerkId: number; readonly pin: string };

/**
 * Checks a confirmation and answers who gave it; wrong codes and PINs are counted. Refuses
 * `no-pick-up-code`, `no-pin`, `pin-wrong`, `confirm-hand-over` for a clerk who may not,
 * `too-many-tries`.
 */
export async function confirmedBy(
  actor: Actor,
  customer: PersonFacts,
  confirmation: Confirmation,
): Promise<number> {
  switch (confirmation.kind) {
    case 'code':
      await refuseForeignCode(actor, customer, confirmation.pickUpCode);
      return customer.id;
    case 'pin':
      await checkPin(customer.id, confirmation.pin, 'pin');
      return customer.id;
    case 'signature':
      return customer.id;
    case 'clerk': {
      const clerk = await findActor(confirmation.clerkId);
      permit(clerk !== null && mayConfirm(actor, clerk, customer), 'confirm-hand-over');
      await checkPin(confirmation.clerkId, confirmation.pin, 'clerkPin');
      return confirmation.clerkId;
    }
  }
}

const refuseForeignCode = (
  actor: Actor,
  customer: PersonFacts,
  pickUpCode: string,
): Promise<void> =>
  countedCode(actor, async () => {
    const { personId, state } = await findByCode(actor, pickUpCode);
    if (personId !== customer.id || state !== 'reserved') {
      throw new Refusal('missing', 'no-pick-up-code', {}, 'pickUpCode');
    }
  });

/** Keeps how a person agreed to a redemption. */
export async function keepConfirmation(
  redemptionId: number,
  confirmation: Confirmation,
  confirmedById: number,
  tx: Transaction,
): Promise<void> {
  const signature = confirmation.kind === 'signature' ? confirmation.signature : null;
  await change(
    sql`INSERT INTO confirmations (redemption_id, kind, confirmed_by_id, signature, at)
        VALUES (${redemptionId}, ${confirmation.kind}, ${confirmedById}, ${signature}, ${now()})`,
    tx,
  );
}

/**
 * Takes away signatures from before an instant, and those of people who were erased; how many. How
 * it was confirmed, and by whom, stays. Those of cases that wait are evidence still.
 */
export const forgetSignatures = (before: Instant): Promise<number> =>
  inTransaction(async (tx) => {
    const erased = sql`IN (SELECT id FROM persons WHERE erased_at IS NOT NULL)`;
    const confirmed = await change(
      sql`UPDATE confirmations SET signature = NULL
           WHERE signature IS NOT NULL AND (at < ${before} OR confirmed_by_id ${erased})`,
      tx,
    );
    const settled = await change(
      sql`UPDATE counter_cases SET signature = NULL
           WHERE signature IS NOT NULL AND outcome IS NOT NULL
             AND (settled_at < ${before} OR person_id ${erased})`,
      tx,
    );
    return confirmed + settled;
  });
