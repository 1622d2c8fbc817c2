import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { startOfDay, today } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { book } from '../../ledger/index.ts';
import type { Actor } from '../../people/index.ts';
import { isOfOwnHousehold, mayServe } from '../policy.ts';
import { returnShares } from '../pooling.ts';
import { linesOf, redemptionById, redemptionOf } from '../redemption.ts';
import type { Redemption, RedemptionRow } from '../redemption.ts';
import { lockPersons } from '../settlement.ts';
import { moveStock } from '../stock.ts';
import { tellEnded } from '../telling.ts';

/**
 * Undoes a hand-over on the day on which it was made, once: points go back to those who gave them,
 * goods to the shelf, each by a move of its own. The person is told. Refuses `no-redemption`,
 * `serve`, `own-household`, `undone-already`, `undo-too-late` on any later day, and `not-handed-over`.
 */
export function undoHandOver(
  actor: Actor,
  redemptionId: number,
  command: Command,
): Promise<Redemption> {
  return once(command, 'undo-hand-over', { redemptionId }, async (tx) => {
    const redemption = await redemptionById(redemptionId, tx);
    permit(mayServe(actor, redemption.communityId), 'serve');
    permit(!isOfOwnHousehold(actor, redemption), 'own-household');
    await lockPersons(redemption.communityId, [redemption], tx);
    await markReturned(redemption, actor, tx);
    await giveBack(redemption, actor, tx);
    const { communityId, id } = redemption;
    const event = { communityId, personId: actor.personId, name: 'hand-over-undone' };
    await note({ ...event, subject: `redemption:${id}` }, tx);
    return redemptionOf(id, tx);
  });
}

async function markReturned(
  { id, state }: RedemptionRow,
  actor: Actor,
  tx: Transaction,
): Promise<void> {
  const returned = await change(
    sql`UPDATE redemptions
           SET state = 'returned', returned_at = ${now()}, returned_by_id = ${actor.personId}
         WHERE id = ${id} AND state = 'handed-over' AND settled_at >= ${startOfDay(today())}`,
    tx,
  );
  if (returned > 0) return;
  if (state === 'returned') throw new Refusal('conflict', 'undone-already');
  throw new Refusal('conflict', state === 'handed-over' ? 'undo-too-late' : 'not-handed-over');
}

async function giveBack(
  { id, communityId, personId, total }: RedemptionRow,
  { personId: byId }: Actor,
  tx: Transaction,
): Promise<void> {
  const lines = (await linesOf([id], tx)).get(id) ?? [];
  const moves = lines.map(({ good, quantity }) => ({
    communityId,
    goodId: good,
    kind: 'undo' as const,
    quantity,
    cause: `redemption:${id}:undone:${good}`,
    byId,
  }));
  await moveStock(moves, {}, tx);
  const transfer = {
    personId,
    move: 'undo' as const,
    points: total,
    cause: `redemption:${id}:undone`,
  };
  await book(communityId, [{ ...transfer, occurredOn: today(), bookedById: byId }], tx);
  await returnShares(communityId, [{ id }], byId, tx);
  await tellEnded(communityId, [{ id, personId }], { state: 'returned', byId }, tx);
}
