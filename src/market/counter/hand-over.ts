import { now } from '../../base/clock.ts';
import type { Instant } from '../../base/clock.ts';
import { answered, once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import type { Transaction } from '../../base/db.ts';
import type { Actor } from '../../people/index.ts';
import { refuseClosed } from '../hours/opening.ts';
import { forgetWrongCodes } from '../pick-up-code.ts';
import { redemptionOf } from '../redemption.ts';
import type { Redemption } from '../redemption.ts';
import { reserveFor } from '../reservation.ts';
import type { WantedLine } from '../reservation.ts';
import { settleHeld } from '../settlement.ts';
import { tellHandedOver } from '../telling.ts';
import { confirmedBy, keepConfirmation } from './confirmation.ts';
import type { Confirmation } from './confirmation.ts';
import { customerOf } from './customer.ts';

/** What a person takes at the counter without having reserved it, and how they agreed. */
export interface CounterOrder {
  readonly personId: number;
  readonly lines: readonly WantedLine[];
  readonly confirmation: Confirmation;
  /** When the goods left the counter, if that was before now: the network was gone. */
  readonly takenAt?: Instant | undefined;
}

const NAME = 'counter-hand-over';

/**
 * Hands goods over at once: reserved and settled in one transaction, for one key. The person is told.
 * Refuses `no-person`, `own-household`, what the confirmation refuses, `counter-closed`, and what
 * reserving refuses: `no-good`, `not-on-shelf`, `limit-reached`, `out-of-stock`,
 * `insufficient-points`.
 */
export async function handOverAtCounter(
  actor: Actor,
  order: CounterOrder,
  command: Command,
): Promise<Redemption> {
  const { personId, lines, confirmation, takenAt } = order;
  // What was typed as a secret is no part of it: a digest of four figures would give them away.
  const input = { personId, lines, kind: confirmation.kind, takenAt };
  const before = await answered<Redemption>(command, NAME, input);
  if (before) return before;
  const customer = await customerOf(actor, personId);
  const buyer = { communityId: customer.communityId, personId: customer.id };
  const confirmedById = await confirmedBy(actor, customer, confirmation);
  const handedOver = await once(command, NAME, input, async (tx) => {
    await refuseClosed(buyer.communityId, takenAt ?? now(), tx);
    const id = await handOverNow(actor, buyer, lines, tx);
    await keepConfirmation(id, confirmation, confirmedById, tx);
    return redemptionOf(id, tx);
  });
  if (confirmation.kind === 'code') await forgetWrongCodes(actor);
  return handedOver;
}

/** Reserves and settles in one; the caller has asked who may, and keeps how the person agreed. */
export async function handOverNow(
  actor: Actor,
  buyer: { readonly communityId: number; readonly personId: number },
  lines: readonly WantedLine[],
  tx: Transaction,
): Promise<number> {
  const { id } = await reserveFor(buyer, lines, actor.personId, tx);
  await settleHeld({ ...buyer, id }, 'handed-over', actor.personId, tx);
  await tellHandedOver({ ...buyer, id }, tx);
  return id;
}
