import { createHash } from 'node:crypto';
import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { canonical, once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, lockRows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { quarterOfDay, today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { membersOf } from '../members/queries.ts';
import { mayAdoptDraft } from '../policy.ts';
import { closedQuarters } from '../scoring/quarters.ts';
import { refuseWrongSet } from './checking.ts';
import { draftFor, noteSet, takeDraft } from './drafts.ts';
import type { Adoption } from './forms.ts';
import { setsOf, wholeSet } from './queries.ts';
import type { WholeSet } from './queries.ts';

/** What a set says, as one number: who adopts it says by this what they have read. */
export const digestOf = ({ name, rules, limits }: WholeSet): string =>
  createHash('sha256').update(canonical({ name, rules, limits })).digest('hex');

/**
 * Puts a draft in force from a day after today, by another person than its maker, and tells all
 * staff. Refuses `no-rule-set`, `adopt-rules`, `not-draft`, `draft-changed`, `rules-empty`,
 * `rules-begin-too-early`, `rules-in-closed-quarter`, `rules-begin-same-day`.
 */
export function adoptDraft(
  actor: Actor,
  setId: number,
  wish: Adoption,
  command: Command,
): Promise<{ id: number }> {
  const { effectiveFrom, reason, seen } = wish;
  return once(command, 'adopt-rules', { setId, wish }, async (tx) => {
    const { streetId, madeById } = await draftFor(actor, setId, tx);
    permit(mayAdoptDraft(actor, { streetId, madeById }), 'adopt-rules');
    // Facts that are settled meanwhile wait, and then see the rules that are in force.
    await lockRows('communities', [streetId], tx);
    await takeDraft(setId, tx);
    const draft = await wholeSet(setId, tx);
    if (digestOf(draft) !== seen) throw new Refusal('conflict', 'draft-changed');
    refuseWrongSet(draft);
    await refuseDay(streetId, effectiveFrom, tx);
    await change(
      sql`UPDATE rule_sets
             SET state = 'adopted', effective_from = ${effectiveFrom}, reason = ${reason},
                 adopted_by_id = ${actor.personId}, adopted_at = ${now()}
           WHERE id = ${setId}`,
      tx,
    );
    await noteSet(actor, streetId, 'rules-adopted', setId, tx);
    await announce(streetId, { setId, name: draft.name, effectiveFrom }, tx);
    return { id: setId };
  });
}

/** No day that was judged already gets other rules. */
async function refuseDay(streetId: number, day: Day, tx: Transaction): Promise<void> {
  const refuse = (kind: 'invalid' | 'conflict', code: string): never => {
    throw new Refusal(kind, code, {}, 'effectiveFrom');
  };
  if (day <= today()) refuse('invalid', 'rules-begin-too-early');
  const closed = await closedQuarters(streetId, tx);
  if (closed.has(quarterOfDay(day))) refuse('conflict', 'rules-in-closed-quarter');
  const others = await setsOf(streetId, 'adopted', tx);
  if (others.some(({ effectiveFrom }) => effectiveFrom === day)) {
    refuse('conflict', 'rules-begin-same-day');
  }
}

const TOLD_AT_ONCE = 2_000;

async function announce(
  streetId: number,
  facts: { readonly setId: number; readonly name: string; readonly effectiveFrom: Day },
  tx: Transaction,
): Promise<void> {
  const { setId, name, effectiveFrom } = facts;
  const messages = (await membersOf(streetId, undefined, tx)).map(({ personId }) => ({
    communityId: streetId,
    personId,
    kind: 'rules-adopted',
    facts: { name, day: effectiveFrom },
    href: `/staff/rules/${setId}`,
  }));
  for (let from = 0; from < messages.length; from += TOLD_AT_ONCE) {
    await tell(messages.slice(from, from + TOLD_AT_ONCE), tx);
  }
}
