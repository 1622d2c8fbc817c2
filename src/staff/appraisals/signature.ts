import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { appraisalOf } from './queries.ts';
import type { Appraisal } from './queries.ts';
import { addStep } from './steps.ts';
import type { Which } from './writing.ts';

/** A quarter is told when it is confirmed; a year when its posting is over and the review final. */
export const isTold = ({ kind, state, reviewState }: Appraisal): boolean =>
  state === 'confirmed' && (kind === 'quarter' || reviewState === 'closed');

/**
 * The person signs that they have read what was confirmed, once; with a remark where they wish.
 * Refuses `no-appraisal`, `own-signature`, `not-told`, `signed-already`.
 */
export function signAppraisal(
  actor: Actor,
  id: number,
  remark: string,
  command: Command,
): Promise<Which> {
  return once(command, 'sign-appraisal', { id, remark }, async (tx) => {
    const one = await appraisalOf(actor.communityId, id, tx);
    permit(one.personId === actor.personId, 'own-signature');
    if (!isTold(one)) throw new Refusal('conflict', 'not-told');
    const signed = await change(
      sql`UPDATE appraisals SET signed_at = ${now()}, remark = ${remark === '' ? null : remark}
           WHERE id = ${id} AND state = 'confirmed' AND signed_at IS NULL`,
      tx,
    );
    if (signed === 0) throw new Refusal('conflict', 'signed-already');
    await addStep(id, { kind: 'signature', words: remark }, actor.personId, tx);
    return { id, kind: one.kind };
  });
}
