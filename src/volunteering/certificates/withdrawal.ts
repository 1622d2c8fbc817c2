import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayRead } from '../policy.ts';
import { mayIssue } from './policy.ts';

interface Owned {
  readonly id: number;
  readonly communityId: number;
  readonly personId: number;
}

/**
 * Withdraws a certificate: its public page says so from now on, and its holder is told. Refuses
 * `no-certificate`, `withdraw-certificate`, `withdrawn-already`.
 */
export function withdrawCertificate(
  actor: Actor,
  id: number,
  reason: string,
  command: Command,
): Promise<{ readonly id: number }> {
  return once(command, 'withdraw-certificate', { id, reason }, async (tx) => {
    const kept = await row<Owned>(
      sql`SELECT f.id, f.community_id AS "communityId",
                 COALESCE(p.merged_into_id, p.id) AS "personId"
            FROM certificates f JOIN persons p ON p.id = f.person_id WHERE f.id = ${id}`,
      tx,
    );
    const owned = found(kept && mayRead(actor, kept) ? kept : null, 'certificate');
    permit(mayIssue(actor, { ...owned, id: owned.personId }), 'withdraw-certificate');
    if (!(await withdraw(actor, owned, reason, tx))) {
      throw new Refusal('conflict', 'withdrawn-already');
    }
    return { id };
  });
}

/** Withdraws every certificate that names a check-in, for its service is taken back. */
export async function withdrawCertificatesOf(
  actor: Actor,
  checkInId: number,
  reason: string,
  tx: Transaction,
): Promise<void> {
  const naming = await rows<Owned>(
    sql`SELECT f.id, f.community_id AS "communityId",
               COALESCE(p.merged_into_id, p.id) AS "personId"
          FROM certificate_items i JOIN certificates f ON f.id = i.certificate_id
          JOIN persons p ON p.id = f.person_id
         WHERE i.check_in_id = ${checkInId} ORDER BY f.id`,
    tx,
  );
  for (const one of naming) await withdraw(actor, one, reason, tx);
}

/** Whether it was not withdrawn before. */
async function withdraw(
  actor: Actor,
  { id, communityId, personId }: Owned,
  reason: string,
  tx: Transaction,
): Promise<boolean> {
  const withdrawn = await change(
    sql`INSERT INTO certificate_withdrawals (certificate_id, reason, by_id, at)
        VALUES (${id}, ${reason}, ${actor.personId}, ${now()})
        ON CONFLICT (certificate_id) DO NOTHING`,
    tx,
  );
  if (withdrawn === 0) return false;
  const event = { communityId, personId: actor.personId, name: 'certificate-withdrawn' };
  await note({ ...event, subject: `certificate:${id}` }, tx);
  const href = `/certificates/${id}`;
  const facts = { reason };
  await tell([{ communityId, personId, kind: 'certificate-withdrawn', facts, href }], tx);
  return true;
}
