import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { exchangeOf } from './exchange-queries.ts';
import type { Exchange } from './exchange-queries.ts';
import { recordMoves, takeTurns } from './moves.ts';
import { refuseImpossible } from './proposal.ts';
import { publishedDuty } from './queries.ts';

type Decided = Promise<{ readonly id: number; readonly state: Exchange['state'] }>;

/**
 * Accepts what a colleague asked of oneself: the roster changes at once. Refuses `no-exchange`,
 * `decide-exchange`, `exchange-over`, `duty-moved`, and what has become impossible since.
 */
export const acceptExchange = (actor: Actor, id: number, command: Command): Decided =>
  once(command, 'accept-exchange', { id }, async (tx) => {
    await takeTurns(actor.communityId, tx);
    const one = await asked(actor, id, tx);
    await close(id, 'accepted', tx);
    const duty = await publishedDuty(one.dutyId, actor.communityId, tx);
    const other =
      one.otherDutyId === null ? null : await publishedDuty(one.otherDutyId, actor.communityId, tx);
    await refuseImpossible(actor.communityId, { ...one, duty, other }, tx);
    await give(duty.id, one.fromId, one.toId, tx);
    if (other) await give(other.id, one.toId, one.fromId, tx);
    const why = other ? 'swapped' : 'covered';
    const moves = [
      { dutyId: duty.id, personId: one.toId, why } as const,
      ...(other ? [{ dutyId: other.id, personId: one.fromId, why } as const] : []),
    ];
    await recordMoves(actor.communityId, moves, actor.personId, tx);
    await tellOther(actor, one.fromId, 'exchange-accepted', one, tx);
    return { id, state: 'accepted' };
  });

/** Declines what a colleague asked. Refuses `no-exchange`, `decide-exchange`, `exchange-over`. */
export const declineExchange = (actor: Actor, id: number, command: Command): Decided =>
  once(command, 'decline-exchange', { id }, async (tx) => {
    const one = await asked(actor, id, tx);
    await close(id, 'declined', tx);
    await tellOther(actor, one.fromId, 'exchange-declined', one, tx);
    return { id, state: 'declined' };
  });

/** Takes back what one asked. Refuses `no-exchange`, `withdraw-exchange`, `exchange-over`. */
export const withdrawExchange = (actor: Actor, id: number, command: Command): Decided =>
  once(command, 'withdraw-exchange', { id }, async (tx) => {
    const one = await exchangeOf(id, actor.communityId, tx);
    permit(one.fromId === actor.personId, 'withdraw-exchange');
    await close(id, 'withdrawn', tx);
    await tellOther(actor, one.toId, 'exchange-withdrawn', one, tx);
    return { id, state: 'withdrawn' };
  });

/** Nobody but the colleague who was asked decides. */
async function asked(actor: Actor, id: number, tx: Transaction): Promise<Exchange> {
  const one = await exchangeOf(id, actor.communityId, tx);
  permit(one.toId === actor.personId, 'decide-exchange');
  return one;
}

async function close(
  id: number,
  state: 'accepted' | 'declined' | 'withdrawn',
  tx: Transaction,
): Promise<void> {
  const at = now();
  const closed = await change(
    sql`UPDATE duty_exchanges SET state = ${state}, decided_at = ${at}
         WHERE id = ${id} AND state = 'open' AND expires_at > ${at}`,
    tx,
  );
  if (closed === 0) throw new Refusal('conflict', 'exchange-over');
}

async function give(dutyId: number, from: number, to: number, tx: Transaction): Promise<void> {
  const given = await change(
    sql`UPDATE duties SET person_id = ${to}
         WHERE id = ${dutyId} AND person_id = ${from} AND state = 'assigned'
           AND starts_at > ${now()}`,
    tx,
  );
  if (given === 0) throw new Refusal('conflict', 'duty-moved');
}

const tellOther = (
  { communityId, name }: Actor,
  personId: number,
  kind: 'exchange-accepted' | 'exchange-declined' | 'exchange-withdrawn',
  { day, shift }: Exchange,
  tx: Transaction,
): Promise<void> => {
  const facts = { name, day, shift };
  return tell([{ communityId, personId, kind, facts, href: '/staff/duties/own' }], tx);
};
