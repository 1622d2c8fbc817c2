import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays, dayOf, today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { found, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { addAttachments, withAttachments } from '../attachments/attachments.ts';
import { digestsOf } from '../attachments/reading.ts';
import type { AttachmentFile } from '../attachments/reading.ts';
import { settingsOf } from '../settings/settings.ts';
import { appealOf, ownIncident } from './queries.ts';
import type { Appeal, Contested } from './queries.ts';
import { addStep, tellDeciders } from './steps.ts';

/** The last day on which something booked then may be appealed. */
export const appealableUntil = ({ bookedAt }: Pick<Contested, 'bookedAt'>, days: number): Day =>
  addDays(dayOf(bookedAt), days);

/**
 * A staff member contests what was booked for them, with reasons and attachments. Refuses
 * `no-incident` for what is not their own, `nothing-booked`, `decided-on-appeal`, `appeal-too-late`,
 * `appealed-already`, and bad files.
 */
export function appealIncident(
  actor: Actor,
  incidentId: number,
  reasons: string,
  files: readonly AttachmentFile[],
  command: Command,
): Promise<{ readonly id: number }> {
  return withAttachments(files, (read) =>
    once(
      command,
      'appeal-incident',
      { incidentId, reasons, files: digestsOf(read) },
      async (tx) => {
        const contested = await appealableIncident(actor, incidentId, tx);
        const { id, dueOn } = await insertAppeal(contested, reasons, tx);
        await addAttachments(contested.streetId, `appeal:${id}`, read, actor.personId, tx);
        await addStep({ ...contested, id }, { name: 'made', by: actor.personId }, tx);
        await tellDeciders({ ...contested, id, dueOn }, 'made', tx);
        return { id };
      },
    ),
  );
}

/** What was booked for the person, if it may be appealed today. Refuses as an appeal does. */
export async function appealableIncident(
  actor: Actor,
  incidentId: number,
  tx?: Transaction,
): Promise<Contested> {
  const contested = await ownIncident(actor, incidentId, tx);
  if (contested.settled) throw new Refusal('conflict', 'decided-on-appeal');
  if (contested.booked === 0) throw new Refusal('conflict', 'nothing-booked');
  const { appealDays } = await settingsOf(contested.streetId, tx);
  const until = appealableUntil(contested, appealDays);
  if (today() > until) throw new Refusal('conflict', 'appeal-too-late', { until });
  return contested;
}

async function insertAppeal(
  { streetId, incidentId, personId, booked }: Contested,
  reasons: string,
  tx: Transaction,
): Promise<{ readonly id: number; readonly dueOn: Day }> {
  const { appealDecisionDays } = await settingsOf(streetId, tx);
  const dueOn = addDays(today(), appealDecisionDays);
  const made = await row<{ id: number }>(
    sql`INSERT INTO score_appeals (community_id, incident_id, person_id, reasons, state,
          points_before, made_at, due_on, notice_shown)
        VALUES (${streetId}, ${incidentId}, ${personId}, ${reasons}, 'open', ${booked}, ${now()},
                ${dueOn}, FALSE)
        ON CONFLICT DO NOTHING RETURNING id`,
    tx,
  );
  if (!made) throw new Refusal('conflict', 'appealed-already');
  return { ...made, dueOn };
}

/** The person takes an appeal back while it is undecided. Refuses `no-appeal`, `appeal-decided`. */
export function withdrawAppeal(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ readonly id: number; readonly state: 'withdrawn' }> {
  return once(command, 'withdraw-appeal', { id }, async (tx) => {
    const one = await ownAppeal(actor, id, tx);
    const withdrawn = await change(
      sql`UPDATE score_appeals SET state = 'withdrawn' WHERE id = ${id} AND state = 'open'`,
      tx,
    );
    if (withdrawn === 0) throw new Refusal('conflict', 'appeal-decided');
    await addStep(one, { name: 'withdrawn', by: actor.personId }, tx);
    return { id, state: 'withdrawn' as const };
  });
}

/** Whether the person wants the notice that clears them shown inside the office. Refuses `no-appeal`. */
export function showNotice(
  actor: Actor,
  id: number,
  shown: boolean,
  command: Command,
): Promise<{ readonly id: number; readonly shown: boolean }> {
  return once(command, 'show-notice', { id, shown }, async (tx) => {
    const one = await ownAppeal(actor, id, tx);
    const set = await change(
      sql`UPDATE score_appeals SET notice_shown = ${shown} WHERE id = ${id} AND state = 'cleared'`,
      tx,
    );
    if (set === 0) throw new Refusal('missing', 'no-notice');
    await addStep(one, { name: shown ? 'shown' : 'hidden', by: actor.personId }, tx);
    return { id, shown };
  });
}

async function ownAppeal(actor: Actor, id: number, tx: Transaction): Promise<Appeal> {
  const one = await appealOf(actor.communityId, id, tx);
  return found(one.personId === actor.personId ? one : null, 'appeal');
}
