import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayLead } from '../policy.ts';
import { appraisalOf } from './queries.ts';
import type { Appraisal } from './queries.ts';
import { addStep } from './steps.ts';

/** Which appraisal something was done to. */
export type Which = Pick<Appraisal, 'id' | 'kind'>;

/**
 * The person's own account of the time, until its last day; it may be written again. Refuses
 * `no-appraisal`, `own-summary`, `summary-late`, `confirmed-already`.
 */
export function writeSummary(
  actor: Actor,
  id: number,
  summary: string,
  command: Command,
): Promise<Which> {
  return once(command, 'write-summary', { id, summary }, async (tx) => {
    const one = await appraisalOf(actor.communityId, id, tx);
    permit(one.personId === actor.personId, 'own-summary');
    if (today() > one.dueOn) {
      throw new Refusal('conflict', 'summary-late', { dueOn: one.dueOn }, 'summary');
    }
    const written = await change(
      sql`UPDATE appraisals SET summary = ${summary}, summary_at = ${now()}
           WHERE id = ${id} AND state <> 'confirmed'`,
      tx,
    );
    if (written === 0) throw new Refusal('conflict', 'confirmed-already');
    await addStep(id, { kind: 'summary', words: summary }, actor.personId, tx);
    return { id, kind: one.kind };
  });
}

/** A leader's words on a person. Refuses `no-appraisal`, `lead-review`, `confirmed-already`. */
export function commentOn(
  actor: Actor,
  id: number,
  comment: string,
  command: Command,
): Promise<Which> {
  return once(command, 'comment-on', { id, comment }, async (tx) => {
    const one = await appraisalOf(actor.communityId, id, tx);
    permit(mayLead(actor, one.streetId, one.personId), 'lead-review');
    const written = await change(
      sql`UPDATE appraisals
             SET comment = ${comment}, comment_by_id = ${actor.personId}, comment_at = ${now()}
           WHERE id = ${id} AND state <> 'confirmed'`,
      tx,
    );
    if (written === 0) throw new Refusal('conflict', 'confirmed-already');
    await addStep(id, { kind: 'comment', words: comment }, actor.personId, tx);
    return { id, kind: one.kind };
  });
}
