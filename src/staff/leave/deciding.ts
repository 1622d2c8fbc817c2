import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays, today } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { settleDays } from '../attendance/settling.ts';
import { mayDecideLeave, mayWithdrawLeave } from '../policy.ts';
import type { Settlement } from '../scoring/settling.ts';
import { leaveOf } from './queries.ts';
import type { Leave, LeaveState } from './queries.ts';

export interface DecidedLeave extends Settlement {
  readonly id: number;
  readonly personId: number;
}

/**
 * A leader approves; what was taken for the time that it covers is undone, whichever came first.
 * Refuses `no-leave`, `decide-leave` (also one's own, or what one has entered), `leave-decided`.
 */
export const approveLeave = (actor: Actor, id: number, command: Command): Promise<DecidedLeave> =>
  once(command, 'approve-leave', { id }, (tx) => decide(actor, id, 'approved', null, tx));

/** A leader says no, with a reason. Refuses as `approveLeave` does. */
export const rejectLeave = (
  actor: Actor,
  id: number,
  reason: string,
  command: Command,
): Promise<DecidedLeave> =>
  once(command, 'reject-leave', { id, reason }, (tx) => decide(actor, id, 'rejected', reason, tx));

async function decide(
  actor: Actor,
  id: number,
  state: 'approved' | 'rejected',
  reason: string | null,
  tx: Transaction,
): Promise<DecidedLeave> {
  const leave = await leaveOf(id, actor.communityId, tx);
  permit(mayDecideLeave(actor, actor.communityId, leave), 'decide-leave');
  const won = await change(
    sql`UPDATE staff_leaves SET state = ${state}, decided_by_id = ${actor.personId},
               decided_at = ${now()}, decision_reason = ${reason}
         WHERE id = ${id} AND state = 'asked'`,
    tx,
  );
  if (won === 0) throw new Refusal('conflict', 'leave-decided');
  return settled(actor, leave, { state, reason: leave.reason }, tx);
}

/**
 * Who asked, or the person, takes it back before it is decided.
 * Refuses `no-leave`, `withdraw-leave`, `leave-decided`.
 */
export const withdrawLeave = (actor: Actor, id: number, command: Command): Promise<DecidedLeave> =>
  once(command, 'withdraw-leave', { id }, async (tx) => {
    const leave = await leaveOf(id, actor.communityId, tx);
    permit(mayWithdrawLeave(actor, leave), 'withdraw-leave');
    await end(actor, leave, { from: 'asked', to: 'withdrawn', reason: null }, tx);
    return settled(actor, leave, { state: 'withdrawn', reason: leave.reason }, tx);
  });

/**
 * A leader takes back what was approved; what it had undone counts again.
 * Refuses `no-leave`, `decide-leave`, `leave-not-approved`.
 */
export const revokeLeave = (
  actor: Actor,
  id: number,
  reason: string,
  command: Command,
): Promise<DecidedLeave> =>
  once(command, 'revoke-leave', { id, reason }, async (tx) => {
    const leave = await leaveOf(id, actor.communityId, tx);
    permit(mayDecideLeave(actor, actor.communityId, leave), 'decide-leave');
    await end(actor, leave, { from: 'approved', to: 'revoked', reason }, tx);
    return settled(actor, leave, { state: 'revoked', reason }, tx);
  });

interface End {
  readonly from: LeaveState;
  readonly to: LeaveState;
  readonly reason: string | null;
}

async function end(actor: Actor, { id }: Leave, step: End, tx: Transaction): Promise<void> {
  const won = await change(
    sql`UPDATE staff_leaves SET state = ${step.to}, ended_by_id = ${actor.personId},
               ended_at = ${now()}, end_reason = ${step.reason}
         WHERE id = ${id} AND state = ${step.from}`,
    tx,
  );
  if (won > 0) return;
  const code = step.from === 'asked' ? 'leave-decided' : 'leave-not-approved';
  throw new Refusal('conflict', code);
}

interface Step {
  readonly state: LeaveState;
  /** What the reversals say that they are for. */
  readonly reason: string;
}

/** What follows: the days that it covers are settled anew, and the person is told. */
async function settled(
  actor: Actor,
  leave: Leave,
  { state, reason }: Step,
  tx: Transaction,
): Promise<DecidedLeave> {
  const { id, personId } = leave;
  const { communityId } = actor;
  const changes = state === 'approved' || state === 'revoked';
  const by = { personId: actor.personId, reason };
  const settlement = await settleDays(communityId, changes ? daysPast(leave) : [], by, tx);
  if (actor.personId !== personId) {
    const kind = `leave-${state}`;
    const href = `/staff/leaves/${id}`;
    await tell([{ communityId, personId, kind, facts: { day: leave.fromOn }, href }], tx);
  }
  const event = { communityId, personId: actor.personId, subject: `leave:${id}` };
  await note({ ...event, name: `leave-${state}` }, tx);
  return { id, personId, ...settlement };
}

/** The days that it touches, of those that have come: of the others nothing is known yet. */
function daysPast({ personId, fromOn, toOn }: Leave): { personId: number; day: string }[] {
  const last = toOn < today() ? toOn : today();
  const days = [];
  for (let day = fromOn; day <= last; day = addDays(day, 1)) days.push({ personId, day });
  return days;
}
