import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { lockRows, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import { holdersOf } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { addAttachments, digestsOf, letRead, withAttachments } from '../../staff/index.ts';
import type { AttachmentFile } from '../../staff/index.ts';
import { readablePosting } from '../access.ts';
import { decidersOf, mayObject, mayReadObjection } from '../policy.ts';
import { findLine } from '../queries.ts';
import type { Posting } from '../queries.ts';
import type { NewObjection } from './forms.ts';
import { objectionsBy, partiesOf } from './queries.ts';

/** So many objections may one person make to one posting. */
const OBJECTIONS_MAX = 5;

letRead('objection', async (id, actor) => {
  const parties = await partiesOf(id);
  return parties !== null && mayReadObjection(actor, parties);
});

/**
 * Contests a line of a posting while its window is open; one's own also when it is missing.
 * Refuses `no-posting`, `object-to-posting`, `window-over`, `no-posting-line`, `objected-already`,
 * `objections-too-many`, and files that may not be attached.
 */
export async function makeObjection(
  actor: Actor,
  postingId: number,
  objection: NewObjection,
  files: readonly AttachmentFile[],
  command: Command,
): Promise<{ readonly id: number }> {
  const { posting } = await readablePosting(actor, postingId);
  permit(mayObject(actor, posting), 'object-to-posting');
  return withAttachments(files, (read) => {
    const input = { postingId, objection, files: digestsOf(read) };
    return once(command, 'make-objection', input, async (tx) => {
      if (today() > posting.closesOn) throw new Refusal('conflict', 'window-over');
      await refuseStrange(actor, posting, objection.personId, tx);
      const id = await insertObjection(actor, posting, objection, tx);
      await addAttachments(posting.communityId, `objection:${id}`, read, actor.personId, tx);
      await tellDeciders(posting, id, [actor.personId, objection.personId], tx);
      const event = { communityId: posting.communityId, personId: actor.personId };
      await note({ ...event, name: 'objection-made', subject: `objection:${id}` }, tx);
      return { id };
    });
  });
}

async function refuseStrange(
  actor: Actor,
  posting: Posting,
  personId: number,
  tx: Transaction,
): Promise<void> {
  // Two at once take turns, so that both see what the other has made.
  await lockRows('communities', [posting.communityId], tx);
  const line = await findLine(posting.id, personId, tx);
  if (!line && personId !== actor.personId) {
    throw new Refusal('invalid', 'no-posting-line', {}, 'personId');
  }
  const made = await objectionsBy(actor.personId, posting.id, personId, tx);
  if (made.undecided > 0) throw new Refusal('conflict', 'objected-already', {}, 'personId');
  if (made.all >= OBJECTIONS_MAX) {
    throw new Refusal('conflict', 'objections-too-many', { max: OBJECTIONS_MAX });
  }
}

async function insertObjection(
  actor: Actor,
  { id: postingId, communityId }: Posting,
  { personId, reasons }: NewObjection,
  tx: Transaction,
): Promise<number> {
  const made = await row<{ id: number }>(
    sql`INSERT INTO objections (community_id, posting_id, person_id, made_by_id, reasons, made_at)
        VALUES (${communityId}, ${postingId}, ${personId}, ${actor.personId}, ${reasons}, ${now()})
        RETURNING id`,
    tx,
  );
  return found(made, 'objection').id;
}

/** Tells those who may decide on it; not who made it, nor whom it concerns. */
async function tellDeciders(
  { kind, communityId, number }: Posting,
  objectionId: number,
  parties: readonly number[],
  tx: Transaction,
): Promise<void> {
  const deciders = await holdersOf(decidersOf(kind), communityId, tx);
  const messages = deciders
    .filter((personId) => !parties.includes(personId))
    .map((personId) => ({
      communityId,
      personId,
      kind: 'objection-made',
      facts: { number },
      href: `/objections/${objectionId}`,
    }));
  await tell(messages, tx);
}
