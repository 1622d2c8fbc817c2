import sql from 'sql-template-tag';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import { Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import { personMeant } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { readableActivity } from './activity.ts';
import { keptActivity, noteActivity } from './announcing.ts';
import type { InChargeForm } from './forms.ts';

/**
 * Puts somebody of the community in charge of an activity: they run its screen and write its record,
 * and approve nothing. Refuses `no-activity`, `keep-activities`, `nobody-found`, `several-found`,
 * `no-person`, `activity-over`.
 */
export async function putInCharge(
  actor: Actor,
  activityId: number,
  form: InChargeForm,
  command: Command,
): Promise<{ readonly id: number }> {
  const { communityId } = await readableActivity(actor, activityId);
  const { id: personId, name } = await personMeant(communityId, form);
  return once(command, 'put-in-charge', { activityId, personId }, async (tx) => {
    const activity = await keptActivity(actor, activityId, tx);
    const done = await change(
      sql`UPDATE activities SET in_charge_id = ${personId}, in_charge = ${name}
           WHERE id = ${activityId} AND state IN ('draft', 'announced')`,
      tx,
    );
    if (done === 0) throw new Refusal('conflict', 'activity-over');
    const facts = { title: activity.title };
    const href = `/activities/${activityId}`;
    await tell([{ communityId, personId, kind: 'activity-in-charge', facts, href }], tx);
    await noteActivity(actor, activity, 'activity-in-charge', tx);
    return { id: activityId };
  });
}
