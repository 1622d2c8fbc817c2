import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { tell } from '../../messages/index.ts';
import { holdersOf } from '../../people/index.ts';
import type { BookedBy } from '../policy.ts';
import type { Appeal } from './queries.ts';

/** Notes a step, for the appeal's own history and for the audit. */
export async function addStep(
  { id, streetId }: Pick<Appeal, 'id' | 'streetId'>,
  step: { readonly name: string; readonly by: number; readonly reason?: string },
  tx: Transaction,
): Promise<void> {
  const { name, by, reason } = step;
  await change(
    sql`INSERT INTO score_appeal_steps (appeal_id, person_id, name, reason, at)
        VALUES (${id}, ${by}, ${name}, ${reason ?? null}, ${now()})`,
    tx,
  );
  const event = { communityId: streetId, personId: by, subject: `appeal:${id}` };
  await note({ ...event, name: `appeal-${name}` }, tx);
}

/** Tells all who may decide an appeal, by `message.appeal-<what>`. */
export async function tellDeciders(
  one: BookedBy & { readonly id: number; readonly dueOn: string },
  what: 'made' | 'due',
  tx: Transaction,
): Promise<void> {
  const { id, streetId, personId, enteredById, approvedById, dueOn } = one;
  const holders = await holdersOf(['assessor', 'leader'], streetId, tx);
  const deciders = holders.filter(
    (holder) => ![personId, enteredById, approvedById].includes(holder),
  );
  const message = { communityId: streetId, kind: `appeal-${what}`, facts: { due: dueOn } };
  const href = `/staff/appeals/${id}`;
  await tell(
    deciders.map((decider) => ({ ...message, personId: decider, href })),
    tx,
  );
}
