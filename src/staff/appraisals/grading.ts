import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayLead, mayPropose } from '../policy.ts';
import { figuresOf, refuseEarly } from './figures.ts';
import type { Figures } from './figures.ts';
import type { Proposal } from './forms.ts';
import { isGradeOf, NO_GRADE } from './grades.ts';
import type { Grade } from './grades.ts';
import { appraisalOf } from './queries.ts';
import type { Appraisal } from './queries.ts';
import { countGrade, uncountGrade } from './quota.ts';
import { addStep } from './steps.ts';
import type { Which } from './writing.ts';

/**
 * A person proposes a grade and says why; no score does that. Proposed again, the later one counts.
 * Refuses `no-appraisal`, `propose-grade`, `grade-unknown`, `comment-first`, `quarters-open`,
 * `confirmed-already`.
 */
export function proposeGrade(
  actor: Actor,
  id: number,
  { grade, reason }: Proposal,
  command: Command,
): Promise<Which> {
  return once(command, 'propose-grade', { id, grade, reason }, async (tx) => {
    const one = await appraisalOf(actor.communityId, id, tx);
    permit(mayPropose(actor, one.streetId, one.personId), 'propose-grade');
    if (!isGradeOf(one.kind, grade)) throw new Refusal('invalid', 'grade-unknown', {}, 'grade');
    if (one.comment === null && grade !== NO_GRADE) throw new Refusal('conflict', 'comment-first');
    await refuseEarly(one, tx);
    const proposed = await change(
      sql`UPDATE appraisals SET state = 'proposed', grade = ${grade}, reason = ${reason},
                 proposed_by_id = ${actor.personId}, proposed_at = ${now()}
           WHERE id = ${id} AND state <> 'confirmed'`,
      tx,
    );
    if (proposed === 0) throw new Refusal('conflict', 'confirmed-already');
    await addStep(id, { kind: 'proposal', grade, words: reason }, actor.personId, tx);
    return { id, kind: one.kind };
  });
}

/**
 * A leader confirms what somebody else proposed, with reasons; the figures of this moment are kept.
 * Refuses `no-appraisal`, `lead-review`, `proposer-confirms`, `not-proposed`, `quarters-open`,
 * `quota-full`, `quota-would-break`.
 */
export function confirmGrade(
  actor: Actor,
  id: number,
  confirmation: string,
  command: Command,
): Promise<Which> {
  return once(command, 'confirm-grade', { id, confirmation }, async (tx) => {
    const one = await appraisalOf(actor.communityId, id, tx);
    permit(mayLead(actor, one.streetId, one.personId), 'lead-review');
    permit(one.proposedById !== actor.personId, 'proposer-confirms');
    await refuseEarly(one, tx);
    const figures = (await figuresOf(one, tx))(one.personId);
    const grade = await confirmProposed(one, confirmation, figures, actor.personId, tx);
    await countGrade(one.reviewId, grade, tx);
    const step = {
      kind: 'confirmation',
      grade,
      words: confirmation,
      score: figures.score,
    } as const;
    await addStep(id, step, actor.personId, tx);
    if (one.kind === 'quarter') await tellConfirmed(one, tx);
    await noteOf(actor, 'grade-confirmed', one, tx);
    return { id, kind: one.kind };
  });
}

// What was read as proposed is confirmed and nothing else: another proposal in between is no match.
async function confirmProposed(
  { id, grade, proposedById }: Appraisal,
  confirmation: string,
  figures: Figures,
  by: number,
  tx: Transaction,
): Promise<Grade> {
  const confirmed = await change(
    sql`UPDATE appraisals
           SET state = 'confirmed', confirmation = ${confirmation}, confirmed_by_id = ${by},
               confirmed_at = ${now()}, attendance = ${figures.attendance}, duty = ${figures.duty},
               discipline = ${figures.discipline}, key_work = ${figures.keyWork},
               evaluation = ${figures.evaluation}, score = ${figures.score}
         WHERE id = ${id} AND state = 'proposed' AND grade = ${grade}
           AND proposed_by_id = ${proposedById}`,
    tx,
  );
  if (confirmed === 0 || grade === null) throw new Refusal('conflict', 'not-proposed');
  return grade;
}

/**
 * Sends a proposal back, or corrects what was confirmed: it has to be proposed and confirmed anew.
 * What was there stays in the history. Refuses `no-appraisal`, `lead-review`, `not-proposed`,
 * `posting-runs`, `year-final`.
 */
export function reopenAppraisal(
  actor: Actor,
  id: number,
  why: string,
  command: Command,
): Promise<Which> {
  return once(command, 'reopen-appraisal', { id, why }, async (tx) => {
    const one = await appraisalOf(actor.communityId, id, tx);
    permit(mayLead(actor, one.streetId, one.personId), 'lead-review');
    if (one.state === 'open') throw new Refusal('conflict', 'not-proposed');
    refusePosted(one);
    await openAgain(one, tx);
    if (one.state === 'confirmed' && one.grade) await uncountGrade(one.reviewId, one.grade, tx);
    const kind = one.state === 'confirmed' ? 'correction' : 'return';
    await addStep(id, { kind, words: why, grade: one.grade }, actor.personId, tx);
    if (kind === 'correction') {
      await tellOf(one, `${one.kind}-grade-reopened`, tx);
      await noteOf(actor, 'grade-reopened', one, tx);
    }
    return { id, kind: one.kind };
  });
}

/** What is posted is held by its posting, and what is final is final. */
function refusePosted({ kind, reviewState }: Appraisal): void {
  if (kind === 'quarter' || reviewState === 'open') return;
  throw new Refusal('conflict', reviewState === 'posted' ? 'posting-runs' : 'year-final');
}

async function openAgain({ id, state }: Appraisal, tx: Transaction): Promise<void> {
  const opened = await change(
    sql`UPDATE appraisals
           SET state = 'open', grade = NULL, reason = NULL, proposed_by_id = NULL,
               proposed_at = NULL, confirmation = NULL, confirmed_by_id = NULL,
               confirmed_at = NULL, attendance = NULL, duty = NULL, discipline = NULL,
               key_work = NULL, evaluation = NULL, score = NULL, signed_at = NULL, remark = NULL
         WHERE id = ${id} AND state = ${state}`,
    tx,
  );
  if (opened === 0) throw new Refusal('conflict', 'not-proposed');
}

const tellConfirmed = (one: Appraisal, tx: Transaction): Promise<void> =>
  tellOf(one, 'quarter-grade-confirmed', tx);

const tellOf = (
  { streetId, personId, period, id }: Appraisal,
  kind: string,
  tx: Transaction,
): Promise<void> => {
  const href = `/staff/appraisals/${id}`;
  return tell([{ communityId: streetId, personId, kind, facts: { period }, href }], tx);
};

const noteOf = (actor: Actor, name: string, one: Appraisal, tx: Transaction): Promise<void> =>
  note(
    {
      communityId: one.streetId,
      personId: actor.personId,
      name,
      subject: `appraisal:${one.id}`,
      facts: { period: one.period },
    },
    tx,
  );
