import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { Refusal } from '../../base/refusal.ts';
import { transferById } from '../../ledger/index.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { whyNotDecideContest } from '../policy.ts';
import { undo } from '../reversal.ts';
import type { ContestDecision } from './forms.ts';
import { readableContest } from './queries.ts';
import type { Contest } from './queries.ts';

/**
 * Decides on a contest, once: upheld, the award is undone by a linked transfer in the same
 * transaction; confirmed, it stays. Refuses `no-contest`, `own-contest`, `decide-contest`,
 * `own-entry`, `own-household`, `contest-decided`, and `insufficient-points` when the person has
 * spent what would be taken back.
 */
export function decideContest(
  actor: Actor,
  id: number,
  decision: ContestDecision,
  command: Command,
): Promise<{ readonly id: number; readonly state: ContestDecision['outcome'] }> {
  return once(command, 'decide-contest', { id, decision }, async (tx) => {
    const contest = await readableContest(actor, id, tx);
    const why = whyNotDecideContest(actor, contest);
    if (why !== null) throw new Refusal('forbidden', why);
    const isUpheld = decision.outcome === 'upheld';
    const decided = await change(
      sql`INSERT INTO contest_decisions (contest_id, upheld, answer, decided_by_id, decided_at)
          VALUES (${id}, ${isUpheld}, ${decision.answer}, ${actor.personId}, ${now()})
          ON CONFLICT DO NOTHING`,
      tx,
    );
    if (decided === 0) throw new Refusal('conflict', 'contest-decided');
    // Somebody may have undone it meanwhile, without knowing of the contest.
    if (isUpheld && contest.reversalId === null) {
      await undo(actor, await transferById(contest.transferId, tx), decision.answer, tx);
    }
    await tellParties(contest, decision.outcome, tx);
    const event = { communityId: contest.communityId, personId: actor.personId };
    await note({ ...event, name: `contest-${decision.outcome}`, subject: `contest:${id}` }, tx);
    return { id, state: decision.outcome };
  });
}

/** Tells the person, and who entered it. */
async function tellParties(
  { id, communityId, personId, enteredById, rule, points }: Contest,
  outcome: ContestDecision['outcome'],
  tx: Transaction,
): Promise<void> {
  const facts = { rule: rule ?? '', points };
  const href = `/contests/${id}`;
  const message = { communityId, facts, href };
  await tell(
    [
      { ...message, personId, kind: `contest-${outcome}` },
      { ...message, personId: enteredById, kind: `entry-${outcome}` },
    ],
    tx,
  );
}
