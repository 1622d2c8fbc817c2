import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayKeepGoods } from '../policy.ts';
import { keptGood, moveStock } from '../stock.ts';
import type { WriteOffWish } from './forms.ts';
import { writeOffOf } from './queries.ts';
import type { WriteOff } from './queries.ts';

/**
 * Asks that goods be written off; nothing moves until a second person agrees.
 * Refuses `no-good`, `keep-goods`, `no-stock-kept`, `out-of-stock`.
 */
export const askWriteOff = (
  actor: Actor,
  wish: WriteOffWish,
  command: Command,
): Promise<WriteOff> =>
  once(command, 'ask-write-off', wish, async (tx) => {
    const { communityId, name, stock } = await keptGood(actor, wish.good, tx);
    if (stock === null) throw new Refusal('conflict', 'no-stock-kept', { name }, 'good');
    if (wish.quantity > stock) throw new Refusal('conflict', 'out-of-stock', { name }, 'quantity');
    const made = await row<{ id: number }>(
      sql`INSERT INTO write_offs (community_id, good_id, quantity, why, expires_on, note, asked_at,
            asked_by_id)
          VALUES (${communityId}, ${wish.good}, ${wish.quantity}, ${wish.why},
            ${wish.expiresOn ?? null}, ${wish.note ?? null}, ${now()}, ${actor.personId})
          RETURNING id`,
      tx,
    );
    return writeOffOf(actor, (made as { id: number }).id, tx);
  });

/**
 * Agrees, and the goods go out of the stock. Refuses `no-write-off`, `keep-goods`,
 * `own-write-off` to who asked, `decided-write-off`, and `out-of-stock` when too few are left.
 */
export const approveWriteOff = (
  actor: Actor,
  writeOffId: number,
  command: Command,
): Promise<WriteOff> =>
  once(command, 'approve-write-off', { writeOffId }, async (tx) => {
    const one = await decide(actor, writeOffId, 'approved', tx);
    const { communityId, goodId, quantity, name } = one;
    const move = { communityId, goodId, kind: 'write-off' as const, quantity };
    const cause = `write-off:${writeOffId}`;
    const said = { cause, note: one.note ?? undefined, byId: actor.personId };
    await moveStock([{ ...move, ...said }], { name }, tx);
    return writeOffOf(actor, writeOffId, tx);
  });

/** Does not agree; the goods stay. Refuses what `approveWriteOff` does but for the stock. */
export const refuseWriteOff = (
  actor: Actor,
  writeOffId: number,
  command: Command,
): Promise<WriteOff> =>
  once(command, 'refuse-write-off', { writeOffId }, async (tx) => {
    await decide(actor, writeOffId, 'refused', tx);
    return writeOffOf(actor, writeOffId, tx);
  });

async function decide(
  actor: Actor,
  id: number,
  state: 'approved' | 'refused',
  tx: Transaction,
): Promise<WriteOff> {
  const one = await writeOffOf(actor, id, tx);
  permit(mayKeepGoods(actor, one.communityId), 'keep-goods');
  permit(one.askedById !== actor.personId, 'own-write-off');
  const decided = await change(
    sql`UPDATE write_offs SET state = ${state}, decided_at = ${now()},
               decided_by_id = ${actor.personId}
         WHERE id = ${id} AND state = 'open'`,
    tx,
  );
  if (decided === 0) throw new Refusal('conflict', 'decided-write-off');
  const event = { communityId: one.communityId, personId: actor.personId };
  const facts = { quantity: one.quantity };
  await note({ ...event, name: `write-off-${state}`, subject: `write-off:${id}`, facts }, tx);
  return one;
}
