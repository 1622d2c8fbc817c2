import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { fromNow, now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { Refusal } from '../../base/refusal.ts';
import { earningsOf } from '../../ledger/index.ts';
import type { EarningLine } from '../../ledger/index.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { whyNotDecide } from '../policy.ts';
import type { NewDecision } from './forms.ts';
import { readableObjection } from './queries.ts';
import type { Objection, Parties } from './queries.ts';

export interface Decided {
  readonly id: number;
  readonly postingId: number;
  readonly state: 'upheld' | 'rejected';
}

/**
 * Decides on an objection, once. The posting stays as it is: of one that was upheld the decision says
 * what follows, and names the transfer if it is booked already. Refuses `no-objection`,
 * `decide-objection`, `own-objection`, `no-correction-transfer`, `objection-decided`.
 */
export function decideObjection(
  actor: Actor,
  id: number,
  decision: NewDecision,
  command: Command,
): Promise<Decided> {
  return once(command, 'decide-objection', { id, decision }, async (tx) => {
    const { objection, parties } = await readableObjection(actor, id, tx);
    const why = whyNotDecide(actor, parties);
    if (why !== null) throw new Refusal('forbidden', why);
    const isUpheld = decision.outcome === 'upheld';
    const transferId = isUpheld ? (decision.transferId ?? null) : null;
    const booked = transferId === null ? [] : await correctionsFor(parties, tx);
    if (transferId !== null && !booked.some((one) => one.id === transferId)) {
      throw new Refusal('invalid', 'no-correction-transfer', {}, 'transferId');
    }
    const decided = await change(
      sql`INSERT INTO objection_decisions (objection_id, upheld, answer, correction, transfer_id,
            decided_by_id, decided_at)
          VALUES (${id}, ${isUpheld}, ${decision.answer},
            ${isUpheld ? (decision.correction ?? null) : null}, ${transferId},
            ${actor.personId}, ${now()})
          ON CONFLICT DO NOTHING`,
      tx,
    );
    if (decided === 0) throw new Refusal('conflict', 'objection-decided');
    await tellParties(objection, parties, isUpheld, tx);
    const event = { communityId: parties.communityId, personId: actor.personId };
    await note({ ...event, name: `objection-${decision.outcome}`, subject: `objection:${id}` }, tx);
    return { id, postingId: objection.postingId, state: decision.outcome };
  });
}

/** What was booked for the person of the line since it was frozen: a correction is among it. */
export const correctionsFor = (
  { personId, frozenAt }: Parties,
  tx?: Transaction,
): Promise<EarningLine[]> => earningsOf(personId, { from: frozenAt, to: fromNow(1) }, tx);

/** Tells who made it; and whose line it is, when something follows for them. */
async function tellParties(
  { id, postingId, number }: Objection,
  { communityId, personId, madeById }: Parties,
  isUpheld: boolean,
  tx: Transaction,
): Promise<void> {
  const facts = { number };
  const maker = {
    communityId,
    personId: madeById,
    kind: isUpheld ? 'objection-upheld' : 'objection-rejected',
    facts,
    href: `/objections/${id}`,
  };
  const concerned = {
    communityId,
    personId,
    kind: 'line-corrected',
    facts,
    href: `/postings/${postingId}`,
  };
  await tell(isUpheld && personId !== madeById ? [maker, concerned] : [maker], tx);
}
