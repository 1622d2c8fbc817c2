import sql, { bulk } from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { holdersOf } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { membersOf } from '../members/queries.ts';
import { mayAssess } from '../policy.ts';
import { settingsOf } from '../settings/settings.ts';
import { questionsIn } from './forms.ts';
import type { NewCycle } from './forms.ts';
import { GROUP_KINDS } from './tally.ts';

/**
 * Drafts a cycle: the people of the chosen departments are rated; those who lead vote as leaders,
 * the others of the chosen departments as colleagues. Refuses `evaluate`, `weights-not-whole`,
 * `nobody-rated`.
 */
export async function draftCycle(
  actor: Actor,
  plan: NewCycle,
  command: Command,
): Promise<{ id: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'evaluate');
  if (plan.leaders + plan.colleagues + plan.representatives !== 100) {
    throw new Refusal('invalid', 'weights-not-whole', {}, 'leaders');
  }
  return once(command, 'draft-evaluation', plan, async (tx) => {
    const id = await insertCycle(streetId, actor, plan, tx);
    await listPeople(streetId, id, plan, tx);
    await noteCycle(actor, id, 'evaluation-drafted', tx);
    return { id };
  });
}

async function insertCycle(
  streetId: number,
  actor: Actor,
  { title, quarter, questions, takesRemarks }: NewCycle,
  tx: Transaction,
): Promise<number> {
  const { ballotsMin } = await settingsOf(streetId, tx);
  const made = await row<{ id: number }>(
    sql`INSERT INTO evaluation_cycles
          (community_id, title, quarter, phase, questions, takes_remarks, ballots_min, made_by_id,
           made_at)
        VALUES (${streetId}, ${title}, ${quarter}, 'draft', ${JSON.stringify(questionsIn(questions))},
                ${takesRemarks}, ${ballotsMin}, ${actor.personId}, ${now()})
        RETURNING id`,
    tx,
  );
  return (made as { id: number }).id;
}

async function listPeople(
  streetId: number,
  cycleId: number,
  plan: NewCycle,
  tx: Transaction,
): Promise<void> {
  const members = await membersOf(streetId, undefined, tx);
  const leading = new Set(await holdersOf(['leader'], streetId, tx));
  const rated = members.filter(({ departmentId }) => plan.ratedIn.includes(departmentId));
  if (rated.length === 0) throw new Refusal('invalid', 'nobody-rated', {}, 'ratedIn');
  await change(
    sql`INSERT INTO evaluation_rated (cycle_id, person_id)
        VALUES ${bulk(rated.map(({ personId }) => [cycleId, personId]))}`,
    tx,
  );
  const voters = {
    leaders: members.filter(({ personId }) => leading.has(personId)),
    colleagues: members.filter(
      ({ personId, departmentId }) =>
        plan.votingIn.includes(departmentId) && !leading.has(personId),
    ),
    representatives: [],
  };
  for (const kind of GROUP_KINDS) {
    const group = await row<{ id: number }>(
      sql`INSERT INTO evaluation_groups (cycle_id, kind, weight)
          VALUES (${cycleId}, ${kind}, ${plan[kind]}) RETURNING id`,
      tx,
    );
    const values = voters[kind].map(({ personId }) => [cycleId, personId, group?.id ?? 0]);
    if (values.length === 0) continue;
    await change(
      sql`INSERT INTO evaluation_voters (cycle_id, person_id, group_id) VALUES ${bulk(values)}`,
      tx,
    );
  }
}

/** Notes what was done with a cycle. */
export const noteCycle = (
  actor: Actor,
  cycleId: number,
  name: string,
  tx: Transaction,
): Promise<void> =>
  note(
    {
      communityId: actor.communityId,
      personId: actor.personId,
      name,
      subject: `evaluation:${cycleId}`,
    },
    tx,
  );
