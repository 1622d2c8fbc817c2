import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { found, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { addAttachments, withAttachments } from '../attachments/attachments.ts';
import { digestsOf } from '../attachments/reading.ts';
import type { AttachmentFile } from '../attachments/reading.ts';
import { proposalOf } from './queries.ts';
import type { Proposal } from './queries.ts';
import { addStep } from './steps.ts';

/**
 * The person answers what is proposed to be booked for them, once, while they are heard. Refuses
 * `no-proposal` to anybody else, `answer-empty`, `answered-already`, `hearing-over`,
 * `not-heard`, `decided-already`, and bad files.
 */
export async function answerProposal(
  actor: Actor,
  id: number,
  answer: string,
  files: readonly AttachmentFile[],
  command: Command,
): Promise<{ readonly id: number }> {
  if (answer === '' && files.length === 0) {
    throw new Refusal('invalid', 'answer-empty', {}, 'answer');
  }
  return withAttachments(files, (read) =>
    once(command, 'answer-proposal', { id, answer, files: digestsOf(read) }, async (tx) => {
      const one = await endHearing(actor, id, answer, tx);
      await addAttachments(one.streetId, `answer:${id}`, read, actor.personId, tx);
      await addStep(one, { name: 'answered', by: actor.personId }, tx);
      return { id };
    }),
  );
}

/** The person has nothing to add, so that it may be decided earlier. Refuses as an answer is. */
export function waiveAnswer(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ readonly id: number }> {
  return once(command, 'waive-answer', { id }, async (tx) => {
    const one = await endHearing(actor, id, null, tx);
    await addStep(one, { name: 'waived', by: actor.personId }, tx);
    return { id };
  });
}

async function endHearing(
  actor: Actor,
  id: number,
  answer: string | null,
  tx: Transaction,
): Promise<Proposal> {
  const known = await proposalOf(actor.communityId, id, tx);
  const one = found(known.personId === actor.personId ? known : null, 'proposal');
  const answered = await change(
    sql`UPDATE score_proposals SET answered_at = ${now()}, answer = ${answer}
         WHERE id = ${id} AND state = 'open' AND answered_at IS NULL
           AND hear_until >= ${today()}`,
    tx,
  );
  if (answered === 0) throw whyNot(one);
  const { streetId: communityId, enteredById: personId, person, rule } = one;
  const facts = { person, rule };
  const href = `/staff/proposals/${id}`;
  await tell([{ communityId, personId, kind: 'proposal-answered', facts, href }], tx);
  return one;
}

function whyNot({ state, hearUntil, answeredAt }: Proposal): Refusal {
  if (state !== 'open') return new Refusal('conflict', 'decided-proposal');
  if (hearUntil === null) return new Refusal('conflict', 'not-heard');
  return answeredAt === null && hearUntil < today()
    ? new Refusal('conflict', 'hearing-over')
    : new Refusal('conflict', 'answered-already');
}
