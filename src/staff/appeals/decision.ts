import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, lockRows, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today, yearOfDay } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayReconsider } from '../policy.ts';
import { adoptedSets, setOn } from '../rules/queries.ts';
import { bookedFor, clearIncident, correctIncident } from '../scoring/incidents.ts';
import type { AppealDecision, Outcome } from './forms.ts';
import { pointsAllowed } from './policy.ts';
import { appealOf } from './queries.ts';
import type { Appeal } from './queries.ts';
import { addStep } from './steps.ts';

/**
 * Somebody else than the person, than who entered and who approved it decides an appeal: what was
 * booked is upheld, corrected by a linked reversal, or cleared with a notice. Never for the worse.
 * Refuses `no-appeal`, `decide-appeal`, `appeal-decided`, `nothing-booked`, `points-not-better`,
 * `appeal-worse`.
 */
export function decideAppeal(
  actor: Actor,
  id: number,
  decision: AppealDecision,
  command: Command,
): Promise<{ readonly id: number; readonly state: Outcome; readonly points: number }> {
  const streetId = actor.communityId;
  return once(command, 'decide-appeal', { id, ...decision }, async (tx) => {
    await lockRows('communities', [streetId], tx);
    const one = await appealOf(streetId, id, tx);
    permit(mayReconsider(actor, one), 'decide-appeal');
    const { outcome, appealReason: reason } = decision;
    await closeAppeal(actor, id, outcome, tx);
    await carryOut(one, decision, actor, tx);
    const points = await bookedFor(one.incidentId, tx);
    await change(sql`UPDATE score_appeals SET points_after = ${points} WHERE id = ${id}`, tx);
    if (outcome === 'cleared') await numberNotice(one, tx);
    await addStep(one, { name: outcome, by: actor.personId, reason }, tx);
    await tellPerson(one, outcome, tx);
    return { id, state: outcome, points };
  });
}

/** Of two who press at once, the one whose update finds it open wins. */
async function closeAppeal(
  actor: Actor,
  id: number,
  outcome: Outcome,
  tx: Transaction,
): Promise<void> {
  const closed = await change(
    sql`UPDATE score_appeals
           SET state = ${outcome}, decided_by_id = ${actor.personId}, decided_at = ${now()}
         WHERE id = ${id} AND state = 'open'`,
    tx,
  );
  if (closed === 0) throw new Refusal('conflict', 'appeal-decided');
}

async function carryOut(
  one: Appeal,
  { outcome, pointsInstead, appealReason: reason }: AppealDecision,
  actor: Actor,
  tx: Transaction,
): Promise<void> {
  const by = { personId: actor.personId, reason };
  if (outcome === 'cleared') return clearIncident(one.incidentId, by, tx);
  // Undone meanwhile, by a reversal or since its reason is gone: there is nothing to uphold.
  if (one.booked === 0) throw new Refusal('conflict', 'nothing-booked');
  if (outcome === 'upheld') return undefined;
  const { least, most } = pointsAllowed(one.booked, await mostGiven(one, tx));
  if (pointsInstead === undefined || pointsInstead < least || pointsInstead > most) {
    throw new Refusal('invalid', 'points-not-better', { least, most }, 'pointsInstead');
  }
  return correctIncident(one.incidentId, pointsInstead, by, tx);
}

/** The most that the rules of that day give for anything of the same part. */
async function mostGiven({ streetId, part, occurredOn }: Appeal, tx: Transaction): Promise<number> {
  const rules = setOn(await adoptedSets(streetId, tx), occurredOn)?.rules.values() ?? [];
  const given = [...rules]
    .filter((rule) => rule.part === part)
    .flatMap(({ points, tiers }) => [points, ...tiers.map((tier) => tier.points)]);
  return Math.max(0, ...given);
}

/** The next number of the office's year; whoever else clears somebody waits for the office's row. */
async function numberNotice({ id, streetId }: Appeal, tx: Transaction): Promise<void> {
  const year = yearOfDay(today());
  const last = await row<{ number: number | null }>(
    sql`SELECT MAX(notice_number) AS number FROM score_appeals
         WHERE community_id = ${streetId} AND notice_year = ${year}`,
    tx,
  );
  await change(
    sql`UPDATE score_appeals
           SET notice_year = ${year}, notice_number = ${(last?.number ?? 0) + 1}
         WHERE id = ${id}`,
    tx,
  );
}

const tellPerson = (
  { id, streetId, personId, rule }: Appeal,
  outcome: Outcome,
  tx: Transaction,
): Promise<void> =>
  tell(
    [
      {
        communityId: streetId,
        personId,
        kind: `appeal-${outcome}`,
        facts: { rule },
        href: `/staff/appeals/${id}`,
      },
    ],
    tx,
  );
