import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { conflictOf } from './conflicts.ts';
import type { CoverForm, SwapForm } from './forms.ts';
import { takeTurns } from './moves.ts';
import { knownAroundDays, publishedDuty } from './queries.ts';
import type { Duty } from './queries.ts';

/** What one asks of a colleague. */
export interface Proposal {
  readonly fromId: number;
  readonly duty: Duty;
  readonly toId: number;
  /** What is taken for it; null: the colleague covers. */
  readonly other: Duty | null;
}

/**
 * Asks a colleague to swap one of their duties for one of one's own; nothing changes until they
 * accept. Refuses `no-duty`, `own-duties-only`, `exchange-with-self`, `swap-same`, `exchange-open`,
 * `duty-begun`, `not-member-then`, `on-duty-then`, `colleague-on-duty-then`.
 */
export const proposeSwap = (
  actor: Actor,
  dutyId: number,
  { otherDutyId, note }: SwapForm,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'propose-swap', { dutyId, otherDutyId, note }, async (tx) => {
    const duty = await ownDuty(actor, dutyId, tx);
    const other = await publishedDuty(otherDutyId, actor.communityId, tx);
    if (other.shiftId === duty.shiftId && other.day === duty.day) {
      throw new Refusal('invalid', 'swap-same', {}, 'otherDutyId');
    }
    return propose(actor, { fromId: actor.personId, duty, toId: other.personId, other }, note, tx);
  });

/** Asks a colleague to be on duty instead of oneself; refuses as `proposeSwap` does. */
export const proposeCover = (
  actor: Actor,
  dutyId: number,
  { personId, note }: CoverForm,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'propose-cover', { dutyId, personId, note }, async (tx) => {
    const duty = await ownDuty(actor, dutyId, tx);
    return propose(actor, { fromId: actor.personId, duty, toId: personId, other: null }, note, tx);
  });

async function ownDuty(actor: Actor, dutyId: number, tx: Transaction): Promise<Duty> {
  await takeTurns(actor.communityId, tx);
  const duty = await publishedDuty(dutyId, actor.communityId, tx);
  permit(duty.personId === actor.personId, 'own-duties-only');
  return duty;
}

async function propose(
  { communityId, name }: Actor,
  proposal: Proposal,
  note: string,
  tx: Transaction,
): Promise<{ id: number }> {
  const { fromId, duty, toId, other } = proposal;
  const field = other ? 'otherDutyId' : 'personId';
  if (fromId === toId) throw new Refusal('invalid', 'exchange-with-self', {}, field);
  await refuseImpossible(communityId, proposal, tx);
  await refuseAskedAlready(proposal, tx);
  const expiresAt = other && other.startsAt < duty.startsAt ? other.startsAt : duty.startsAt;
  const made = await row<{ id: number }>(
    sql`INSERT INTO duty_exchanges (community_id, duty_id, from_id, to_id, other_duty_id, note,
          state, expires_at, proposed_at)
        VALUES (${communityId}, ${duty.id}, ${fromId}, ${toId}, ${other?.id ?? null}, ${note},
                'open', ${expiresAt}, ${now()}) RETURNING id`,
    tx,
  );
  const kind = other ? 'swap-proposed' : 'cover-proposed';
  const facts = { name, day: duty.day, shift: duty.shift };
  const href = '/staff/duties/own';
  await tell([{ communityId, personId: toId, kind, facts, href }], tx);
  return made as { id: number };
}

/**
 * Refuses what cannot be done as things stand now: `duty-begun`, `not-member-then`, `on-duty-then`
 * of who asks, `colleague-not-member-then` and `colleague-on-duty-then` of who is asked.
 */
export async function refuseImpossible(
  streetId: number,
  { fromId, duty, toId, other }: Proposal,
  tx: Transaction,
): Promise<void> {
  const both = other ? [duty, other] : [duty];
  if (both.some(({ startsAt, state }) => startsAt <= now() || state !== 'assigned')) {
    throw new Refusal('conflict', 'duty-begun');
  }
  const days = both.map(({ day }) => day);
  const known = await knownAroundDays(streetId, days, tx);
  const givenAway = both.map(({ id }) => id);
  const theirs = conflictOf({ ...duty, personId: toId }, known, givenAway);
  if (theirs) throw new Refusal('conflict', `colleague-${theirs}`);
  const ours = other && conflictOf({ ...other, personId: fromId }, known, givenAway);
  if (ours) throw new Refusal('conflict', ours);
}

async function refuseAskedAlready({ duty, toId, other }: Proposal, tx: Transaction): Promise<void> {
  const same = other ? sql`other_duty_id = ${other.id}` : sql`other_duty_id IS NULL`;
  const open = await row(
    sql`SELECT id FROM duty_exchanges
         WHERE duty_id = ${duty.id} AND to_id = ${toId} AND state = 'open' AND ${same}`,
    tx,
  );
  if (open) throw new Refusal('conflict', 'exchange-open');
}
