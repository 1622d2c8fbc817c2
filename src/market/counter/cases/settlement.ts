import sql from 'sql-template-tag';
import { note } from '../../../base/audit.ts';
import { now } from '../../../base/clock.ts';
import { once } from '../../../base/command.ts';
import type { Command } from '../../../base/command.ts';
import { change } from '../../../base/db.ts';
import type { Transaction } from '../../../base/db.ts';
import { found, permit, Refusal } from '../../../base/refusal.ts';
import type { Actor } from '../../../people/index.ts';
import { keepConfirmation } from '../confirmation.ts';
import { handOverNow } from '../hand-over.ts';
import { caseWhere } from './case.ts';
import type { CounterCase, Outcome } from './case.ts';
import { maySettleCase } from './policy.ts';

export interface Settling {
  readonly outcome: Outcome;
  readonly note: string;
}

/**
 * Settles a case, once: books it after all, with the points and goods of now; or gives it up with a
 * reason; or says that the goods came back. Refuses `no-counter-case`, `settle-case` for whoever
 * handed over or lives with the person, `case-settled`, and what reserving refuses.
 */
export function settleCase(
  actor: Actor,
  id: number,
  settling: Settling,
  command: Command,
): Promise<CounterCase> {
  return once(command, 'settle-counter-case', { id, ...settling }, async (tx) => {
    const one = found(await caseWhere(sql`c.id = ${id}`, tx), 'counter-case');
    if (one.communityId !== actor.communityId) throw new Refusal('missing', 'no-counter-case');
    permit(maySettleCase(actor, one), 'settle-case');
    if (one.outcome !== null) throw new Refusal('conflict', 'case-settled');
    const redemptionId = settling.outcome === 'booked' ? await bookAfterAll(actor, one, tx) : null;
    const settled = await change(
      sql`UPDATE counter_cases SET outcome = ${settling.outcome}, note = ${settling.note},
                 settled_at = ${now()}, settled_by_id = ${actor.personId},
                 redemption_id = ${redemptionId}
           WHERE id = ${id} AND outcome IS NULL`,
      tx,
    );
    if (settled === 0) throw new Refusal('conflict', 'case-settled');
    const event = { communityId: one.communityId, personId: actor.personId };
    const facts = { outcome: settling.outcome };
    const subject = `counter-case:${id}`;
    await note({ ...event, name: 'counter-case-settled', subject, facts }, tx);
    return found(await caseWhere(sql`c.id = ${id}`, tx), 'counter-case');
  });
}

async function bookAfterAll(
  actor: Actor,
  { communityId, person, lines, signature }: CounterCase,
  tx: Transaction,
): Promise<number> {
  const buyer = { communityId, personId: person.id };
  const id = await handOverNow(actor, buyer, lines, tx);
  await keepConfirmation(id, { kind: 'signature', signature: signature ?? '' }, person.id, tx);
  return id;
}
