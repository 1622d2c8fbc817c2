import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import { found, permit } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayReadCommunity } from '../policy.ts';
import { mayIssue } from './policy.ts';

interface Asked {
  readonly communityId: number;
  readonly personId: number;
}

/**
 * Declines what somebody asked for, with a reason that they read; they may ask again. Refuses
 * `no-request`, `issue-certificate`.
 */
export function declineRequest(
  actor: Actor,
  requestId: number,
  reason: string,
  command: Command,
): Promise<{ readonly id: number }> {
  return once(command, 'decline-request', { requestId, reason }, async (tx) => {
    const kept = await row<Asked>(
      sql`SELECT q.community_id AS "communityId", COALESCE(p.merged_into_id, p.id) AS "personId"
            FROM certificate_requests q JOIN persons p ON p.id = q.person_id
           WHERE q.id = ${requestId}`,
      tx,
    );
    const asked = found(kept && mayReadCommunity(actor, kept.communityId) ? kept : null, 'request');
    const { communityId, personId } = asked;
    permit(mayIssue(actor, { id: personId, communityId }), 'issue-certificate');
    const declined = await change(
      sql`UPDATE certificate_requests SET declined_at = ${now()},
                 declined_by_id = ${actor.personId}, reason = ${reason}
           WHERE id = ${requestId} AND certificate_id IS NULL AND declined_at IS NULL`,
      tx,
    );
    found(declined === 1 ? asked : null, 'request');
    const message = { communityId, personId, kind: 'certificate-declined', facts: { reason } };
    await tell([{ ...message, href: '/me/service' }], tx);
    const event = { communityId, personId: actor.personId, name: 'certificate-declined' };
    await note({ ...event, subject: `person:${personId}` }, tx);
    return { id: requestId };
  });
}
