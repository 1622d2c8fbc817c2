import sql, { empty } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, lockRows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { settleIncidents } from '../scoring/incidents.ts';
import { settingsOf } from '../settings/settings.ts';
import type { Decision } from './forms.ts';
import { mayDecide } from './policy.ts';
import { proposalOf } from './queries.ts';
import type { Proposal } from './queries.ts';
import { addStep, tellPerson } from './steps.ts';

/** So much of the evidence's text stands beside the entry itself. */
const NOTE_MAX = 200;

/**
 * Books what was proposed, once the person was heard, or drops it, for a reason. Refuses
 * `no-proposal`, `decide-proposal` (also to who entered what needs a second person, and to the person
 * themself), `still-heard`, `decided-proposal`.
 */
export function decideProposal(
  actor: Actor,
  id: number,
  { outcome, decisionReason: reason }: Decision,
  command: Command,
): Promise<{ readonly id: number; readonly state: Decision['outcome'] }> {
  const streetId = actor.communityId;
  return once(command, 'decide-proposal', { id, outcome, reason }, async (tx) => {
    await lockRows('communities', [streetId], tx);
    const one = await proposalOf(streetId, id, tx);
    const { secondApprovalFrom } = await settingsOf(streetId, tx);
    permit(mayDecide(actor, one, secondApprovalFrom), 'decide-proposal');
    await closeProposal(one, outcome, actor, tx);
    if (outcome === 'booked') await bookProposal(one, actor, tx);
    await addStep(one, { name: outcome, by: actor.personId, reason }, tx);
    await tellPerson(one, outcome, {}, tx);
    return { id, state: outcome };
  });
}

/** Whoever entered it takes it back before it is decided. Refuses `no-proposal`, `not-entered-by-you`. */
export function withdrawProposal(
  actor: Actor,
  id: number,
  reason: string,
  command: Command,
): Promise<{ readonly id: number; readonly state: 'withdrawn' }> {
  const streetId = actor.communityId;
  return once(command, 'withdraw-proposal', { id, reason }, async (tx) => {
    const one = await proposalOf(streetId, id, tx);
    permit(one.enteredById === actor.personId, 'not-entered-by-you');
    await closeProposal(one, 'withdrawn', actor, tx);
    await addStep(one, { name: 'withdrawn', by: actor.personId, reason }, tx);
    await tellPerson(one, 'withdrawn', {}, tx);
    return { id, state: 'withdrawn' as const };
  });
}

/** Of two who press at once, the one whose update finds it open wins. */
async function closeProposal(
  { id }: Proposal,
  state: Decision['outcome'] | 'withdrawn',
  actor: Actor,
  tx: Transaction,
): Promise<void> {
  const heard =
    state === 'booked'
      ? sql`AND (hear_until IS NULL OR answered_at IS NOT NULL OR hear_until < ${today()})`
      : empty;
  const closed = await change(
    sql`UPDATE score_proposals
           SET state = ${state}, decided_by_id = ${actor.personId}, decided_at = ${now()}
         WHERE id = ${id} AND state = 'open' ${heard}`,
    tx,
  );
  if (closed === 1) return;
  const { state: found } = await proposalOf(actor.communityId, id, tx);
  throw new Refusal('conflict', found === 'open' ? 'still-heard' : 'decided-proposal');
}

async function bookProposal(one: Proposal, actor: Actor, tx: Transaction): Promise<void> {
  const { id, streetId, personId, part, ruleCode, occurredOn, enteredById } = one;
  const incident = {
    ...{ personId, part, ruleCode, occurredOn, enteredById },
    key: `proposal:${id}`,
    subject: `proposal:${id}`,
    note: [...one.text].slice(0, NOTE_MAX).join('') || undefined,
    approvedById: actor.personId === enteredById ? undefined : actor.personId,
  };
  await settleIncidents(streetId, { stand: [incident] }, { personId: actor.personId }, tx);
}
