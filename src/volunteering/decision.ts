import sql from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Actor } from '../people/index.ts';
import { reviewRefusal } from './approval.ts';
import { checkInsHeld, readableCheckIn } from './check-in-queries.ts';
import { checkInViews } from './check-in-view.ts';
import type { CheckInView } from './check-in-view.ts';
import { whyNotReview } from './policy.ts';
import { insertSteps } from './steps.ts';
import { tellRefused } from './telling.ts';

/** Rejects a submitted check-in for a reason that the person reads. Refuses as approval does. */
export const rejectCheckIn = (
  actor: Actor,
  checkInId: number,
  reason: string,
  command: Command,
): Promise<CheckInView> => decide(actor, checkInId, 'rejected', reason, command);

/** Sends a check-in back for more: the person may change it and send it again. */
export const returnCheckIn = (
  actor: Actor,
  checkInId: number,
  reason: string,
  command: Command,
): Promise<CheckInView> => decide(actor, checkInId, 'returned', reason, command);

function decide(
  actor: Actor,
  checkInId: number,
  state: 'rejected' | 'returned',
  reason: string,
  command: Command,
): Promise<CheckInView> {
  return once(command, `${state}-check-in`, { checkInId, reason }, async (tx) => {
    await refuseStranger(actor, checkInId, tx);
    const done = await change(
      sql`UPDATE check_ins SET state = ${state}, reason = ${reason}, decided_at = ${now()},
                 decided_by_id = ${actor.personId}
           WHERE id = ${checkInId} AND state = 'submitted'`,
      tx,
    );
    if (done === 0) throw reviewRefusal('decided-already');
    const step = { from: 'submitted', to: state, by: actor.personId, reason } as const;
    await insertSteps([checkInId], step, tx);
    const one = await readableCheckIn(actor, checkInId, tx);
    await tellRefused(one, state, reason, tx);
    const [view] = await checkInViews(actor, [one], tx);
    return view as CheckInView;
  });
}

async function refuseStranger(actor: Actor, checkInId: number, tx: Transaction): Promise<void> {
  const [one] = await checkInsHeld([checkInId], tx);
  const code = one ? whyNotReview(actor, one) : 'no-check-in';
  if (code) throw reviewRefusal(code);
}
