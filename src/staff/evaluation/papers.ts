import sql from 'sql-template-tag';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayAssess } from '../policy.ts';
import { noteCycle } from './drafting.ts';
import { cycleById, cycleOf } from './queries.ts';
import { signingKeys } from './secrets.ts';
import { blindSign } from './signing.ts';

/**
 * Signs one blinded token for a voter: their paper. Of the paper itself, which the browser makes of
 * the answer, nothing is known here, now or later. A repeat gives the same signature. Refuses
 * `no-cycle`, `no-voter`, `not-issuing`, `paper-taken`, `paper-broken`.
 */
export function takePaper(
  voter: Actor,
  cycleId: number,
  blinded: string,
  command: Command,
): Promise<{ signature: string }> {
  return once(command, 'take-paper', { cycleId, blinded }, async (tx) => {
    const { secretName } = await cycleById(cycleId, tx);
    const setId = await handOut(cycleId, voter.personId, 'signature', tx);
    const key = found((await signingKeys(secretName))[setId], 'cycle');
    return { signature: blindSign(key, Buffer.from(blinded, 'base64url')).toString('base64url') };
  });
}

/**
 * Ticks off a voter who has drawn a printed code from the bag: they have their paper, and nobody
 * knows which. Refuses `no-cycle`, `evaluate-own`, `no-voter`, `not-issuing`, `paper-taken`,
 * `no-slips-left`.
 */
export async function tickSlip(
  actor: Actor,
  cycleId: number,
  personId: number,
  command: Command,
): Promise<{ personId: number }> {
  permit(mayAssess(actor, actor.communityId), 'evaluate');
  permit(mayAssess(actor, actor.communityId, personId), 'evaluate-own');
  return once(command, 'tick-slip', { cycleId, personId }, async (tx) => {
    await cycleOf(actor.communityId, cycleId, tx);
    const setId = await handOut(cycleId, personId, 'slip', tx);
    const left = await row<{ count: number }>(
      sql`SELECT s.slips - (SELECT CAST(COUNT(*) AS INTEGER) FROM evaluation_voters v
                             WHERE v.set_id = s.id AND v.paper = 'slip') AS count
            FROM evaluation_sets s WHERE s.id = ${setId}`,
      tx,
    );
    if ((left?.count ?? 0) < 0) throw new Refusal('conflict', 'no-slips-left');
    await noteCycle(actor, cycleId, 'evaluation-slip-ticked', tx);
    return { personId };
  });
}

/** Takes a tick back that was set by mistake. Refuses as `tickSlip`, and `no-slip`. */
export async function untickSlip(
  actor: Actor,
  cycleId: number,
  personId: number,
  command: Command,
): Promise<{ personId: number }> {
  permit(mayAssess(actor, actor.communityId), 'evaluate');
  permit(mayAssess(actor, actor.communityId, personId), 'evaluate-own');
  return once(command, 'untick-slip', { cycleId, personId }, async (tx) => {
    await cycleOf(actor.communityId, cycleId, tx);
    const setId = await setFor(cycleId, personId, tx);
    await countPapers(setId, -1, tx);
    const changed = await change(
      sql`UPDATE evaluation_voters SET paper = NULL
           WHERE cycle_id = ${cycleId} AND person_id = ${personId} AND paper = 'slip'`,
      tx,
    );
    if (changed === 0) throw new Refusal('conflict', 'no-slip');
    await noteCycle(actor, cycleId, 'evaluation-slip-unticked', tx);
    return { personId };
  });
}

/** Marks that a voter has their paper, once; answers the set that it is of. */
async function handOut(
  cycleId: number,
  personId: number,
  paper: 'signature' | 'slip',
  tx: Transaction,
): Promise<number> {
  const setId = await setFor(cycleId, personId, tx);
  await countPapers(setId, 1, tx);
  const first = await change(
    sql`UPDATE evaluation_voters SET paper = ${paper}
         WHERE cycle_id = ${cycleId} AND person_id = ${personId} AND paper IS NULL`,
    tx,
  );
  if (first === 0) throw new Refusal('conflict', 'paper-taken');
  return setId;
}

async function setFor(cycleId: number, personId: number, tx: Transaction): Promise<number> {
  const voter = found(
    await row<{ setId: number | null }>(
      sql`SELECT set_id AS "setId" FROM evaluation_voters
           WHERE cycle_id = ${cycleId} AND person_id = ${personId}`,
      tx,
    ),
    'voter',
  );
  if (voter.setId === null) throw new Refusal('conflict', 'not-issuing');
  return voter.setId;
}

// The state of issuing is that of the set's own row: who ends it waits for this, and this for them.
async function countPapers(setId: number, by: number, tx: Transaction): Promise<void> {
  const counted = await change(
    sql`UPDATE evaluation_sets SET papers = papers + ${by}
         WHERE id = ${setId} AND state = 'issuing'`,
    tx,
  );
  if (counted === 0) throw new Refusal('conflict', 'not-issuing');
}
