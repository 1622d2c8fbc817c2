import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import { holdersOf } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { isOwn } from '../policy.ts';
import { entryOf } from './queries.ts';
import type { Entry } from './queries.ts';

/**
 * A person says that what somebody else entered for them was not them. The points stay until a
 * manager decides. Refuses `no-transfer`, `contest-transfer`, `contested-already`,
 * `not-contestable`.
 */
export function contestTransfer(
  actor: Actor,
  transferId: number,
  reasons: string,
  command: Command,
): Promise<{ readonly id: number }> {
  return once(command, 'contest-transfer', { transferId, reasons }, async (tx) => {
    const entry = await entryOf(actor, transferId, tx);
    permit(isOwn(actor, entry.transfer), 'contest-transfer');
    if (entry.contestId !== null) throw new Refusal('conflict', 'contested-already');
    if (!entry.mayContest || entry.enteredById === null) {
      throw new Refusal('conflict', 'not-contestable');
    }
    const id = await insertContest(entry, entry.enteredById, reasons, tx);
    await tellDeciders(entry, entry.enteredById, id, tx);
    const { communityId } = entry.transfer;
    const event = { communityId, personId: actor.personId, name: 'points-contested' };
    await note({ ...event, subject: `transfer:${transferId}` }, tx);
    return { id };
  });
}

async function insertContest(
  { transfer, checkInId }: Entry,
  enteredById: number,
  reasons: string,
  tx: Transaction,
): Promise<number> {
  const made = await row<{ id: number }>(
    sql`INSERT INTO contests (community_id, transfer_id, check_in_id, person_id, entered_by_id,
          reasons, made_at)
        VALUES (${transfer.communityId}, ${transfer.id}, ${checkInId}, ${transfer.personId},
          ${enteredById}, ${reasons}, ${now()})
        ON CONFLICT (transfer_id) DO NOTHING RETURNING id`,
    tx,
  );
  if (!made) throw new Refusal('conflict', 'contested-already');
  return made.id;
}

/** Tells the managers who may decide; who entered it hears of the decision. */
async function tellDeciders(
  { transfer: { communityId, personId }, rule }: Entry,
  enteredById: number,
  id: number,
  tx: Transaction,
): Promise<void> {
  const managers = await holdersOf(['manager'], communityId, tx);
  const others = managers.filter((one) => one !== personId && one !== enteredById);
  const message = {
    communityId,
    kind: 'points-contested',
    facts: { rule: rule ?? '' },
    href: `/contests/${id}`,
  };
  await tell(
    others.map((one) => ({ ...message, personId: one })),
    tx,
  );
}
