import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { addAttachments, letRead, withAttachments } from '../attachments/attachments.ts';
import { attachmentUpload, digestsOf } from '../attachments/reading.ts';
import type { AttachmentFile } from '../attachments/reading.ts';
import { memberOf } from '../members/queries.ts';
import { mayAssess, mayLead, mayReadScore } from '../policy.ts';
import type { NewDeed } from './forms.ts';

/**
 * Enters a special deed of a staff member with its evidence; it counts for nothing until a leader
 * has approved it. Refuses `enter-deed`, `no-member`, `day-to-come`, `not-member-then`,
 * `evidence-missing`, and bad files.
 */
export async function enterDeed(
  actor: Actor,
  deed: NewDeed,
  files: readonly AttachmentFile[],
  command: Command,
): Promise<{ id: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId, deed.personId), 'enter-deed');
  if (files.length === 0) {
    throw new Refusal('invalid', 'evidence-missing', {}, attachmentUpload.field);
  }
  return withAttachments(files, (read) =>
    once(command, 'enter-deed', { ...deed, files: digestsOf(read) }, async (tx) => {
      const member = await memberOf(deed.personId, streetId, tx);
      if (deed.happenedOn > today()) throw new Refusal('invalid', 'day-to-come', {}, 'happenedOn');
      if (deed.happenedOn < member.fromOn) {
        throw new Refusal('invalid', 'not-member-then', {}, 'happenedOn');
      }
      const made = await row<{ id: number }>(
        sql`INSERT INTO staff_deeds (community_id, person_id, happened_on, words, state,
              entered_by_id, entered_at)
            VALUES (${streetId}, ${deed.personId}, ${deed.happenedOn}, ${deed.words}, 'submitted',
              ${actor.personId}, ${now()})
            RETURNING id`,
        tx,
      );
      const { id } = found(made, 'deed');
      await addAttachments(streetId, `deed:${id}`, read, actor.personId, tx);
      return { id };
    }),
  );
}

interface Entered {
  readonly personId: number;
  readonly enteredById: number;
  readonly happenedOn: string;
}

/**
 * A leader approves or rejects a deed, never their own nor one that they entered; the person is
 * told. Refuses `no-deed`, `decide-deed`, `deed-decided`.
 */
export function decideDeed(
  actor: Actor,
  id: number,
  state: 'approved' | 'rejected',
  reason: string,
  command: Command,
): Promise<{ id: number; state: string }> {
  const streetId = actor.communityId;
  return once(command, 'decide-deed', { id, state, reason }, async (tx) => {
    const entered = await row<Entered>(
      sql`SELECT person_id AS "personId", entered_by_id AS "enteredById",
                 happened_on AS "happenedOn"
            FROM staff_deeds WHERE id = ${id} AND community_id = ${streetId}`,
      tx,
    );
    const { personId, enteredById, happenedOn } = found(entered, 'deed');
    const isOther = enteredById !== actor.personId;
    permit(mayLead(actor, streetId, personId) && isOther, 'decide-deed');
    const decided = await change(
      sql`UPDATE staff_deeds SET state = ${state}, decided_by_id = ${actor.personId},
                 decided_at = ${now()}, reason = ${reason}
           WHERE id = ${id} AND state = 'submitted'`,
      tx,
    );
    if (decided === 0) throw new Refusal('conflict', 'deed-decided');
    const facts = { on: happenedOn };
    const message = { communityId: streetId, personId, kind: `deed-${state}`, facts };
    await tell([{ ...message, href: `/staff/deeds/${id}` }], tx);
    const event = { name: `deed-${state}`, subject: `deed:${id}` };
    await note({ communityId: streetId, personId: actor.personId, ...event }, tx);
    return { id, state };
  });
}

letRead('deed', async (id, actor) => {
  const deed = await row<{ streetId: number; personId: number }>(
    sql`SELECT community_id AS "streetId", person_id AS "personId" FROM staff_deeds
         WHERE id = ${id}`,
  );
  return deed !== null && mayReadScore(actor, deed.streetId, deed.personId);
});
