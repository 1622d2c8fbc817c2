import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { tell } from '../../messages/index.ts';
import type { Proposal } from './queries.ts';

/** One step of a proposal; null: the system at night. */
export interface NewStep {
  readonly name:
    'entered' | 'answered' | 'waived' | 'booked' | 'dropped' | 'withdrawn' | 'reversed';
  readonly by: number | null;
  readonly reason?: string | undefined;
}

/** Notes a step, for its own history and for the audit. */
export async function addStep(
  { id, streetId }: Pick<Proposal, 'id' | 'streetId'>,
  { name, by, reason }: NewStep,
  tx: Transaction,
): Promise<void> {
  await change(
    sql`INSERT INTO score_proposal_steps (proposal_id, person_id, name, reason, at)
        VALUES (${id}, ${by}, ${name}, ${reason ?? null}, ${now()})`,
    tx,
  );
  const event = { communityId: streetId, personId: by, subject: `proposal:${id}` };
  await note({ ...event, name: `proposal-${name}` }, tx);
}

/** Tells the person whom a proposal is about, by `message.proposal-<what>`. */
export const tellPerson = (
  { id, streetId, personId, rule }: Pick<Proposal, 'id' | 'streetId' | 'personId' | 'rule'>,
  what: 'hearing' | 'entered' | 'booked' | 'dropped' | 'withdrawn' | 'reversed',
  facts: Readonly<Record<string, string | number>>,
  tx: Transaction,
): Promise<void> =>
  tell(
    [
      {
        communityId: streetId,
        personId,
        kind: `proposal-${what}`,
        facts: { rule, ...facts },
        href: `/staff/proposals/${id}`,
      },
    ],
    tx,
  );
