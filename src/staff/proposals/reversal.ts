import sql, { join } from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, lockRows, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayReconsider } from '../policy.ts';
import type { BookedBy } from '../policy.ts';
import { settleIncidents } from '../scoring/incidents.ts';
import { addStep } from './steps.ts';

/** A booked incident of discipline or key work, as far as undoing it depends on it. */
interface Booked extends BookedBy {
  readonly id: number;
  readonly key: string;
  readonly subject: string;
  readonly state: 'stands' | 'void';
  readonly settled: unknown;
}

const BOOKED = sql`
  SELECT id, community_id AS "streetId", person_id AS "personId", key, subject, state, settled,
         entered_by_id AS "enteredById", approved_by_id AS "approvedById"
    FROM score_incidents`;

/** The incidents of these keys that the actor may undo, each with whom it concerns. */
export async function reversibleAmong(
  actor: Actor,
  streetId: number,
  keys: readonly string[],
): Promise<{ readonly incidentId: number; readonly personId: number }[]> {
  const booked = await rows<Booked>(
    sql`${BOOKED} WHERE community_id = ${streetId} AND key IN (${join([...keys])}) ORDER BY id`,
  );
  return booked
    .filter((one) => one.state === 'stands' && !one.settled && mayReconsider(actor, one))
    .map(({ id, personId }) => ({ incidentId: id, personId }));
}

/**
 * Undoes what was booked of discipline or key work by a linked reversal, with a reason: a second
 * person, who neither entered nor approved it. Refuses `no-incident`, `reverse-incident`,
 * `not-standing`.
 */
export function reverseIncident(
  actor: Actor,
  incidentId: number,
  reason: string,
  command: Command,
): Promise<{ readonly subject: string; readonly reversed: number }> {
  const streetId = actor.communityId;
  return once(command, 'reverse-incident', { incidentId, reason }, async (tx) => {
    await lockRows('communities', [streetId], tx);
    const one = await bookedIncident(streetId, incidentId, tx);
    permit(mayReconsider(actor, one), 'reverse-incident');
    if (one.state !== 'stands' || one.settled) throw new Refusal('conflict', 'not-standing');
    const by = { personId: actor.personId, reason };
    const lift = [{ key: one.key, why: 'reversed' }];
    const { reversed } = await settleIncidents(streetId, { lift }, by, tx);
    await noteReversal(actor, one, reason, tx);
    return { subject: one.subject, reversed };
  });
}

async function bookedIncident(streetId: number, id: number, tx: Transaction): Promise<Booked> {
  const one = await row<Booked>(
    sql`${BOOKED} WHERE id = ${id} AND community_id = ${streetId}
                    AND part IN ('discipline', 'key-work')`,
    tx,
  );
  return found(one, 'incident');
}

/** Where the incident came of a proposal, that is undone with it; a task stays done. */
async function noteReversal(
  actor: Actor,
  { streetId, personId, subject }: Booked,
  reason: string,
  tx: Transaction,
): Promise<void> {
  const [kind, id] = subject.split(':') as [string, string];
  if (kind === 'proposal') {
    await change(
      sql`UPDATE score_proposals SET state = 'reversed' WHERE id = ${Number(id)}
             AND state = 'booked'`,
      tx,
    );
    const step = { name: 'reversed', by: actor.personId, reason } as const;
    await addStep({ id: Number(id), streetId }, step, tx);
  } else {
    const event = { communityId: streetId, personId: actor.personId, subject };
    await note({ ...event, name: 'incident-reversed' }, tx);
  }
  const href = kind === 'proposal' ? `/staff/proposals/${id}` : `/staff/key-work/${id}`;
  await tell([{ communityId: streetId, personId, kind: 'incident-reversed', href }], tx);
}
