import sql from 'sql-template-tag';
import { countFailure, forgetFailures, refuseTooMany } from '../base/attempts.ts';
import type { Limit } from '../base/attempts.ts';
import { row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { permit, Refusal } from '../base/refusal.ts';
import { inTurnOf } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { mayServe } from './policy.ts';
import { redemptionColumns } from './redemption.ts';
import type { RedemptionRow } from './redemption.ts';

const MINUTE_MS = 60_000;
const FAILURES_MAX = 6;

const CODE_TRIES: Limit = {
  name: 'pick-up-code',
  rememberMs: MINUTE_MS,
  waitMs: (failures) => (failures < FAILURES_MAX ? 0 : MINUTE_MS),
};

/**
 * Runs `work`, which asks for a pick-up code, and counts a code that nobody has: codes cannot be
 * found by trying. Refuses `too-many-tries` for a minute after six of them.
 */
export async function countedCode<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
  permit(actor.roles.includes('shopkeeper'), 'serve');
  return countedTry(actor, work);
}

/** The same for whoever else is told a code: a helper at the door. */
export function countedTry<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
  const who = String(actor.personId);
  // One after another: many guesses at once would all be made before the first of them counts.
  return inTurnOf(`pick-up-code ${who}`, async () => {
    await refuseTooMany(CODE_TRIES, who);
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal && error.code === 'no-pick-up-code') {
        await countFailure(CODE_TRIES, who);
      }
      throw error;
    }
  });
}

/** Forgets wrong codes once a right one led to a hand-over: a hand may slip now and then. */
export const forgetWrongCodes = (actor: Actor): Promise<void> =>
  forgetFailures(CODE_TRIES, String(actor.personId));

/** The redemption of a code, of a community that the actor serves. Refuses `no-pick-up-code`. */
export async function findByCode(
  actor: Actor,
  pickUpCode: string,
  tx?: Transaction,
): Promise<RedemptionRow> {
  // An ended redemption does not own its code any more; an open one is meant first.
  const one = await row<RedemptionRow>(
    sql`SELECT ${redemptionColumns} FROM redemptions r JOIN persons p ON p.id = r.person_id
         WHERE r.pick_up_code = ${pickUpCode}
         ORDER BY CASE WHEN r.state = 'reserved' THEN 0 ELSE 1 END, r.id DESC LIMIT 1`,
    tx,
  );
  if (!one || !mayServe(actor, one.communityId)) {
    throw new Refusal('missing', 'no-pick-up-code', {}, 'pickUpCode');
  }
  return one;
}

/** 4829170356 as 482 917 0356, so that it can be read out. */
export const groupedCode = (code: string): string =>
  `${code.slice(0, 3)} ${code.slice(3, 6)} ${code.slice(6)}`;
